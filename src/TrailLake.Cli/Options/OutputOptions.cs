using System.CommandLine;
using TrailLake.Errors;

namespace TrailLake.Cli.Options;

/// <summary><c>--format</c> and <c>--output</c>: how rows are written, and where.</summary>
sealed class OutputOptions
{
    const string Formats = "table, csv, json, jsonl or markdown";

    readonly Option<string> _format;

    readonly Option<string> _output = CommandOption.Of<string>(
        "--output", "FILE", "File to write instead of stdout; .csv, .json, .jsonl, .md and .parquet choose the format.");

    readonly bool _parquet;
    readonly bool _text;

    /// <param name="parquet">True for a command whose rows can also be written as Parquet.</param>
    /// <param name="text">True for a command that also has a form of its own, which is then what it writes when no format is given.</param>
    public OutputOptions(bool parquet = false, bool text = false)
    {
        _parquet = parquet;
        _text = text;
        _format = new Option<string>("--format")
        {
            Description = $"How to write rows: {Expected} ({(text ? "text" : "table")} when it is not given).",
            HelpName = "FORMAT",
        };
    }

    /// <summary>The format of rows that a name stands for.</summary>
    /// <param name="option">What the name was given to, for the error.</param>
    /// <exception cref="TrailLakeException">It is no format.</exception>
    public static OutputFormat RowsOfName(string text, string option) => RowsOfName(text, option, Formats);

    public static string NameOf(OutputFormat format) => format == OutputFormat.JsonLines ? "jsonl" : format.ToString().ToLowerInvariant();

    public IEnumerable<Symbol> Symbols => [_format, _output];

    public OutputTarget Read(ParseResult arguments)
    {
        var path = arguments.GetValue(_output);
        var format = arguments.GetValue(_format) is { } text ? OfName(text) : default(OutputFormat?);
        if (path is null)
        {
            UsageError.ThrowIf(
                format == OutputFormat.Parquet, "--format parquet needs --output FILE: Parquet is written to a file", "--format");
            return new OutputTarget(format ?? (_text ? OutputFormat.Text : OutputFormat.Table), null);
        }

        var byExtension = OfExtension(Path.GetExtension(path));
        byExtension = _text && byExtension == OutputFormat.Table ? OutputFormat.Text : byExtension;
        UsageError.ThrowIf(
            byExtension == OutputFormat.Parquet && (format is not (null or OutputFormat.Parquet) || !_parquet),
            $"--output {path}" + (_parquet ? " is Parquet by its extension: leave --format away" : ": this command does not write Parquet"),
            path);
        return new OutputTarget(
            format ?? byExtension ?? throw UsageError.Of(
                $"--output {path}: the extension does not say how to write it; "
                    + "expected .csv, .json, .jsonl, .md or .parquet, or give --format",
                path),
            Path.GetFullPath(path),
            ModeOption.Read(arguments));
    }

    string Expected => (_text ? "text, " : "") + (_parquet ? "table, csv, json, jsonl, markdown, or with --output parquet" : Formats);

    OutputFormat OfName(string text) => _text && text.Equals("text", StringComparison.OrdinalIgnoreCase)
        ? OutputFormat.Text
        : _parquet && text.Equals("parquet", StringComparison.OrdinalIgnoreCase) ? OutputFormat.Parquet
        : RowsOfName(text, "--format", Expected);

    static OutputFormat RowsOfName(string text, string option, string expected) => text.ToLowerInvariant() switch
    {
        "table" => OutputFormat.Table,
        "csv" => OutputFormat.Csv,
        "json" => OutputFormat.Json,
        "jsonl" => OutputFormat.JsonLines,
        "markdown" or "md" => OutputFormat.Markdown,
        _ => throw UsageError.Unexpected(option, text, expected),
    };

    static OutputFormat? OfExtension(string extension) => extension.ToLowerInvariant() switch
    {
        ".csv" => OutputFormat.Csv,
        ".json" => OutputFormat.Json,
        ".jsonl" or ".ndjson" => OutputFormat.JsonLines,
        ".md" => OutputFormat.Markdown,
        ".txt" => OutputFormat.Table,
        ".parquet" => OutputFormat.Parquet,
        _ => null,
    };
}
