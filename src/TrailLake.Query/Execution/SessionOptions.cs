using TrailLake.Query.Search;

namespace TrailLake.Query.Execution;

/// <summary>Options of a session.</summary>
public sealed record SessionOptions
{
    /// <summary>Which events the views show. Files that cannot hold any are not opened.</summary>
    public EventFilter Filter { get; init; } = EventFilter.All;

    /// <summary>Threads; 0 for one per processor.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative.</exception>
    public int Threads
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            field = value;
        }
    }

    /// <summary>Most memory, as DuckDB writes it (<c>2GB</c>); null for DuckDB's own choice, 80 % of the machine's. More is spilled to a
    /// temporary folder.</summary>
    public string? MemoryLimit { get; init; }

    /// <summary>Full path of a Parquet file that the session may write an answer to; null for none.</summary>
    internal string? ParquetOutput { get; init; }

    /// <summary>Mode of that file; null for that of a file which is replaced, else for its owner alone.</summary>
    internal UnixFileMode? OutputMode { get; init; }

    /// <summary>Takes down what the session is asked and from which objects the rows come; null when nobody wants to know.</summary>
    internal StatementLog? Log { get; init; }
}
