using System;
using System.Collections.Generic;
using System.Linq;
using TrailLake.Ingest.Archives;
using TrailLake.Parquet;
using TrailLake.Store;
using TrailLake.Tables;

namespace TrailLake.Tests.Support;

/// <summary>Puts an object into a lake by hand, all of whose records are copies of events that are there.</summary>
static class CopyBatch
{
    /// <summary>Commits the object and the rows of its copies.</summary>
    /// <param name="object">URI of the object.</param>
    /// <param name="copies">For each of its records, in order, the record that is in the lake.</param>
    /// <returns>The batch.</returns>
    public static string Commit(string lake, string @object, IReadOnlyList<(string Object, long Record)> copies, string? verified = null)
    {
        using var batch = LakeStore.Open(lake, new ParquetLakeFormat()).BeginBatch();
        var key = ArchiveKeyParser.Parse(@object);
        batch.AddObject(new ObjectRow
        {
            Uri = @object,
            ETag = "t",
            Account = key.Account,
            Kind = nameof(ArchiveKind.CloudTrail),
            Prefix = key.Prefix,
            Records = copies.Count,
            Duplicates = copies.Count,
            Sha256 = "sha256 of " + @object,
            ContentSha256 = "content of " + @object,
            State = ObjectState.Done,
            Verified = verified,
            LastModified = DateTime.UtcNow,
            IngestedAt = DateTime.UtcNow,
            Version = "test",
            Batch = batch.Id,
        });
        var run = new CopyRunBuilder(batch.AddCopy, batch.Id);
        for (int i = 0; i < copies.Count; i++)
        {
            run.Add(@object, i, copies[i].Object, copies[i].Record);
        }

        run.Flush();
        batch.Commit();
        return batch.Id;
    }

    /// <summary>As above, of all events of the lake, or of those of some eventIDs.</summary>
    public static string CommitAll(
        TestLake lake, string @object, IReadOnlyCollection<string>? events = null, string? verified = null) => Commit(
        lake.Directory,
        @object,
        [.. lake.Query("SELECT sourceObject, sourceIndex, eventID FROM events ORDER BY 1, 2")
            .Where(row => events is null || events.Contains(row[2]!))
            .Select(row => (row[0]!, long.Parse(row[1]!, System.Globalization.CultureInfo.InvariantCulture)))],
        verified);
}
