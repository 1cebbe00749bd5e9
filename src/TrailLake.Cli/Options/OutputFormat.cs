namespace TrailLake.Cli.Options;

/// <summary>How rows are written.</summary>
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

    /// <summary>A Parquet file; only with <c>--output</c>.</summary>
    Parquet,
}
