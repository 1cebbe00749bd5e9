namespace TrailLake.Maintenance.Verification;

/// <summary>A damaged file, what it held, and what brings it back.</summary>
public sealed record LakeDamage
{
    /// <summary>Table of the lake: <c>events</c>, <c>objects</c> (the ledger), <c>rejects</c> or <c>copies</c>.</summary>
    public required string Table { get; init; }

    /// <summary>Path below the lake's folder, with forward slashes.</summary>
    public required string Path { get; init; }

    /// <summary>What is wrong.</summary>
    public required DamageKind Kind { get; init; }

    /// <summary>What is wrong, in one line for a person.</summary>
    public required string Message { get; init; }

    /// <summary>UTC day of its events; null for a file of the ledger.</summary>
    public DateOnly? Date { get; init; }

    /// <summary>Account of its events; null for a file of the ledger.</summary>
    public string? Account { get; init; }

    /// <summary>Rows that it held; -1 when the log does not say.</summary>
    public long Rows { get; init; } = -1;

    /// <summary>Least event time, UTC, as the log says.</summary>
    public DateTime? First { get; init; }

    /// <summary>Greatest event time, UTC.</summary>
    public DateTime? Last { get; init; }

    /// <summary>Batch that it was committed in, when the log says.</summary>
    public string? Batch { get; init; }

    /// <summary>Source objects that hold its rows.</summary>
    public IReadOnlyList<DamageSource> Sources { get; init; } = [];

    /// <summary>True for a data file of events.</summary>
    public bool IsEvents => Table == "events";
}
