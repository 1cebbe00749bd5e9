using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using TrailLake.DeltaLog;
using TrailLake.Errors;
using TrailLake.Storage;
using TrailLake.Store;
using Xunit;

namespace TrailLake.Tests.Lake.DeltaLog;

public sealed class DeltaTableTests : IDisposable
{
    readonly LakeFolder _lake = new();

    public void Dispose() => _lake.Dispose();

    [Fact]
    public void Read_WithCheckpoints_GivesWhatTheCommitsGive()
    {
        var store = Grow(commits: 11, interval: 4);
        var expected = store.Snapshot().Files.Select(file => (file.RelativePath, file.Stats, file.Sha256)).ToList();
        Assert.Equal(["00000000000000000004", "00000000000000000008"], Checkpoints());
        Assert.Equal("{\"version\":8,\"size\":20}", File.ReadAllText(Path.Combine(_lake.Log, "_last_checkpoint")));

        // The newest checkpoint stands for all that was before it, as after another writer's log cleanup.
        for (int version = 0; version <= 8; version++)
        {
            File.Delete(_lake.Commit(version));
        }

        var snapshot = LakeStore.Open(_lake.Root, _lake.Format).Snapshot();
        Assert.Equal(expected, snapshot.Files.Select(file => (file.RelativePath, file.Stats, file.Sha256)));
        Assert.Equal(11, snapshot.Batches.Count);
        Assert.Equal(11, snapshot.ReadObjects().Count());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("{\"version\":9999,\"size\":1}")]
    [InlineData("not JSON")]
    public void Read_WithAHintThatIsWrong_DoesNotMind(string? hint)
    {
        Grow(commits: 6, interval: 4);
        var path = Path.Combine(_lake.Log, "_last_checkpoint");
        File.Delete(path);
        if (hint is not null)
        {
            File.WriteAllText(path, hint);
        }

        Assert.Equal(6, _lake.Events().Length);
    }

    [Fact]
    public void Read_WithABrokenCheckpoint_FallsBackToTheCommits()
    {
        Grow(commits: 9, interval: 4);
        foreach (var checkpoint in Checkpoints())
        {
            File.WriteAllText(Path.Combine(_lake.Log, checkpoint + ".checkpoint.parquet"), "broken");
        }

        Assert.Equal(9, _lake.Events().Length);
    }

    [Fact]
    public void Read_AtAnOlderVersion_ShowsTheTableAsItWas()
    {
        var store = Grow(commits: 9, interval: 4);
        Assert.Equal([0, 3, 4, 5, 8, 9], ((long[])[0, 3, 4, 5, 8, 9]).Select(version => store.Snapshot(version).Files.Count));
        Assert.Equal([0, 3, 4, 5, 8, 9], ((long[])[0, 3, 4, 5, 8, 9]).Select(version => store.Snapshot(version).ReadObjects().Count()));
    }

    [Fact]
    public void Read_OfActionsAndKeysOfOthers_PassesOverThem()
    {
        var store = Grow(commits: 1, interval: 20);
        File.WriteAllText(_lake.Commit(2), """
            {"commitInfo":"free text"}
            {"domainMetadata":{"domain":"x","configuration":"{}","removed":false}}
            {"txn":{"appId":"other","version":7,"unknown":[1,{"a":2}]}}
            {"add":{"path":"date=2026-01-01/account=a%252Fb/x%20y.parquet","partitionValues":{"date":"2026-01-01","account":"a/b"},"size":5,"modificationTime":1,"dataChange":true,"stats":null,"baseRowId":null}}

            """);

        var file = store.Snapshot().Files[0];
        Assert.Equal(Path.Combine(_lake.Root, "events", "date=2026-01-01", "account=a%2Fb", "x y.parquet"), file.Path);
        Assert.Equal(("a/b", -1L, null, null), (file.Account, file.Rows, file.MinEventTime, file.Sha256));
    }

    [Fact]
    public void Read_OfARemove_TakesTheFileOut()
    {
        var store = Grow(commits: 2, interval: 20);
        var file = store.Snapshot().Files[0];
        var path = DeltaPath.Encode(file.RelativePath["events/".Length..]);
        store.Tables.Events.Append(2, [new RemoveAction(path, 5, true, new Dictionary<string, string?>(), 10)]);

        Assert.DoesNotContain(file.RelativePath, store.Snapshot().Files.Select(f => f.RelativePath));
        Assert.Single(store.Snapshot().Files);
    }

    [Fact]
    public void Append_WhereANameBelowTheNewestIsFree_DoesNotFillTheGap()
    {
        var store = Grow(commits: 3, interval: 20);
        var since = store.Snapshot(1);
        File.Delete(_lake.Commit(2));
        using var batch = LakeFolder.Fill(store, ["x"], since);

        Assert.StartsWith($"The commit file {_lake.Commit(2)} is missing", Assert.Throws<TrailLakeException>(() => batch.Commit()).Message);
        Assert.False(File.Exists(_lake.Commit(2)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void TryPublish_ByManyThreadsAtOnce_LetsOneWin(bool byLink)
    {
        if (!byLink && OperatingSystem.IsWindows())
        {
            return;
        }

        Func<string, string, bool> publish = byLink ? DurableFile.TryPublish : DurableFile.TryRenameExclusively;
        for (int round = 0; round < 50; round++)
        {
            var final = Path.Combine(_lake.Root, $"final{round}");
            var start = new Barrier(8);
            int wins = 0;
            var threads = Enumerable.Range(0, 8).Select(i => new Thread(() =>
            {
                var temporary = $"{final}.{i}";
                File.WriteAllBytes(temporary, [(byte)i]);
                start.SignalAndWait();
                if (publish(temporary, final))
                {
                    Interlocked.Increment(ref wins);
                    Assert.Equal(i, File.ReadAllBytes(final)[0]);
                }
            })).ToList();
            threads.ForEach(thread => thread.Start());
            threads.ForEach(thread => thread.Join());
            Assert.Equal(1, wins);
        }
    }

    LakeStore Grow(int commits, int interval)
    {
        var store = _lake.Create();
        store.CheckpointInterval = interval;
        for (int i = 0; i < commits; i++)
        {
            using var batch = LakeFolder.Fill(store, [$"o{i:D2}"]);
            Assert.Null(batch.Commit().Warning);
        }

        return store;
    }

    IEnumerable<string> Checkpoints() =>
        Directory.GetFiles(_lake.Log, "*.checkpoint.parquet").Select(path => Path.GetFileName(path)[..20]).Order();
}
