using System;
using System.IO;
using System.Linq;
using TrailLake.Maintenance;
using TrailLake.Store;
using TrailLake.Tables;
using Xunit;

namespace TrailLake.Tests.Lake;

public sealed class LakeStoreTests : IDisposable
{
    readonly LakeFolder _lake = new();

    public void Dispose() => _lake.Dispose();

    [Fact]
    public void Commit_ThenSnapshot_GivesBackFilesAndRows()
    {
        var store = _lake.Create();
        using var batch = LakeFolder.Fill(store, ["s3://b/1", "s3://b/2"]);
        batch.AddReject(LakeFolder.Reject("s3://b/2", batch.Id));

        var commit = batch.Commit();

        Assert.Equal(
            (1, 2, 2L, 20L, 2L, 1L, false, null),
            (commit.Version, commit.Files, commit.Rows, commit.Bytes, commit.Objects, commit.Rejects, commit.IsEmpty, commit.Warning));
        var snapshot = LakeStore.Open(_lake.Root, _lake.Format).Snapshot();
        Assert.Equal([batch.Id], snapshot.Batches);
        var file = snapshot.Files[0];
        Assert.Equal($"events/date=2026-03-01/account=123456789012/part-{batch.Id}-00000.parquet", file.RelativePath);
        Assert.Equal(
            (new DateOnly(2026, 3, 1), "123456789012", 1L, 10L, "ab", batch.Id),
            (file.Date, file.Account, file.Rows, file.Bytes, file.Sha256, file.Batch));
        Assert.All(snapshot.Files, f => Assert.True(File.Exists(f.Path)));
        Assert.Equal(["s3://b/1", "s3://b/2"], _lake.Objects());
        Assert.Equal("s3://b/2", Assert.Single(snapshot.ReadRejects()).SourceObject);
        var index = snapshot.ReadObjectIndex();
        Assert.Equal((2, true, false), (index.Count, index.IsDone("s3://b/1", "e"), index.IsDone("s3://b/1", "f")));
    }

    [Fact]
    public void Snapshot_TakenBeforeACommit_StaysAsItIs()
    {
        var store = _lake.Create();
        var before = store.Snapshot();
        LakeFolder.Fill(store, ["a"]).Commit();

        Assert.Empty(before.Files);
        Assert.Empty(before.ReadObjects());
        Assert.Single(store.Snapshot().Files);
        Assert.Empty(store.Snapshot(0).Files);
    }

    [Fact]
    public void Commit_OfAnEmptyBatch_WritesNothing()
    {
        var store = _lake.Create();
        using var batch = store.BeginBatch();
        var file = batch.NewFile(new DateOnly(2026, 3, 1), "1");
        batch.Complete(file, LakeFolder.Summary(rows: 0));

        Assert.True(batch.Commit().IsEmpty);
        Assert.Single(Directory.GetFiles(_lake.Log));
    }

    [Fact]
    public void Commit_OfLedgerRowsAlone_Counts()
    {
        var store = _lake.Create();
        using var batch = store.BeginBatch();
        batch.AddObject(LakeFolder.Row("a", batch.Id, events: 0));
        batch.Commit();

        Assert.Equal(["a"], _lake.Objects());
    }

    [Fact]
    public void Dispose_WithoutCommit_LeavesNoFile()
    {
        var store = _lake.Create();
        using (var batch = LakeFolder.Fill(store, ["a"]))
        {
            File.WriteAllText(batch.NewFile(new DateOnly(2026, 3, 1), "1").TemporaryPath, "half");
        }

        Assert.Empty(Directory.GetFiles(_lake.Root, "part-*", SearchOption.AllDirectories));
    }

    [Fact]
    public void Commit_WithManyLedgerRows_WritesSlices()
    {
        var store = _lake.Create();
        using var batch = store.BeginBatch();
        for (int i = 0; i < LakeBatch.RowsPerSlice + 1; i++)
        {
            batch.AddObject(LakeFolder.Row($"o{i}", batch.Id, events: 0));
        }

        batch.Commit();
        var snapshot = store.Snapshot();
        Assert.Equal(2, snapshot.ObjectFiles.Count);
        Assert.Equal(LakeBatch.RowsPerSlice + 1, snapshot.ReadObjectIndex().Count);
    }

    [Fact]
    public void ReadObjects_OfAnObjectReadAtTheSecondTry_GivesTheReadOne()
    {
        var store = _lake.Create();
        foreach (var state in (ObjectState[])[ObjectState.Unreadable, ObjectState.Done, ObjectState.Unreadable])
        {
            using var batch = store.BeginBatch();
            batch.AddObject(LakeFolder.Row("a", batch.Id, state, events: 0));
            batch.AddObject(LakeFolder.Row("b", batch.Id, ObjectState.Unreadable, events: 0));
            batch.Commit();
        }

        var rows = store.Snapshot().ReadObjects().OrderBy(row => row.Uri).ToList();
        Assert.Equal([("a", ObjectState.Done), ("b", ObjectState.Unreadable)], rows.Select(row => (row.Uri, row.State)));
        var index = store.Snapshot().ReadObjectIndex();
        Assert.Equal((true, false, 1), (index.IsDone("a", "e"), index.IsDone("b", "e"), index.Count));
    }

    [Fact]
    public void AddObject_WhoseCountsDoNotAddUp_IsRefused()
    {
        var store = _lake.Create();
        using var batch = store.BeginBatch();
        var row = LakeFolder.Row("a", batch.Id) with { Records = 3 };
        Assert.Throws<ArgumentException>(() => batch.AddObject(row));
    }

    [Fact]
    public void Open_AndSnapshot_WriteNothing()
    {
        LakeFolder.Fill(_lake.Create(), ["a"]).Commit();
        var before = Directory.GetFileSystemEntries(_lake.Root, "*", SearchOption.AllDirectories)
            .Select(path => (path, File.GetLastWriteTimeUtc(path))).ToList();

        var snapshot = LakeStore.Open(_lake.Root, _lake.Format).Snapshot();
        Assert.Single(snapshot.ReadObjects());

        var after = Directory.GetFileSystemEntries(_lake.Root, "*", SearchOption.AllDirectories)
            .Select(path => (path, File.GetLastWriteTimeUtc(path))).ToList();
        Assert.Equal(before, after);
    }

    [Fact]
    public void Sweep_RemovesOnlyOldFilesThatNoCommitNames()
    {
        var store = _lake.Create();
        LakeFolder.Fill(store, ["kept"]).Commit();
        var dropped = LakeFolder.Fill(store, ["dropped"]);
        var orphan = Path.Combine(_lake.Root, "events", "date=2026-03-01", "account=1", "part-x-00000.parquet");
        var foreign = Path.Combine(_lake.Root, "events", "notes.txt");
        Directory.CreateDirectory(Path.GetDirectoryName(orphan)!);
        File.WriteAllText(orphan, "");
        File.WriteAllText(foreign, "");
        File.WriteAllText(Path.Combine(_lake.Log, ".x.tmp"), "");

        Assert.Empty(new LakeSweep(store).Run(TimeSpan.FromHours(1)));
        var removed = new LakeSweep(store).Run(TimeSpan.FromSeconds(-10));

        Assert.Equal(3, removed.Count);
        Assert.Contains(orphan, removed);
        Assert.Contains(removed, path => path.Contains(dropped.Id));
        Assert.True(File.Exists(foreign));
        Assert.Equal(["kept"], _lake.Events());
    }
}
