using System.CommandLine;
using TrailLake.Cli.Processes;

namespace TrailLake.Cli.Commands;

/// <summary>
/// A verb. Its constructor declares options and arguments; <see cref="RunAsync"/> reads them, calls the library and prints.
/// It must stay cheap to construct: every start of the command constructs them all.
/// </summary>
abstract class TrailLakeCommand : Command
{
    /// <summary>Declares the verb.</summary>
    /// <param name="description">One line for help.</param>
    /// <param name="examples">Whole command lines for help.</param>
    protected TrailLakeCommand(string name, string description, params string[] examples)
        : base(name, description)
    {
        Examples = examples;

        // The parser asks for an action; CommandLine calls RunAsync itself, so that errors meet one catch.
        SetAction(static _ => (int)ExitCode.Done);
    }

    /// <summary>Whole command lines for help.</summary>
    public string[] Examples { get; }

    /// <summary>True when the command itself reads the options that the parser does not know.</summary>
    public virtual bool HasOptionsOfItsOwn => false;

    /// <summary>
    /// True when the command writes to a lake or makes files: stopped, it ends between two steps. One that only reads may be left at any
    /// moment.
    /// </summary>
    public virtual bool Writes => false;

    /// <summary>Adds arguments and options, in the order in which help shows them.</summary>
    protected void Declare(params IEnumerable<Symbol> symbols)
    {
        foreach (var symbol in symbols)
        {
            if (symbol is Argument argument)
            {
                Arguments.Add(argument);
            }
            else
            {
                Options.Add((Option)symbol);
            }
        }
    }

    /// <summary>Does the work. What goes wrong is thrown as a <see cref="Errors.TrailLakeException"/>.</summary>
    public abstract Task<ExitCode> RunAsync(CommandContext context, CancellationToken cancellation);
}
