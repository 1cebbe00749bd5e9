using System.CommandLine;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using TrailLake.Cli.Options;
using TrailLake.Cli.Output;
using TrailLake.Errors;
using TrailLake.Index;
using TrailLake.Query;

namespace TrailLake.Cli.Commands;

/// <summary><c>traillake status</c>: what is in the lake.</summary>
sealed class StatusCommand : TrailLakeCommand
{
    readonly LakeOption _lake = new();
    readonly Option<string> _format = new("--format") { Description = "text or json (default: text).", HelpName = "FORMAT" };

    public StatusCommand()
        : base(
            "status",
            "Say what is in the lake: events, objects, rejects, span, accounts, size.",
            "traillake status --lake lake",
            "traillake status --lake lake --format json")
    {
        Options.Add(_lake);
        Options.Add(_format);
    }

    public override Task<ExitCode> RunAsync(CommandContext context, CancellationToken cancellation)
    {
        var lake = _lake.Read(context.Arguments);
        var format = context.Arguments.GetValue(_format) ?? "text";
        if (format is not ("text" or "json"))
        {
            throw new TrailLakeException(ErrorKind.Usage, $"--format is '{format}', expected text or json", "--format");
        }

        var snapshot = LakeAccess.Snapshot(lake);
        using var session = LakeSession.Open(LakeFiles.Of(lake, snapshot));
        var status = LakeStatus.Read(lake, snapshot, session, cancellation);
        context.Terminal.Out.Write(format == "json" ? StatusText.Json(status) : StatusText.Lines(status));
        if (IntegrityNote.Of(snapshot, session, cancellation) is { } warning)
        {
            context.Terminal.Error.WriteLine("traillake: " + warning);
        }

        using var index = LakeIndex.Open(lake);
        if (snapshot.Files.Count(file => !index.Knows(file)) is > 0 and var unknown)
        {
            context.Terminal.Error.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"traillake: {unknown:N0} of {Counted.Of(snapshot.Files.Count, "data file")} {(unknown == 1 ? "is" : "are")} not in the index, so that searches read {(unknown == 1 ? "it" : "them")} whole; traillake optimize makes what is missing"));
        }

        return Task.FromResult(ExitCode.Done);
    }
}
