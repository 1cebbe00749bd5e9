using TrailLake.Tables;

namespace TrailLake.Maintenance.Optimization;

/// <summary>Options of an optimization. The defaults are those that ingest aims at.</summary>
public sealed record OptimizeOptions
{
    /// <summary>Only these accounts. Default: all.</summary>
    public IReadOnlyCollection<string> Accounts { get; init; } = [];

    /// <summary>First UTC day; null for no bound.</summary>
    public DateOnly? From { get; init; }

    /// <summary>Last UTC day; null for no bound.</summary>
    public DateOnly? To { get; init; }

    /// <summary>
    /// True to write every data file anew, those of the right size too: files that an earlier version wrote are then laid out as this one
    /// does it.
    /// </summary>
    public bool Rewrite { get; init; }

    /// <summary>
    /// A data file with fewer rows, and fewer bytes than <see cref="SmallBytes"/>, is small. Default 131,072, a full row group of ingest:
    /// below it a file's statistics, dictionaries and filters serve fewer rows than they could; above it, joining files makes no row group
    /// larger.
    /// </summary>
    public long SmallRows { get; init; } = RowGroup;

    /// <summary>See <see cref="SmallRows"/>. Default 16 MiB, a little more than a full row group of ordinary events takes.</summary>
    public long SmallBytes { get; init; } = 16L << 20;

    /// <summary>
    /// Rows at which a new data file is large enough and the next is begun. Default 1,048,576, eight full row groups: an account's day of a
    /// million events is one file, and whoever has to write a file again (a repair, a removed copy) has some seconds of work.
    /// </summary>
    public long FileRows { get; init; } = 8 * RowGroup;

    /// <summary>Bytes at which a new data file is large enough. Default 128 MiB.</summary>
    public long FileBytes { get; init; } = 128L << 20;

    /// <summary>Most rows of a row group. Default 131,072, as for an ingest. A larger row group that is read is written as it is.</summary>
    public int RowGroupRows { get; init; } = RowGroup;

    /// <summary>
    /// Bytes in memory at which a row group is written although it has fewer rows. Default 32 MiB, as for an ingest with the defaults on
    /// two cores. A run takes some times as much.
    /// </summary>
    public long RowGroupMemory { get; init; } = 32L << 20;

    /// <summary>
    /// Rows whose ids are compared at once where records could stand twice. Default 2,097,152, some 100 MB; a partition with more is gone
    /// through several times.
    /// </summary>
    public int RowsAtOnce { get; init; } = 1 << 21;

    const int RowGroup = 1 << 17;

    internal bool Wants(PartitionKey partition) =>
        (Accounts.Count == 0 || Accounts.Contains(partition.Account))
        && (From is not { } from || partition.Date >= from)
        && (To is not { } to || partition.Date <= to);

    internal bool IsSmall(DataFile file) => file.Rows < SmallRows && file.Bytes < SmallBytes;
}
