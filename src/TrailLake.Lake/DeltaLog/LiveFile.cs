using System.Globalization;
using System.Text;

namespace TrailLake.DeltaLog;

/// <summary>
/// A live file of a snapshot: an <see cref="AddAction"/> in little memory. A lake of ten years has 100,000 files; with their statistics as
/// UTF-16 and two dictionaries each, their actions took 460 MB, this takes half.
/// </summary>
sealed class LiveFile
{
    const string BatchTag = "batch";
    const string Sha256Tag = "sha256";
    const string DeliveredTag = "delivered";

    readonly long _modificationTime;
    readonly byte[]? _stats;

    // Only when another writer gave it other tags than TrailLake's own.
    readonly IReadOnlyDictionary<string, string>? _otherTags;

    /// <param name="path">Relative to the table, decoded.</param>
    /// <param name="partitionValues">Shared by all files of the partition.</param>
    public LiveFile(AddAction add, string path, IReadOnlyDictionary<string, string?> partitionValues)
    {
        Path = path;
        PartitionValues = partitionValues;
        Size = add.Size;
        _modificationTime = add.ModificationTime;
        _stats = add.Stats is null ? null : Encoding.UTF8.GetBytes(add.Stats);
        Batch = add.Tags?.GetValueOrDefault(BatchTag);
        Sha256 = add.Tags?.GetValueOrDefault(Sha256Tag);
        DeliveredRows = add.Tags?.GetValueOrDefault(DeliveredTag) is { } rows
            && long.TryParse(rows, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
        var known = (Batch is null ? 0 : 1) + (Sha256 is null ? 0 : 1) + (DeliveredRows is null ? 0 : 1);
        _otherTags = add.Tags?.Count > known ? add.Tags : null;
    }

    public string Path { get; }

    public IReadOnlyDictionary<string, string?> PartitionValues { get; }

    public long Size { get; }

    /// <summary>UTC.</summary>
    public DateTime ModificationTime => DateTimeOffset.UnixEpoch.UtcDateTime.AddMilliseconds(_modificationTime);

    public string? Batch { get; }

    public string? Sha256 { get; }

    /// <summary>True when another program wrote it: TrailLake gives each of its files at least one of the two.</summary>
    public bool IsForeign => Batch is null && Sha256 is null;

    /// <summary>
    /// Rows with a value in the column <c>delivered</c>; null when the file has no such column, or its writer does not say.
    /// </summary>
    public long? DeliveredRows { get; }

    /// <summary>UTF-8; empty when there are none.</summary>
    public ReadOnlySpan<byte> Stats => _stats;

    public static Dictionary<string, string> Tags(string? batch, string? sha256, long? deliveredRows = null)
    {
        var tags = new Dictionary<string, string>();
        if (batch is not null)
        {
            tags[BatchTag] = batch;
        }

        if (sha256 is not null)
        {
            tags[Sha256Tag] = sha256;
        }

        if (deliveredRows is { } rows)
        {
            tags[DeliveredTag] = rows.ToString(CultureInfo.InvariantCulture);
        }

        return tags;
    }

    /// <summary>The action for a checkpoint: <c>dataChange</c> is false there, because a checkpoint changes nothing.</summary>
    public AddAction ToAction() => new(
        DeltaPath.Encode(Path),
        PartitionValues,
        Size,
        _modificationTime,
        DataChange: false,
        _stats is null ? null : Encoding.UTF8.GetString(_stats),
        _otherTags ?? (Batch is null && Sha256 is null && DeliveredRows is null ? null : Tags(Batch, Sha256, DeliveredRows)));
}
