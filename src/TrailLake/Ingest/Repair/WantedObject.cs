using System.Collections.Generic;
using TrailLake.Lake;

namespace TrailLake.Ingest.Repair;

/// <summary>A source object that is read again, and what is known of it.</summary>
sealed class WantedObject(string uri)
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

    /// <summary>The object for its source.</summary>
    public LogObject ToLogObject()
    {
        var row = Row!;
        var kind = System.Enum.TryParse<ArchiveKind>(row.Kind, out var parsed) ? parsed : ArchiveKind.Unknown;
        var key = new ArchiveKey(kind, row.Prefix ?? "", row.Organization, row.Account, row.Region, null, row.DeliveryTime);
        return new LogObject(row.Uri, key, row.Size, row.ETag, row.LastModified);
    }
}
