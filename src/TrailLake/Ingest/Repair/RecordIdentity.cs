using System;
using TrailLake.Scanning;

namespace TrailLake.Ingest.Repair;

/// <summary>What makes two records copies of one another, as ingest sees it.</summary>
/// <param name="Partition">Day and account.</param>
/// <param name="EventId">Hash of the eventID; of the record where it has none.</param>
/// <param name="RecordHash">Hash of the record.</param>
readonly record struct RecordIdentity(PartitionKey Partition, ulong EventId, long RecordHash)
{
    public static RecordIdentity Of(PartitionKey partition, ReadOnlySpan<byte> eventId, long recordHash) =>
        new(partition, eventId.IsEmpty ? (ulong)recordHash : ByteHash.Compute(eventId), recordHash);
}
