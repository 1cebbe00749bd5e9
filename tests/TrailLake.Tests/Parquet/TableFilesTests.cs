using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using TrailLake.DeltaLog;
using TrailLake.Errors;
using TrailLake.Parquet;
using TrailLake.Tables;
using TrailLake.Tests.Support;
using Xunit;

namespace TrailLake.Tests.Parquet;

public sealed class TableFilesTests : IDisposable
{
    static readonly DateTime s_time = new(2026, 3, 1, 12, 30, 15, 123, 456, DateTimeKind.Utc);

    readonly TempFolder _folder = new();
    readonly ParquetLakeFormat _format = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Objects_AreReadBack()
    {
        string path = _folder.File("objects.parquet");
        List<ObjectRow> rows =
        [
            new()
            {
                Uri = "s3://b/k", ETag = "e", Account = "000000000012", Region = "eu-west-1", Kind = "Events", Prefix = "p",
                Organization = "o-1",
                DeliveryTime = s_time, Size = 1, ContentSize = 2, LastModified = s_time, Sha256 = "a", ContentSha256 = "b", Records = 6,
                Events = 3,
                Duplicates = 2, Rejects = 1, FirstEventTime = s_time, LastEventTime = s_time.AddHours(1), State = ObjectState.Damaged,
                Reason = "broke off", IngestedAt = s_time, Version = "0.1.0", Batch = "b1",
            },
            new() { Uri = "file:///é", ETag = "", Kind = "Other", LastModified = s_time, IngestedAt = s_time, Version = "", Batch = "b2" },
        ];
        long size = _format.WriteObjects(path, rows);
        Assert.Equal(new FileInfo(path).Length, size);
        Assert.Equal(rows, _format.ReadObjects(path));
        var keys = new List<(string, string, ObjectState, string)>();
        _format.ReadObjectKeys(path, (uri, etag, state, batch) => keys.Add((uri, etag, state, batch)));
        Assert.Equal([("s3://b/k", "e", ObjectState.Damaged, "b1"), ("file:///é", "", ObjectState.Done, "b2")], keys);
        var row = DuckDb.Query($"SELECT account, deliveryTime, state, rejects, reason, typeof(ingestedAt) FROM '{path}'");
        Assert.Equal(["000000000012", s_time, "damaged", 1L, "broke off", "TIMESTAMP WITH TIME ZONE"], row[0]);
        Assert.Equal([null, null, "done", 0L, null, "TIMESTAMP WITH TIME ZONE"], row[1]);
    }

    [Fact]
    public void Rejects_AreReadBack()
    {
        string path = _folder.File("rejects.parquet");
        var rows = Enumerable.Range(0, 3).Select(i => new RejectRow
        {
            SourceObject = "s3://b/k",
            SourceIndex = i - 1,
            Offset = i,
            Length = 10,
            Reason = "not-json",
            Message = "m",
            Content = i == 0 ? [] : [0, 255, (byte)i],
            RejectedAt = s_time,
            Batch = "b1",
        }).ToList();
        _format.WriteRejects(path, rows);
        var read = _format.ReadRejects(path).ToList();
        Assert.Equal(rows.Select(row => row.Content), read.Select(row => row.Content));
        Assert.Equal(rows.Select(WithoutContent), read.Select(WithoutContent));
        Assert.Equal(
            255L, DuckDb.Scalar<long>($"SELECT ('0x' || substr(hex(content), 3, 2))::BIGINT FROM '{path}' WHERE \"sourceIndex\" = 0"));
    }

    [Fact]
    public void Copies_AreReadBack()
    {
        string path = _folder.File("copies.parquet");
        CopyRow[] rows =
        [
            new() { CopyObject = "s3://b/é", CopyIndex = 0, KeptObject = "s3://b/k", KeptIndex = 1L << 40, Records = 17, Batch = "b1" },
            new() { CopyObject = "s3://b/é", CopyIndex = 17, KeptObject = "s3://b/é", KeptIndex = 3, Records = 1, Batch = "b1" },
        ];
        Assert.Equal(_format.WriteCopies(path, rows), new FileInfo(path).Length);
        Assert.Equal(rows, _format.ReadCopies(path));
        Assert.Equal([1L << 40, "s3://b/k"], DuckDb.Query($"SELECT keptIndex, keptObject FROM '{path}' WHERE records = 17")[0]);
    }

    [Fact]
    public void Checkpoint_IsReadBack()
    {
        string path = _folder.File("00000000000000000010.checkpoint.parquet");
        List<DeltaAction> actions =
        [
            new ProtocolAction(1, 2),
            new MetadataAction("id", "events", "{}", ["date", "account"], new Dictionary<string, string> { ["a"] = "b" }, 17),
            new TxnAction("batch", 1, null),
            new TxnAction("batch2", 1, 5),
            new AddAction("a.parquet", new Dictionary<string, string?> { ["date"] = "2026-03-01",
                ["account"] = null }, 9, 8, false, "{\"numRecords\":1}",
                new Dictionary<string, string> { ["sha256"] = "ab" }),
            new AddAction("b.parquet", new Dictionary<string, string?>(), 1, 2, false, null, null),
            new RemoveAction("c.parquet", 3, false, new Dictionary<string, string?> { ["date"] = "2026-03-02" }, 4),
        ];
        _format.WriteCheckpoint(path, actions);
        Assert.Equal(actions.Select(Json), _format.ReadCheckpoint(path).Select(Json));
        var add = DuckDb.Query(
            $"SELECT add.path, add.partitionValues['date'], add.partitionValues['account'], add.tags['sha256'] FROM '{path}' WHERE "
                + "add IS NOT NULL");
        Assert.Equal(["a.parquet", "2026-03-01", null, "ab"], add[0]);
        Assert.Equal(["b.parquet", null, null, null], add[1]);
        Assert.Equal(2L, DuckDb.Scalar<long>($"SELECT len(metaData.partitionColumns) FROM '{path}' WHERE metaData IS NOT NULL"));
    }

    [Fact]
    public void ReadEventIds_GivesEveryRow()
    {
        string path = _folder.File("events.parquet");
        var random = new RandomBatch(11);
        using (var writer = _format.CreateSegment(path))
        {
            writer.WriteRowGroup(random.Create(300));
            writer.WriteRowGroup(random.Create(3));
            writer.Complete();
        }

        var ids = new List<(string, long, string, long)>();
        Assert.False(_format.ReadEventIds(path, "0123456789abcdef", (_, _, _, _) => Assert.Fail("the file says nothing of a key")));
        Assert.True(_format.ReadEventIds(
            path, null, (id, hash, uri, index) => ids.Add((System.Text.Encoding.UTF8.GetString(id), hash, uri, index))));
        var rows = DuckDb.Query(
            $"SELECT coalesce(eventID, ''), coalesce(recordHash, 0), coalesce(sourceObject, ''), coalesce(sourceIndex, 0) FROM '{path}'");
        Assert.Equal(rows.Select(row => ((string)row[0]!, (long)row[1]!, (string)row[2]!, (long)row[3]!)), ids);
    }

    [Fact]
    public void MissingOrDamagedFile_IsOneLineThatNamesIt()
    {
        string path = _folder.File("x.parquet");
        var missing = Assert.Throws<TrailLakeException>(() => _format.ReadEventIds(path, null, (_, _, _, _) => { }));
        Assert.Equal($"{path} is missing, although the lake's log names it.", missing.Message);
        File.WriteAllText(path, "no parquet");
        var damaged = Assert.Throws<TrailLakeException>(() => _format.ReadObjects(path).ToList());
        Assert.Equal(ErrorKind.Lake, damaged.Kind);
        Assert.StartsWith($"{path} cannot be read as a Parquet file of the lake: ", damaged.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void FolderThatIsNotThere_IsAStorageError()
    {
        string path = _folder.File("none/x.parquet");
        var error = Assert.Throws<TrailLakeException>(() => _format.CreateSegment(path));
        Assert.Equal(ErrorKind.Storage, error.Kind);
        Assert.StartsWith($"Cannot write {path}: ", error.Message, StringComparison.Ordinal);
    }

    // An array in a record is equal only to itself.
    static string WithoutContent(RejectRow row) => (row with { Content = [] }).ToString();

    static string Json(DeltaAction action) => JsonSerializer.Serialize<object>(action);
}
