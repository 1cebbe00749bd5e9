using System;
using System.IO;
using TrailLake.Lake.DeltaLog;

namespace TrailLake.Lake;

/// <summary>A data file of a batch that is being written: under a temporary name, which no reader takes for data.</summary>
public sealed class StagedFile
{
    // Batches hold tens of thousands of these: the paths are put together when they are asked for.
    readonly DeltaTable _table;

    /// <param name="relativePath">Path below the table, with forward slashes.</param>
    internal StagedFile(DeltaTable table, string relativePath, DateOnly date, string account)
    {
        _table = table;
        RelativePath = relativePath;
        Date = date;
        Account = account;
    }

    /// <summary>Where to write it.</summary>
    public string TemporaryPath =>
        Path.Combine(LakeTables.Staging(_table), string.Concat(RelativePath.AsSpan(RelativePath.LastIndexOf('/') + 1), ".tmp"));

    /// <summary>Where the commit will put it.</summary>
    public string FinalPath => LakeTables.FullPath(_table, RelativePath);

    /// <summary>UTC day of its events.</summary>
    public DateOnly Date { get; }

    /// <summary>Account of its events.</summary>
    public string Account { get; }

    /// <summary>Path below the events table, with forward slashes.</summary>
    internal string RelativePath { get; }
}
