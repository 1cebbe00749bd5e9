namespace TrailLake.Cli.Options;

/// <summary>Formats of rows.</summary>
enum OutputFormat
{
    /// <summary>Aligned columns for people.</summary>
    Table,

    /// <summary>RFC 4180, formulas neutralised.</summary>
    Csv,

    /// <summary>One array of objects.</summary>
    Json,

    /// <summary>One object a line.</summary>
    JsonLines,

    /// <summary>A table of GitHub's Markdown.</summary>
    Markdown,

    /// <summary>Sentences, trees and charts, as a person reads them; only of commands that have such a form.</summary>
    Text,

    /// <summary>A Parquet file; only with <c>--output</c>.</summary>
    Parquet,
}
