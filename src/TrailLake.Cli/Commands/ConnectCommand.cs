using System.CommandLine;
using TrailLake.Answers.Connections;
using TrailLake.Answers.Connections.Engines;
using TrailLake.Cli.Options;
using TrailLake.Cli.Processes;
using TrailLake.Cli.Terminals;
using TrailLake.Cli.Writers;
using TrailLake.Errors;
using TrailLake.Query.Search;
using TrailLake.Schema;
using TrailLake.Store;

namespace TrailLake.Cli.Commands;

/// <summary><c>traillake connect</c>: the lake's views for DBeaver, Python or the duckdb command.</summary>
sealed class ConnectCommand : TrailLakeCommand
{
    readonly Option<string> _database = CommandOption.Of<string>("--database", "FILE", "Write a small DuckDB database with the views.");
    readonly Option<string> _script = CommandOption.Of<string>("--script", "FILE", "Write SQL that makes the views in any DuckDB session.");
    readonly Option<string> _engine = CommandOption.Of<string>(
        "--engine", "NAME", $"Print what to paste into {LakeEngines.Names}, for this lake's path and columns.");

    readonly Option<bool> _force = CommandOption.Flag("--force", "Overwrite a file that connect did not write.");
    public ConnectCommand()
        : base(
            "connect",
            "Give other programs the lake's views: DBeaver, Python and the duckdb command as a DuckDB database or an SQL script, as of now"
                + "; other engines as text to paste. All but events_with, which asks the lake's index: traillake query has it.",
            "traillake connect --lake lake --database trail.duckdb",
            "traillake connect --lake lake --script trail.sql",
            "traillake connect --lake lake --engine spark")
    {
        Declare(new LakeOption(), _database, _script, _engine, _force, new ModeOption());
    }

    public override bool Writes => true;

    public override Task<ExitCode> RunAsync(CommandContext context, CancellationToken cancellation)
    {
        var arguments = context.Arguments;
        var lake = LakeOption.Read(arguments);
        var database = FullPath("--database", arguments.GetValue(_database));
        var script = FullPath("--script", arguments.GetValue(_script));
        var engine = arguments.GetValue(_engine) is { } name ? LakeEngines.Find(name) : null;
        UsageError.ThrowIf(
            engine is not null && (database ?? script) is not null,
            "--engine prints text, --database and --script write files for DuckDB: give one or the other",
            "--engine");
        if (engine is not null)
        {
            Print(context, engine, lake);
            return Task.FromResult(ExitCode.Done);
        }

        UsageError.ThrowIf(
            (database ?? script) is null,
            "nothing to write was named: give --database FILE, --script FILE or both, or --engine NAME to print text for another engine",
            "--database");
        UsageError.ThrowIf(database == script, $"--database and --script both name {script}", "--script");
        if (!arguments.GetValue(_force))
        {
            RefuseOthers(database, path => LakeDatabase.Read(path) is not null);
            RefuseOthers(script, LakeScript.IsOurs);
        }

        var snapshot = Lake.Open(lake).Store.Snapshot();
        var files = LakeFiles.Of(lake, snapshot);
        var origin = Origin(lake, snapshot);
        var output = context.Terminal.Out;
        var mode = ModeOption.Read(arguments);
        if (database is not null)
        {
            WriteDatabase(database, mode, files, origin);
            Say(output, $"{database} shows snapshot {origin.Snapshot} of {lake}. To open it:\n"
                + $"  duckdb -readonly {Quoted(database)}\n"
                + $"  duckdb.connect({Quoted(database)}, read_only=True)      in Python\n"
                + "  DBeaver: a new DuckDB connection with this file as its path\n");
        }

        if (script is not null)
        {
            OutputFile.Write(script, mode, writer => LakeScript.Write(writer, files, origin));
            Say(output, $"{script} shows snapshot {origin.Snapshot} of {lake}. To run it:\n"
                + $"  duckdb -init {Quoted(script)}\n"
                + $"  connection.execute(open({Quoted(script)}).read())      in Python\n");
        }

        context.Terminal.Error.WriteLine("What is ingested later is not seen until connect runs again; the lake must stay where it is.");
        return Task.FromResult(ExitCode.Done);
    }

    static void Print(CommandContext context, ILakeEngine engine, string lake)
    {
        var snapshot = Lake.Open(lake).Store.Snapshot();
        context.Terminal.Out.Write(LakeEngines.Text(engine, EngineLake.Of(LakeFiles.Of(lake, snapshot), snapshot, Origin(lake, snapshot))));
    }

    static LakeOrigin Origin(string lake, LakeSnapshot snapshot) =>
        new(lake, snapshot.Version, DateTime.UtcNow, "traillake " + ProductVersion.Text);

    static void WriteDatabase(string path, UnixFileMode? mode, LakeFiles files, LakeOrigin origin)
    {
        try
        {
            LakeDatabase.Write(path, files, origin, mode);
        }
        catch (TrailLakeException e) when (e.Kind == ErrorKind.Storage)
        {
            throw OutputException.Of(path, e.InnerException ?? e);
        }
    }

    static string? FullPath(string option, string? path) =>
        path is null ? null
            : path.Length > 0 && !Directory.Exists(path) ? Path.GetFullPath(path)
            : throw UsageError.Unexpected(option, path, "a file");

    static void RefuseOthers(string? path, Func<string, bool> isOurs)
    {
        UsageError.ThrowIf(
            path is not null && File.Exists(path) && new FileInfo(path).Length > 0 && !isOurs(path),
            $"{path} is there and was not written by traillake connect; --force overwrites it",
            path ?? "");
    }

    static void Say(TextWriter output, string text) => output.Write(TerminalText.EscapeKeepingLines(text));

    // What the quotes of a shell and of Python have in common; a path with a quote in it is the reader's to write.
    static string Quoted(string path) => "'" + path + "'";
}
