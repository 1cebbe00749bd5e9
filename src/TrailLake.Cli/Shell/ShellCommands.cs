using TrailLake.Answers.Coverage;
using TrailLake.Answers.Questions;
using TrailLake.Cli.Options;
using TrailLake.Cli.Reports;
using TrailLake.Cli.Terminals;
using TrailLake.Cli.Texts;
using TrailLake.Cli.Writers;
using TrailLake.Errors;
using TrailLake.Query.Completion;
using TrailLake.Query.Execution;
using TrailLake.Query.Search;
using TrailLake.Query.Session;

namespace TrailLake.Cli.Shell;

/// <summary>The commands to the shell itself.</summary>
sealed class ShellCommands(LakeFiles files, SessionOptions options, QuestionCatalog questions, SqlCompleter completer, Terminal terminal)
{
    public static readonly IReadOnlyList<string> Names = [".ask", ".exit", ".format", ".help", ".quit", ".schema", ".tables", ".timer"];
    public static readonly IReadOnlyList<string> AskOptions = ["--attempts", "--explain"];
    public static readonly IReadOnlyList<string> Formats = ["table", "csv", "json", "jsonl", "markdown"];

    const string Help = """
    .ask [QUESTION] [--OPTION VALUE] [--attempts] [--explain]
                      list the questions; answer one; show its SQL
    .format [FORMAT]  how rows are written: table, csv, json, jsonl, markdown
    .help             this
    .quit             leave, as Ctrl-D does
    .schema [TABLE]   columns of a table (events when none is named)
    .tables           the tables
    .timer [on|off]   say how long each statement takes

    SQL ends with ; and may have several lines. Tab completes, arrows go through what was entered before, Ctrl-C stops a query or drops what
    was typed. A line that begins with a blank is not kept in the history.

    """;

    /// <summary>Set by <c>.quit</c>.</summary>
    public bool IsOver { get; private set; }

    public OutputFormat Format { get; set; } = OutputFormat.Table;

    /// <summary>True to say how long each statement takes.</summary>
    public bool IsTimed { get; private set; }

    /// <summary>Carries a command out.</summary>
    /// <param name="query">Runs SQL in the shell's session and prints its rows.</param>
    /// <returns>False when a question found nothing.</returns>
    /// <exception cref="TrailLakeException">The command is unknown or wrong, or what it runs fails.</exception>
    public bool Run(DotCommand command, Action<string> query, CancellationToken cancellation)
    {
        switch (command.Name)
        {
            case ".ask":
                return Ask(command.Words, cancellation);
            case ".exit" or ".quit":
                Expect(command, 0, "no words");
                IsOver = true;
                break;
            case ".format":
                Expect(command, 1, "one of " + string.Join(", ", Formats));
                SetFormat(command);
                break;
            case ".help":
                terminal.Out.Write(Help);
                break;
            case ".schema":
                Expect(command, 1, "the name of a table");
                query($"DESCRIBE {Table(command.Words.FirstOrDefault() ?? "events")}");
                break;
            case ".tables":
                Expect(command, 0, "no words");
                foreach (var name in completer.Tables())
                {
                    terminal.Out.WriteLine(name);
                }

                break;
            case ".timer":
                Expect(command, 1, "on or off");
                SetTimer(command);
                break;
            default:
                throw UsageError.Of(
                    $"unknown command {command.Name}{NearestName.Offer(command.Name, Names)}; .help lists them", command.Name);
        }

        return true;
    }

    static void Expect(DotCommand command, int most, string expected) => UsageError.ThrowIf(
        command.Words.Count > most, $"{command.Name}: found '{string.Join(' ', command.Words)}', expected {expected}", command.Name);

    void SetFormat(DotCommand command)
    {
        if (command.Words.Count == 0)
        {
            terminal.Out.WriteLine(OutputOptions.NameOf(Format));
            return;
        }

        Format = OutputOptions.RowsOfName(command.Words[0], ".format");
    }

    void SetTimer(DotCommand command)
    {
        switch (command.Words.FirstOrDefault()?.ToLowerInvariant())
        {
            case null:
                terminal.Out.WriteLine(IsTimed ? "on" : "off");
                break;
            case ("on" or "off") and var word:
                IsTimed = word == "on";
                break;
            case var other:
                throw UsageError.Of($".timer: found '{other}', expected on or off", ".timer");
        }
    }

    string Table(string name)
    {
        var tables = completer.Tables();
        return tables.FirstOrDefault(table => table.Equals(name, StringComparison.OrdinalIgnoreCase))
            ?? throw new TrailLakeException(
                ErrorKind.Query, $"there is no table '{name}'{NearestName.Offer(name, tables)}; .tables lists them", name);
    }

    // A question sets variables, and one that looks back sees other events: it has a session of its own, over the same snapshot.
    bool Ask(IReadOnlyList<string> words, CancellationToken cancellation)
    {
        if (words.Count == 0)
        {
            QuestionText.List(questions, terminal.Out);
            return true;
        }

        var question = QuestionOptions.Find(questions, words[0]);
        var values = QuestionOptions.Read(question, [.. words.Skip(1).Except(AskOptions)]);
        if (words.Contains("--explain"))
        {
            QuestionText.Explain(question, terminal.Out);
            return true;
        }

        var request = new QuestionRequest { Values = values, Attempts = words.Contains("--attempts"), Filter = options.Filter };
        var note = Task.Run(() => CoverageNote.Of(files, request.Filter, cancellation), cancellation);
        var isFound = Answer(question, request, cancellation);
        note.Wait(cancellation);
        if (note.Result is { } line)
        {
            terminal.Say(line);
        }

        return isFound;
    }

    bool Answer(Question question, QuestionRequest request, CancellationToken cancellation)
    {
        using var session = SqlSession.Open(files, options with { Filter = QuestionAsker.FilterOf(question, options.Filter) });
        using (var result = QuestionAsker.Ask(session, question, request, cancellation))
        {
            if (ResultWriter.Run(result, Format, terminal, cancellation) > 0)
            {
                return true;
            }
        }

        terminal.Out.Flush();
        terminal.Say(EmptyAnswer.Explain(session, question, files, request, cancellation));
        return false;
    }
}
