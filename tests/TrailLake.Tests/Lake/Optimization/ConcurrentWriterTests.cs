using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using TrailLake.Answers.Coverage;
using TrailLake.Maintenance;
using TrailLake.Maintenance.Optimization;
using TrailLake.Parquet;
using TrailLake.Store;
using TrailLake.Tests.Generator;
using TrailLake.Tests.Support;
using Xunit;

namespace TrailLake.Tests.Lake.Optimization;

/// <summary>What writers at once let in, and what they do to an optimization that runs beside them.</summary>
public sealed class ConcurrentWriterTests
{
    static readonly OptimizeOptions s_tiny = new() { SmallRows = 3, SmallBytes = 1, RowGroupRows = 50, RowsAtOnce = 40 };

    /// <summary>A store is not one writer: a service may run one ingest beside another over the store that it has opened.</summary>
    [Fact]
    public void IngestsOverOneStore_PutEachEventInOnce()
    {
        using var archive = SlicedLake.FewDays(250, seed: 40);
        using var alone = SlicedLake.Of(archive.Folder, 1);
        using var lake = new SlicedLake();
        var store = LakeStore.OpenOrCreate(lake.Directory, new ParquetLakeFormat());
        long inner = 0;
        store.Fault = step =>
        {
            if (inner == 0 && step == CommitStep.LedgerRenamed)
            {
                inner = -1;
                inner = LakeDamager.Ingest(store, archive.Folder).Events;
            }
        };
        Assert.Equal(0, LakeDamager.Ingest(store, archive.Folder).Events);
        Assert.True(inner > 0);
        Assert.Equal(alone.Lake.Events(), lake.Lake.Events());
        Assert.Equal(inner, LakeDamager.RequireSound(lake.Directory).LedgerEvents);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void RecordsThatTwoWritersLetIn_AreRemovedAndCounted(bool isRightSized)
    {
        using var archive = SlicedLake.FewDays(250, seed: 41);
        using var alone = SlicedLake.Of(archive.Folder, 1);
        using var lake = LetInTwice(archive);
        long events = alone.Lake.Events().Count;
        Assert.Equal(2 * events, LakeDamager.RequireSound(lake.Directory).Events);

        // Right-sized files have nothing to be joined with: only those that hold copies are written anew.
        var options = isRightSized ? s_tiny : null;
        var files = lake.Lake.Snapshot().Files;
        var plan = new LakeOptimizer(LakeDamager.Open(lake.Directory), options).Plan();
        var report = lake.Optimize(options);
        Assert.Equal((events, events), (plan.Duplicates, report.Duplicates));
        Assert.Equal(isRightSized ? files.Count / 2 : files.Count, report.FilesBefore);
        var found = LakeDamager.RequireSound(lake.Directory);
        Assert.Equal((events, 2 * events, events), (found.Events, found.LedgerEvents, found.RemovedDuplicates));
        Assert.Equal(alone.Lake.Events(), lake.Lake.Events());
        lake.RequireNothingToDo(options);

        // Rows went: other readers of the log are told so.
        string commit = File.ReadAllText(Path.Combine(lake.Directory, "events", "_delta_log", $"{report.Version:D20}.json"));
        Assert.DoesNotContain("\"dataChange\":false", commit, StringComparison.Ordinal);
        using var session = lake.Lake.Open();
        Assert.DoesNotContain(
            CoverageReport.Read(session, new CoverageRequest()).Findings,
            finding => finding.Kind is CoverageFindingKind.Purged or CoverageFindingKind.Lost);
    }

    [Fact]
    public void AfterCopiesWereRemoved_RepairAndPurgeStillBalance()
    {
        using var archive = SlicedLake.FewDays(250, seed: 42);
        using var lake = LetInTwice(archive);
        lake.Optimize();
        var events = Identities(lake);
        var files = lake.Lake.Snapshot().Files;
        foreach (var file in files.Where((_, i) => i % 3 == 0))
        {
            LakeDamager.Truncate(file.Path, 200);
        }

        var repaired = lake.Repair();
        Assert.True(repaired.IsComplete, string.Join('\n', repaired.Files.Select(file => file.Message)));
        Assert.Equal(events, Identities(lake));
        LakeDamager.RequireSound(lake.Directory);
        long purged = new LakePurge(LakeDamager.Open(lake.Directory), files[files.Count / 2].Date).Run().Events;
        var found = LakeDamager.RequireSound(lake.Directory);
        Assert.Equal((events.Count, purged), (found.RemovedDuplicates, found.Purged));
        lake.RequireNothingToDo();
    }

    [Fact]
    public void CountsOfRemovedCopies_OutliveTheirCommit()
    {
        using var archive = SlicedLake.FewDays(150, seed: 43);
        using var lake = LetInTwice(archive);
        var store = LakeDamager.Open(lake.Directory);
        store.CheckpointInterval = 1;
        long removed = new LakeOptimizer(store).Run().Duplicates;
        Assert.True(removed > 50);
        string log = Path.Combine(lake.Directory, "events", "_delta_log");
        foreach (string commit in Directory.GetFiles(log, "0*.json").Order(StringComparer.Ordinal).SkipLast(1))
        {
            File.Delete(commit);
        }

        Assert.Equal(removed, LakeDamager.RequireSound(lake.Directory).RemovedDuplicates);
    }

    [Fact]
    public void FilesThatAnotherTakesOutFirst_AreBegunAgain()
    {
        using var archive = SlicedLake.FewDays(300, seed: 44);
        using var lake = SlicedLake.Of(archive.Folder, 4);
        var days = lake.Lake.Snapshot().Files.Select(file => file.Date).Distinct().Order().ToList();
        var store = LakeDamager.Open(lake.Directory);
        bool isDone = false;
        store.Fault = step =>
        {
            if (!isDone)
            {
                isDone = true;
                Assert.True(new LakePurge(LakeDamager.Open(lake.Directory), days[1]).Run().Files > 0);
            }
        };
        var report = new LakeOptimizer(store).Run();
        Assert.Empty(report.Left);
        Assert.All(report.Partitions, partition => Assert.True(partition.Date >= days[1]));
        LakeDamager.RequireSound(lake.Directory);
        lake.RequireNothingToDo();
        Assert.DoesNotContain(lake.Files(), path => path.EndsWith(".tmp", StringComparison.Ordinal));
    }

    [Fact]
    public void AnotherThatKeepsTakingThemOut_IsSaid_AndNothingIsLost()
    {
        using var lake = new SlicedLake();
        Put(2);
        var store = LakeDamager.Open(lake.Directory);
        int round = 2;
        bool isOurs = true;
        store.Fault = step =>
        {
            if (isOurs)
            {
                isOurs = false;
                Put(++round);
                new LakeOptimizer(LakeDamager.Open(lake.Directory)).Run();
                Put(++round);
                isOurs = true;
            }
        };
        var report = new LakeOptimizer(store).Run();
        var left = Assert.Single(report.Left);
        Assert.False(left.IsDamage);
        Assert.Matches(
            "^Another writer took .*\\.parquet out of .* first \\(purge, repair or compaction\\)\\. Nothing was changed; run again\\.$",
            left.Reason);
        Assert.Equal(round + 1, lake.Lake.EventIds().Count);
        LakeDamager.RequireSound(lake.Directory);
        lake.Optimize();
        lake.RequireNothingToDo();

        void Put(int number)
        {
            for (int i = number == 2 ? 0 : number; i <= number; i++)
            {
                lake.Lake.Put($"{i}.json", Records.File(Records.Of($"e{i:D3}")));
                lake.Lake.Ingest();
            }
        }
    }

    [Fact]
    public void BatchesThatAreAppendedMeanwhile_DoNotDisturb_AndNeitherDoesTheOptimizationThem()
    {
        using var archive = SlicedLake.FewDays(250, seed: 45);
        using var more = SlicedLake.FewDays(200, seed: 46);
        using var lake = SlicedLake.Of(archive.Folder, 4);
        int events = lake.Lake.Events().Count;
        var store = LakeDamager.Open(lake.Directory);
        long added = 0;
        bool isDone = false;
        store.Fault = step =>
        {
            if (!isDone)
            {
                isDone = true;
                added = LakeDamager.Ingest(LakeDamager.Open(lake.Directory), more.Folder).Events;
            }
        };
        Assert.Empty(new LakeOptimizer(store).Run().Left);

        // And an ingest whose known files are joined while it reads: what is in them is still known to it.
        var ingesting = LakeDamager.Open(lake.Directory);
        isDone = false;
        ingesting.Fault = step =>
        {
            if (!isDone)
            {
                isDone = true;
                lake.Optimize();
            }
        };
        Assert.Equal(0, LakeDamager.Ingest(ingesting, archive.Folder).Events);
        LakeDamager.RequireSound(lake.Directory);
        Assert.True(added > 0);
        Assert.Equal(events + added, lake.Lake.Events().Distinct().Count());
        lake.Optimize();
        lake.RequireNothingToDo();
    }

    [Fact]
    public void CopyWhoseOtherRowIsTakenOutMeanwhile_IsNotRemoved()
    {
        using var archive = SlicedLake.FewDays(150, seed: 47);
        using var lake = LetInTwice(archive);
        var store = LakeDamager.Open(lake.Directory);
        int events = lake.Lake.Events().Distinct().Count();
        var first = lake.Lake.Snapshot().Files.GroupBy(file => (file.Date, file.Account)).Select(files => files.First()).ToList();
        bool isDone = false;
        store.Fault = step =>
        {
            if (!isDone)
            {
                // The files that the optimization leaves in place, because they hold the copies that stay.
                isDone = true;
                var other = LakeDamager.Open(lake.Directory);
                using var replacement = other.BeginReplacement(other.Snapshot());
                foreach (var file in first)
                {
                    replacement.Remove(file);
                }

                replacement.Commit("DELETE", new Dictionary<string, string>(), dataChange: true);
            }
        };
        var report = new LakeOptimizer(store, s_tiny).Run();
        Assert.Equal((0L, 0), (report.Duplicates, report.Left.Count));
        Assert.Equal(events, lake.Lake.Events().Count);
    }

    /// <summary>A lake that a writer without a look at the others' commits has put everything into once more.</summary>
    static SlicedLake LetInTwice(GeneratedArchive archive)
    {
        var lake = SlicedLake.Of(archive.Folder, 1);
        using var other = SlicedLake.Of(archive.Folder, 1);
        foreach (string table in new[] { "objects", "events" })
        {
            string from = Path.Combine(other.Directory, table);
            foreach (string file in Directory.GetFiles(from, "*", SearchOption.AllDirectories))
            {
                string path = Path.GetRelativePath(from, file);
                bool isFirst = path == Path.Combine("_delta_log", $"{0:D20}.json");
                string target = Path.Combine(lake.Directory, table, path.Replace($"{1:D20}", $"{2:D20}", StringComparison.Ordinal));
                if (!isFirst)
                {
                    Directory.CreateDirectory(Path.GetDirectoryName(target)!);
                    File.Copy(file, target);
                }
            }
        }

        Assert.Equal(2, lake.Lake.Snapshot().Version);
        return lake;
    }

    static List<string?> Identities(SlicedLake lake) =>
        [.. lake.Lake.Query("SELECT concat_ws('|', date, account, eventID, recordHash) FROM events ORDER BY 1").Select(row => row[0])];
}
