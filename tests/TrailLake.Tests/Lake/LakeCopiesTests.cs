using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using TrailLake.Errors;
using TrailLake.Maintenance;
using TrailLake.Store;
using Xunit;

namespace TrailLake.Tests.Lake;

/// <summary>The table of copies: written with batches and replacements, made for older lakes, never made anew where it was lost.</summary>
public sealed class LakeCopiesTests : IDisposable
{
    readonly LakeFolder _lake = new();

    string Folder => Path.Combine(_lake.Root, "copies");

    public void Dispose() => _lake.Dispose();

    [Fact]
    public void AddCopy_ThenCommit_GivesBackTheRows()
    {
        var store = _lake.Create();
        LakeFolder.Fill(store, ["a"]).Commit();
        using var batch = Copies(store, ("b", 3), ("c", 2));
        batch.Commit();

        var rows = store.Snapshot().ReadCopies().ToList();
        Assert.Equal(
            [("b", "a", 3L, batch.Id), ("c", "a", 2L, batch.Id)],
            rows.Select(row => (row.CopyObject, row.KeptObject, row.Records, row.Batch)));
        Assert.Contains(batch.Id, store.Snapshot().BatchesWithCopies);
    }

    [Fact]
    public void BatchWithoutCopies_WritesNoFileAndNoCommitOfThem()
    {
        var store = _lake.Create();
        LakeFolder.Fill(store, ["a"]).Commit();
        Assert.Equal(0, store.Tables.Copies.NewestVersion());
        Assert.Empty(Directory.GetFiles(Folder));

        // It had no duplicates, so all of them are accounted for.
        Assert.Single(store.Snapshot().BatchesWithCopies);
    }

    [Fact]
    public void BatchWhoseDuplicatesAreNotAllAdded_PromisesNothing()
    {
        var store = _lake.Create();
        using var batch = store.BeginBatch();
        batch.AddObject(LakeFolder.Row("b", batch.Id, events: 0) with { Records = 3, Duplicates = 3 });
        batch.AddCopy(LakeFolder.Copy("b", "a", 2));
        batch.Commit();
        Assert.Single(store.Snapshot().ReadCopies());
        Assert.Empty(store.Snapshot().BatchesWithCopies);
    }

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(-1, 0, 1)]
    [InlineData(0, -1, 1)]
    [InlineData(0, 0, -1)]
    [InlineData(long.MaxValue, 0, 2)]
    public void WhatIsNoRun_IsRefused(long copy, long kept, long records)
    {
        var store = _lake.Create();
        using var batch = store.BeginBatch();
        using var replacement = store.BeginReplacement(store.Snapshot());
        var row = LakeFolder.Copy("b", "a") with { CopyIndex = copy, KeptIndex = kept, Records = records };
        Assert.Throws<ArgumentException>(() => batch.AddCopy(row));
        Assert.Throws<ArgumentException>(() => replacement.AddCopy(row));
    }

    [Fact]
    public void Dispose_WithoutCommit_LeavesNoFile()
    {
        var store = _lake.Create();
        using (var batch = Copies(store, ("b", 3)))
        {
            for (int i = 0; i < LakeBatch.RowsPerSlice; i++)
            {
                batch.AddCopy(LakeFolder.Copy("c", "a"));
            }
        }

        Assert.Empty(Directory.GetFiles(Folder, "part-*", SearchOption.AllDirectories));
    }

    [Fact]
    public void RefusedBatch_TakesItsRowsBack()
    {
        var store = _lake.Create();
        var since = store.Snapshot();
        using var batch = LakeFolder.Fill(store, ["a"], since);
        batch.AddCopy(LakeFolder.Copy("b", "a"));
        store.Fault = step =>
        {
            if (step == CommitStep.CopiesCommitted)
            {
                store.Fault = null;
                LakeFolder.Fill(store, ["a"], since).Commit();
            }
        };

        var error = Assert.Throws<TrailLakeException>(() => { batch.Commit(); });
        Assert.Equal(ErrorKind.Conflict, error.Kind);
        Assert.Empty(store.Tables.Copies.Read(_lake.Format.ReadCheckpoint).Files);
        Assert.Empty(store.Snapshot().ReadCopies());
    }

    [Fact]
    public void OlderLake_HasNoCopies_AndIsNotWrittenByReading()
    {
        LakeFolder.Fill(_lake.Create(), ["a"]).Commit();
        _lake.MakeOlder();
        var store = LakeStore.Open(_lake.Root, _lake.Format);
        Assert.Empty(store.Snapshot().ReadCopies());
        Assert.Empty(new LakeSweep(store).Find(TimeSpan.Zero));
        Assert.False(Directory.Exists(Folder));

        // Also one that has nothing to write.
        using (var empty = store.BeginBatch())
        {
            Assert.True(empty.Commit().IsEmpty);
        }

        Assert.Empty(new LakeSweep(store).Run(TimeSpan.FromSeconds(-10)));
        Assert.False(Directory.Exists(Folder));
    }

    [Fact]
    public async Task OlderLake_GetsTheTableWithTheNextBatch_AlsoOfWritersAtOnce()
    {
        LakeFolder.Fill(_lake.Create(), ["a"]).Commit();
        _lake.MakeOlder();
        const int Writers = 6;
        var start = new Barrier(Writers);
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Factory.StartNew(() =>
        {
            var store = LakeStore.Open(_lake.Root, new FakeFormat());
            start.SignalAndWait();
            Copies(store, ($"b{writer}", 1)).Commit();
        }, TaskCreationOptions.LongRunning)));

        var snapshot = LakeStore.Open(_lake.Root, _lake.Format).Snapshot();
        Assert.Equal(Writers, snapshot.ReadCopies().Count());
        Assert.True(snapshot.HasCopies);
        Assert.Equal(Writers, snapshot.BatchesWithCopies.Count);
    }

    [Fact]
    public void TableThatWasLost_IsNotMadeAnew()
    {
        var store = _lake.Create();
        LakeFolder.Fill(store, ["a"]).Commit();
        Directory.Delete(Folder, recursive: true);

        var again = LakeStore.OpenOrCreate(_lake.Root, _lake.Format);
        Assert.Contains("is gone: the lake had it", Assert.Throws<TrailLakeException>(() => again.Snapshot().ReadCopies().Count()).Message);
        Assert.Contains("repair --accept-loss", Assert.Throws<TrailLakeException>(() => again.BeginBatch()).Message);
        using var replacement = again.BeginReplacement(again.Snapshot());
        Assert.Throws<TrailLakeException>(() => replacement.AddCopy(LakeFolder.Copy("b", "a")));
        Assert.False(Directory.Exists(Folder));
        Assert.Equal(["a"], _lake.Events());
    }

    [Fact]
    public void Replacement_BringsItsRowsWithIt()
    {
        var store = _lake.Create();
        LakeFolder.Fill(store, ["a", "b"]).Commit();
        long version;
        using (var replacement = Remove(store, "b"))
        {
            replacement.AddCopy(LakeFolder.Copy("b", "a"));
            version = Commit(replacement);
            Assert.Equal(replacement.Id, store.Snapshot().ReadCopies().Single().Batch);
            Assert.Contains(replacement.Id, store.Snapshot().Batches);
            Assert.DoesNotContain(replacement.Id, store.Snapshot().BatchesWithCopies);
        }

        Assert.Single(LakeStore.Open(_lake.Root, _lake.Format).Snapshot(version).ReadCopies());
        Assert.Empty(LakeStore.Open(_lake.Root, _lake.Format).Snapshot(version - 1).ReadCopies());
        Assert.DoesNotContain(
            new LakeSweep(store).Run(TimeSpan.FromSeconds(-10)), path => path.StartsWith(Folder, StringComparison.Ordinal));
        Assert.Single(store.Snapshot().ReadCopies());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void ReplacementThatBreaksOff_LeavesNoRowsThatCount(bool isKilled)
    {
        var store = _lake.Create();
        LakeFolder.Fill(store, ["a", "b"]).Commit();
        var replacement = Remove(store, "b");
        replacement.AddCopy(LakeFolder.Copy("b", "a"));
        store.Fault = step =>
        {
            if (step == CommitStep.CopiesCommitted)
            {
                throw new InvalidOperationException("broken off");
            }
        };
        Assert.Throws<InvalidOperationException>(() => { Commit(replacement); });
        store.Fault = null;
        if (!isKilled)
        {
            replacement.Dispose();
            Assert.Empty(store.Tables.Copies.Read(_lake.Format.ReadCheckpoint).Files);
        }

        Assert.Empty(LakeStore.Open(_lake.Root, _lake.Format).Snapshot().ReadCopies());
        Assert.Equal(["a", "b"], _lake.Events());

        // The first takes the rows out of the log, the second their file off the disk.
        new LakeSweep(store).Run(TimeSpan.FromSeconds(-10));
        new LakeSweep(store).Run(TimeSpan.FromSeconds(-10));
        Assert.Empty(Directory.GetFiles(Folder, "part-*", SearchOption.AllDirectories));
    }

    [Fact]
    public void ReplacementWithoutRows_HasNoId()
    {
        var store = _lake.Create();
        LakeFolder.Fill(store, ["a", "b"]).Commit();
        using var replacement = Remove(store, "b");
        Commit(replacement);
        Assert.Single(store.Snapshot().Batches);
    }

    [Fact]
    public void ReplacementWithRows_IsNoBatchToWritersBesideIt()
    {
        var store = _lake.Create();
        LakeFolder.Fill(store, ["a", "b"]).Commit();
        var since = store.Snapshot();

        // The id of a, of another content: it is kept, and must not be taken for an event that the optimization brought.
        using var batch = store.BeginBatch(since);
        LakeFolder.WriteFile(batch, "a");
        batch.AddObject(LakeFolder.Row("c", batch.Id));
        using (var replacement = Remove(store, "b"))
        {
            var file = replacement.NewFile(new DateOnly(2026, 3, 1), "123456789012");
            File.WriteAllText(file.TemporaryPath, "a\n");
            replacement.Complete(file, LakeFolder.Summary(rows: 1), null);
            replacement.AddCopy(LakeFolder.Copy("b", "a"));
            Commit(replacement);
        }

        batch.Commit();
        Assert.Equal(3, store.Snapshot().Batches.Count);
    }

    [Fact]
    public void ForgetCopies_TakesAPromiseBack_AndLeavesTheBatch()
    {
        var store = _lake.Create();
        using var batch = Copies(store, ("b", 3));
        batch.Commit();
        using (var replacement = store.BeginReplacement(store.Snapshot()))
        {
            replacement.ForgetCopies(batch.Id);
            Commit(replacement);
        }

        store.CheckpointInterval = 1;
        LakeFolder.Fill(store, ["d"]).Commit();
        var snapshot = LakeStore.Open(_lake.Root, _lake.Format).Snapshot();
        Assert.Contains(batch.Id, snapshot.Batches);
        Assert.DoesNotContain(batch.Id, snapshot.BatchesWithCopies);
        Assert.Single(snapshot.ReadCopies());
    }

    static LakeBatch Copies(LakeStore store, params (string Uri, long Records)[] objects)
    {
        var batch = store.BeginBatch();
        foreach (var (uri, records) in objects)
        {
            batch.AddObject(LakeFolder.Row(uri, batch.Id, events: 0) with { Records = records, Duplicates = records });
            batch.AddCopy(LakeFolder.Copy(uri, "a", records));
        }

        return batch;
    }

    static LakeReplacement Remove(LakeStore store, string id)
    {
        var snapshot = store.Snapshot();
        var replacement = store.BeginReplacement(snapshot);
        replacement.Remove(snapshot.Files.Single(file => File.ReadAllText(file.Path) == id + "\n"));
        return replacement;
    }

    static long Commit(LakeReplacement replacement) => replacement.Commit("OPTIMIZE", new Dictionary<string, string>(), dataChange: true);
}
