using System.Text;
using TrailLake.DeltaLog;
using TrailLake.Storage;

namespace TrailLake.Tables;

/// <summary>A data file of events that a snapshot names.</summary>
sealed class DataFile
{
    readonly DeltaTable _table;
    readonly LiveFile _file;
    FileStatistics? _statistics;

    internal DataFile(DeltaTable table, LiveFile file, DateOnly date, string account)
    {
        _table = table;
        _file = file;
        Date = date;
        Account = account;
    }

    /// <summary>Where it stands.</summary>
    public StoredFile File => _table.File(_file.Path);

    /// <summary>Where people find it: a full path, or an address.</summary>
    public string Path => File.Address;

    /// <summary>Path below the lake's folder, with forward slashes: <c>events/date=…/account=…/part-….parquet</c>.</summary>
    public string RelativePath => "events/" + _file.Path;

    /// <summary>UTC day of its events.</summary>
    public DateOnly Date { get; }

    /// <summary>Account whose trail recorded its events.</summary>
    public string Account { get; }

    /// <summary>Size of the file.</summary>
    public long Bytes => _file.Size;

    /// <summary>SHA-256 of the file, lower-case hex; null when another program wrote it.</summary>
    public string? Sha256 => _file.Sha256;

    /// <summary>Batch that it was committed in; null when another program wrote it.</summary>
    public string? Batch => _file.Batch;

    /// <summary>True when another program wrote it: TrailLake's own files have a hash or a batch in the log.</summary>
    public bool IsForeign => _file.IsForeign;

    /// <summary>
    /// Rows with a value in the column <c>delivered</c>; null when the file has no such column, or another program wrote it: then its JSON
    /// may be what some readers refuse.
    /// </summary>
    public long? DeliveredRows => _file.DeliveredRows;

    /// <summary>Rows of the file; -1 when the log does not say.</summary>
    public long Rows => Statistics.Rows;

    /// <summary>A lower bound of its events' times, UTC; null when the log has none.</summary>
    public DateTime? MinEventTime => Statistics.MinEventTime;

    /// <summary>An upper bound of its events' times, UTC, rounded up to the millisecond.</summary>
    public DateTime? MaxEventTime => Statistics.MaxEventTime;

    /// <summary>Delta's statistics of the file, as JSON.</summary>
    public string? Stats => _file.Stats.IsEmpty ? null : Encoding.UTF8.GetString(_file.Stats);

    internal string PathInTable => _file.Path;

    // Parsed when asked for: most snapshots are taken for the paths alone. Two threads may both parse; they find the same.
    FileStatistics Statistics =>
        _statistics ?? Interlocked.CompareExchange(ref _statistics, FileStatistics.Parse(_file.Stats), null) ?? _statistics;
}
