using System;
using System.Collections.Generic;
using System.Threading;

namespace TrailLake.Lake;

/// <summary>A data file of events that a snapshot names.</summary>
public sealed class DataFile
{
    FileStatistics? _statistics;

    internal DataFile(string path, string relativePath, DateOnly date, string account, long bytes, string? stats, IReadOnlyDictionary<string, string>? tags)
    {
        Path = path;
        RelativePath = relativePath;
        Date = date;
        Account = account;
        Bytes = bytes;
        Stats = stats;
        Sha256 = tags?.GetValueOrDefault("sha256");
        Batch = tags?.GetValueOrDefault("batch");
    }

    /// <summary>Full path.</summary>
    public string Path { get; }

    /// <summary>Path below the lake's folder, with forward slashes: <c>events/date=…/account=…/part-….parquet</c>.</summary>
    public string RelativePath { get; }

    /// <summary>UTC day of its events.</summary>
    public DateOnly Date { get; }

    /// <summary>Account whose trail recorded its events.</summary>
    public string Account { get; }

    /// <summary>Size of the file.</summary>
    public long Bytes { get; }

    /// <summary>SHA-256 of the file, lower-case hex; null when another program wrote it.</summary>
    public string? Sha256 { get; }

    /// <summary>Batch that it was committed in; null when another program wrote it.</summary>
    public string? Batch { get; }

    /// <summary>Rows of the file; -1 when the log does not say.</summary>
    public long Rows => Statistics.Rows;

    /// <summary>A lower bound of its events' times, UTC; null when the log has none.</summary>
    public DateTime? MinEventTime => Statistics.MinEventTime;

    /// <summary>An upper bound of its events' times, UTC, rounded up to the millisecond.</summary>
    public DateTime? MaxEventTime => Statistics.MaxEventTime;

    /// <summary>Delta's statistics of the file, as JSON.</summary>
    public string? Stats { get; }

    // Parsed when asked for: most snapshots are taken for the paths alone. Two threads may both parse; they find the same.
    FileStatistics Statistics => _statistics ?? Interlocked.CompareExchange(ref _statistics, FileStatistics.Parse(Stats), null) ?? _statistics;
}
