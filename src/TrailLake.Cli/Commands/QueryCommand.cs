using System.CommandLine;
using System.Diagnostics;
using TrailLake.Cli.Options;
using TrailLake.Cli.Processes;
using TrailLake.Cli.Texts;
using TrailLake.Cli.Writers;
using TrailLake.Errors;
using TrailLake.Paths;
using TrailLake.Query.Execution;

namespace TrailLake.Cli.Commands;

/// <summary><c>traillake query</c>: SQL over the views events, objects and rejects.</summary>
sealed class QueryCommand : TrailLakeCommand
{
    const int MostSqlBytes = 16 << 20;

    readonly Argument<string> _sql = new("SQL")
    {
        Description = "The question, in DuckDB's SQL; - or nothing reads it from stdin.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    readonly Option<string> _file = new("--file", "-f") { Description = "Read the question from a file.", HelpName = "FILE" };
    readonly SessionOptionGroup _session = new(explains: true, hasTimeout: true);
    readonly OutputOptions _output = new(parquet: true);

    public QueryCommand()
        : base(
            "query",
            "Ask the lake in SQL: views events, objects (the ledger of what was read) and rejects.",
            "traillake query --lake lake \"SELECT eventName, count(*) FROM events GROUP BY ALL ORDER BY 2 DESC LIMIT 10\"",
            "traillake query --lake lake \"DESCRIBE events\"",
            "traillake query --lake lake --from 7d --output denied.csv \"FROM events WHERE errorCode LIKE '%AccessDenied%'\"")
    {
        Declare([_sql, _file, .. _session.Symbols, .. _output.Symbols]);
    }

    public override async Task<ExitCode> RunAsync(CommandContext context, CancellationToken cancellation)
    {
        var arguments = context.Arguments;
        var (lake, options) = _session.Read(arguments);
        var target = _output.Read(arguments);
        var sql = await ReadSqlAsync(context, cancellation).ConfigureAwait(false);

        var watch = Stopwatch.StartNew();
        var rows = Run(context, lake, options, target, sql, cancellation);
        if (context.Terminal.OutIsTerminal || target.Path is not null)
        {
            await context.Terminal.Out.FlushAsync(cancellation).ConfigureAwait(false);
            var where = target.Path is null ? "" : " → " + target.Path;
            context.Terminal.Error.WriteLine($"{Plural.Of(rows, "row")} in {watch.Elapsed.TotalSeconds:0.00} s{where}");
        }

        return ExitCode.Done;
    }

    long Run(CommandContext context, string lake, SessionOptions options, OutputTarget target, string sql, CancellationToken cancellation)
    {
        if (target is { Format: OutputFormat.Parquet, Path: { } parquet })
        {
            using var writing = context.Answer.Open(lake, options with { ParquetOutput = parquet, OutputMode = target.Mode }, isSql: true);
            var written = OutputFile.WriteParquet(parquet, () => writing.WriteParquet(sql, cancellation));
            _session.Explain(context.Arguments, writing, context.Terminal.Error);
            return written;
        }

        using var session = context.Answer.Open(lake, options, isSql: true);
        using var result = session.Query(sql, cancellation: cancellation);
        long rows = 0;
        OutputFile.WriteTo(target, context.Terminal, output => rows = ResultWriter.Run(result, target.Format, output, cancellation));
        _session.Explain(context.Arguments, session, context.Terminal.Error);
        return rows;
    }

    async Task<string> ReadSqlAsync(CommandContext context, CancellationToken cancellation)
    {
        var sql = context.Arguments.GetValue(_sql);
        var file = context.Arguments.GetValue(_file);
        UsageError.ThrowIf(sql is not null && file is not null, "the SQL is given twice: as an argument and with --file", "--file");
        if (file is not null)
        {
            try
            {
                using var reader = new StreamReader(new MemoryStream(RegularFile.ReadAllBytes(Path.GetFullPath(file), MostSqlBytes)));
                return context.Answer.Input = await reader.ReadToEndAsync(cancellation).ConfigureAwait(false);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                var reason = e.Message.ReplaceLineEndings(" ");
                throw new TrailLakeException(ErrorKind.Usage, $"--file {file} cannot be read: {reason}", file, e);
            }
        }

        return sql is null or "-"
            ? context.Answer.Input = await context.Terminal.In.ReadToEndAsync(cancellation).ConfigureAwait(false)
            : sql;
    }
}
