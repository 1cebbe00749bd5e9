using System.CommandLine;
using System.Threading;
using System.Threading.Tasks;
using TrailLake.Cli.Options;
using TrailLake.Cli.Output;
using TrailLake.Errors;
using TrailLake.Lake.Verification;

namespace TrailLake.Cli.Commands;

/// <summary><c>traillake verify lake</c>: whether the lake is as it was committed, and its counts add up.</summary>
sealed class VerifyLakeCommand : TrailLakeCommand
{
    // The lake may be named as other verbs do, or as what is verified; never both ways.
    readonly Argument<string?> _directory = new("DIR") { Description = "Folder of the lake; in place of --lake.", Arity = ArgumentArity.ZeroOrOne };
    readonly LakeOption _lake = new();
    readonly Option<int> _jobs = new("--jobs") { Description = "Files that are read at once (default: one for each core).", HelpName = "N" };
    readonly TextOrJsonOption _format = new();

    public VerifyLakeCommand()
        : base(
            "lake",
            "Check every file, value, statistic and count of the lake; name damage and what brings it back.",
            "traillake verify lake --lake lake",
            "traillake verify lake ./lake --format json")
    {
        Arguments.Add(_directory);
        Options.Add(_lake);
        Options.Add(_jobs);
        Options.Add(_format);
    }

    public override Task<ExitCode> RunAsync(CommandContext context, CancellationToken cancellation)
    {
        var arguments = context.Arguments;
        bool json = _format.ReadIsJson(arguments);
        int jobs = arguments.GetValue(_jobs);
        if (arguments.GetResult(_jobs) is not null && jobs is < 1 or > 256)
        {
            throw new TrailLakeException(ErrorKind.Usage, $"--jobs is {jobs}, expected 1 to 256", "--jobs");
        }

        var store = LakeAccess.Store(ReadLake(arguments));
        var verifier = new LakeVerifier(store, jobs);
        LakeVerification found;
        using (new ProgressLine(context.Terminal, _ => VerificationText.Progress(verifier.Progress)))
        {
            found = verifier.Run(cancellation);
        }

        context.Terminal.Out.Write(json ? VerificationText.Json(found, store.Directory) : VerificationText.Lines(found, store.Directory));
        return Task.FromResult(found.IsSound ? ExitCode.Done : ExitCode.Incomplete);
    }

    string ReadLake(ParseResult arguments)
    {
        if (arguments.GetValue(_directory) is not { } directory)
        {
            return _lake.Read(arguments);
        }

        return arguments.GetValue(_lake) is null
            ? directory
            : throw new TrailLakeException(ErrorKind.Usage, $"two lakes are named: '{directory}' and --lake; name one", "--lake");
    }
}
