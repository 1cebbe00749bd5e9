using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using TrailLake.Schema;
using TrailLake.Store;
using TrailLake.Tables;

namespace TrailLake.Tests.Lake;

/// <summary>A lake in a folder of its own, with what tests put into it and read from it.</summary>
sealed class LakeFolder : IDisposable
{
    public LakeFolder() => Root = Directory.CreateTempSubdirectory("lake-").FullName;

    public string Root { get; }

    public FakeFormat Format { get; } = new();

    public string Log => Path.Combine(Root, "events", "_delta_log");

    public LakeStore Create() => LakeStore.OpenOrCreate(Root, Format);

    public string Commit(long version) => Path.Combine(Log, $"{version:D20}.json");

    /// <summary>A batch with one event for each object, each in its own file; the event's id is the object's URI.</summary>
    public static LakeBatch Fill(LakeStore store, IEnumerable<string> uris, LakeSnapshot? since = null)
    {
        var batch = store.BeginBatch(since);
        foreach (var uri in uris)
        {
            WriteFile(batch, uri);
            batch.AddObject(Row(uri, batch.Id));
        }

        return batch;
    }

    public static void WriteFile(LakeBatch batch, string id, string account = "123456789012")
    {
        var file = batch.NewFile(new DateOnly(2026, 3, 1), account);
        File.WriteAllText(file.TemporaryPath, id + "\n");
        batch.Complete(file, Summary(rows: 1));
    }

    public static ObjectRow Row(string uri, string batch, ObjectState state = ObjectState.Done, long events = 1) => new()
    {
        Uri = uri,
        ETag = "e",
        Kind = "CloudTrail",
        Records = events,
        Events = events,
        State = state,
        IngestedAt = DateTime.UtcNow,
        Version = "test",
        Batch = batch,
    };

    public static RejectRow Reject(string uri, string batch) => new()
    {
        SourceObject = uri,
        Reason = "test",
        Message = "A reject.",
        Content = [1, 2, 3],
        Batch = batch,
    };

    /// <summary>Records of one object that are copies of those of another, from the first on.</summary>
    public static CopyRow Copy(string copy, string kept, long records = 1) => new()
    {
        CopyObject = copy,
        CopyIndex = 0,
        KeptObject = kept,
        KeptIndex = 0,
        Records = records,
        Batch = "",
    };

    /// <summary>Makes the lake one that a version without the table of copies wrote.</summary>
    public void MakeOlder()
    {
        Directory.Delete(Path.Combine(Root, "copies"), recursive: true);
        foreach (var commit in Directory.GetFiles(Log, "*.json"))
        {
            var lines = File.ReadAllLines(commit).Where(line => !line.Contains("traillake:copies", StringComparison.Ordinal));
            File.WriteAllLines(commit, lines.Select(
                line => line.StartsWith("{\"txn\"", StringComparison.Ordinal) ? line.Replace("\"version\":2", "\"version\":1") : line));
        }
    }

    public static SegmentSummary Summary(long rows, Func<ColumnSpec, LeafStatistics>? leaf = null) =>
        new(rows, 10, "ab", [.. CloudTrailSchema.Leaves.Select(leaf ?? (_ => new LeafStatistics(rows, null, null, null, null)))]);

    /// <summary>All events that a reader of the newest snapshot finds, sorted.</summary>
    public ImmutableArray<string> Events() =>
        [.. LakeStore.Open(Root, Format).Snapshot().Files.SelectMany(file => File.ReadLines(file.Path)).Order(StringComparer.Ordinal)];

    /// <summary>All objects that the ledger counts, sorted.</summary>
    public ImmutableArray<string> Objects() =>
        [.. LakeStore.Open(Root, Format).Snapshot().ReadObjects().Select(row => row.Uri).Order(StringComparer.Ordinal)];

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
