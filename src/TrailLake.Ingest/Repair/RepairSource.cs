using TrailLake.Ingest.Archives;
using TrailLake.Ingest.Sources;
using TrailLake.Maintenance.Verification;
using TrailLake.Store;
using TrailLake.Tables;

namespace TrailLake.Ingest.Repair;

/// <summary>A source object that is read again, and what is known of it.</summary>
sealed class RepairSource(string uri)
{
    public string Uri { get; } = uri;

    /// <summary>Its ledger row: of several the one that was read to its end, else the newest; null when the ledger has lost it.</summary>
    public ObjectRow? Row { get; set; }

    /// <summary>Events that the ledger counts and no sound file has.</summary>
    public long Missing { get; set; }

    /// <summary>Why it brings nothing back; null when it does.</summary>
    public string? Failure { get; set; }

    /// <summary>Its rows that are to come back, by index of the record.</summary>
    public HashSet<long> Chosen { get; } = [];

    /// <summary>Those of <see cref="Chosen"/> that the ledger counts as copies of another object's events, by partition.</summary>
    public Dictionary<PartitionKey, long> Adopted { get; } = [];

    /// <summary>The objects that hold the rows of damaged files, by URI. Each knows the ledger's row of it.</summary>
    public static Dictionary<string, RepairSource> Find(LakeSnapshot snapshot, IEnumerable<LakeDamage> damages)
    {
        var wanted = new Dictionary<string, RepairSource>(StringComparer.Ordinal);
        foreach (var source in damages.SelectMany(damage => damage.Sources))
        {
            wanted.TryAdd(source.Uri, new RepairSource(source.Uri) { Missing = source.Rows });
        }

        foreach (var row in snapshot.ReadObjects())
        {
            if (wanted.TryGetValue(row.Uri, out var source) && (source.Row is not { } other || IsBetter(row, other)))
            {
                source.Row = row;
            }
        }

        return wanted;
    }

    /// <summary>The object for its source.</summary>
    public LogObject ToLogObject()
    {
        var row = Row!;
        var kind = Enum.TryParse<ArchiveKind>(row.Kind, out var parsed) ? parsed : ArchiveKind.Unknown;
        var key = new ArchiveKey(kind, row.Prefix ?? "", row.Organization, row.Account, row.Region, null, row.DeliveryTime);
        return new LogObject(row.Uri, key, row.Size, row.ETag, row.LastModified);
    }

    static bool IsBetter(ObjectRow row, ObjectRow other) => (row.Sha256 is null) == (other.Sha256 is null)
        ? row.IngestedAt > other.IngestedAt
        : row.Sha256 is not null;
}
