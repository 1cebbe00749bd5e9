using System;
using System.Collections.Concurrent;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using TrailLake.Errors;
using TrailLake.Store;
using TrailLake.Tables;
using Xunit;

namespace TrailLake.Tests.Lake;

public sealed class ConcurrencyTests : IDisposable
{
    readonly LakeFolder _lake = new();

    public void Dispose() => _lake.Dispose();

    [Theory]
    [InlineData(2, 12)]
    [InlineData(8, 6)]
    public async Task Writers_ThatAppendDifferentObjects_AllSucceed(int writers, int batches)
    {
        // Each with a store of its own, as processes have. They also race for the making of the lake.
        var start = new Barrier(writers);
        await Task.WhenAll(Enumerable.Range(0, writers).Select(writer => Task.Factory.StartNew(() =>
        {
            start.SignalAndWait();
            var store = LakeStore.OpenOrCreate(_lake.Root, new FakeFormat());
            store.CheckpointInterval = 5;
            var since = store.Snapshot();
            for (int i = 0; i < batches; i++)
            {
                using var batch = LakeFolder.Fill(store, [$"w{writer}-{i}"], since);
                Assert.Null(batch.Commit().Warning);
            }
        }, TaskCreationOptions.LongRunning)));

        var expected = Enumerable.Range(0, writers).SelectMany(w => Enumerable.Range(0, batches).Select(i => $"w{w}-{i}"))
            .Order(StringComparer.Ordinal).ToArray();
        Assert.Equal(expected, _lake.Events());
        Assert.Equal(expected, _lake.Objects());
        Assert.Equal(writers * batches, LakeStore.Open(_lake.Root, _lake.Format).Snapshot().Version);
    }

    [Fact]
    public async Task Writers_ThatRaceForTheSameObjects_PutEachInOnce()
    {
        const int Writers = 8;
        var seed = Environment.TickCount;
        TestContext.Current.SendDiagnosticMessage($"seed {seed}");
        var uris = Enumerable.Range(0, 40).Select(i => $"o{i:D2}").ToArray();
        _lake.Create();
        var conflicts = new ConcurrentBag<int>();
        var start = new Barrier(Writers);
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Factory.StartNew(() =>
        {
            var random = new Random(seed + writer);
            var store = LakeStore.Open(_lake.Root, new FakeFormat());
            start.SignalAndWait();
            while (true)
            {
                var snapshot = store.Snapshot();
                var index = snapshot.ReadObjectIndex();
                var open = uris.Where(uri => !index.IsDone(uri, "e")).ToArray();
                if (open.Length == 0)
                {
                    return;
                }

                random.Shuffle(open);
                using var batch = LakeFolder.Fill(store, open.Take(random.Next(1, 6)), snapshot);
                try
                {
                    batch.Commit();
                }
                catch (TrailLakeException e) when (e.Kind == ErrorKind.Conflict)
                {
                    conflicts.Add(e.ConflictingObjects.Count);
                }
            }
        }, TaskCreationOptions.LongRunning)));

        Assert.True(uris.SequenceEqual(_lake.Events()), $"seed {seed}");
        Assert.True(uris.SequenceEqual(_lake.Objects()), $"seed {seed}");
        Assert.NotEmpty(conflicts);
    }

    [Fact]
    public void Commit_OfAnObjectThatAnotherCommitted_IsRefusedAndLeavesNothing()
    {
        var store = _lake.Create();
        var since = store.Snapshot();
        LakeFolder.Fill(LakeStore.Open(_lake.Root, new FakeFormat()), ["a"]).Commit();
        using var batch = LakeFolder.Fill(store, ["a", "b"], since);

        var error = Assert.Throws<TrailLakeException>(() => batch.Commit());

        Assert.Equal(
            (ErrorKind.Conflict,
                $"Another writer committed 1 of this batch's objects to {_lake.Root} first, for example a. Nothing of this batch was "
                    + "committed; run again without them."),
            (error.Kind, error.Message));
        Assert.Equal(["a"], error.ConflictingObjects);
        Assert.Equal(["a"], _lake.Events());
        Assert.Empty(Directory.GetFiles(_lake.Root, $"*{batch.Id}*", SearchOption.AllDirectories));
    }

    [Fact]
    public void Commit_ThatLosesTheRaceAfterItsLedger_TakesTheLedgerBack()
    {
        var store = _lake.Create();
        var other = LakeStore.Open(_lake.Root, new FakeFormat());
        store.Fault = step =>
        {
            if (step == CommitStep.RejectsCommitted)
            {
                LakeFolder.Fill(other, ["a"]).Commit();
            }
        };
        using var batch = LakeFolder.Fill(store, ["a", "b"]);

        Assert.Equal(["a"], Assert.Throws<TrailLakeException>(() => batch.Commit()).ConflictingObjects);
        Assert.Equal(["a"], _lake.Events());
        Assert.Equal(["a"], _lake.Objects());
        Assert.DoesNotContain(store.Tables.Objects.Read(_lake.Format.ReadCheckpoint).Files.Keys, name => name.Contains(batch.Id));
        Assert.Empty(Directory.GetFiles(Path.Combine(_lake.Root, "events"), $"*{batch.Id}*", SearchOption.AllDirectories));
    }

    [Fact]
    public void Commit_OfBatchesFromOneSnapshot_DoesNotConflictWithItself()
    {
        var store = _lake.Create();
        var since = store.Snapshot();
        using var first = LakeFolder.Fill(store, ["a"], since);
        using var second = LakeFolder.Fill(store, ["b"], since);
        second.Commit();
        first.Commit();

        // Another's unreadable object is not done: whoever can read it may add it.
        using var unreadable = LakeStore.Open(_lake.Root, new FakeFormat()).BeginBatch();
        unreadable.AddObject(LakeFolder.Row("c", unreadable.Id, ObjectState.Unreadable, events: 0));
        unreadable.Commit();
        using var third = LakeFolder.Fill(store, ["c"], since);
        third.Commit();
        Assert.Equal(["a", "b", "c"], _lake.Events());
    }
}
