using System;
using System.IO;
using System.Linq;
using System.Threading;
using TrailLake.Generator.Archives;
using TrailLake.Index;
using TrailLake.Ingest.Sources;
using TrailLake.Maintenance;
using TrailLake.Maintenance.Optimization;
using TrailLake.Tests.Generator;
using TrailLake.Tests.Support;
using Xunit;

namespace TrailLake.Tests.Lake.Optimization;

/// <summary>Small files become right-sized ones, and nothing else changes: not a row, not a count, not an answer.</summary>
public sealed class LakeOptimizerTests(TrickledLake trickled) : IClassFixture<TrickledLake>
{
    [Fact]
    public void ManySmallIngests_BecomeOneFileForEachDayAndAccount()
    {
        using var lake = SlicedLake.Of(trickled);
        var before = lake.Lake.Snapshot();
        var partitions = before.Files.Select(file => (file.Date, file.Account)).Distinct().Count();
        Assert.True(before.Files.Count > partitions * 2);
        var rebuilt = lake.Lake.Rebuild();
        var files = lake.Files();
        var plan = new LakeOptimizer(LakeDamager.Open(lake.Directory)).Plan();
        Assert.Equal(files, lake.Files());

        var report = lake.OptimizeAndCompare();
        Assert.Equal((plan.FilesBefore, plan.BytesBefore, 0L), (report.FilesBefore, report.BytesBefore, report.Duplicates));
        Assert.Equal(report.Partitions.Count, report.FilesAfter);
        Assert.True(report.BytesAfter < report.BytesBefore);
        Assert.Equal(partitions, lake.Lake.Snapshot().Files.Count);
        Assert.Equal(rebuilt, lake.Lake.Rebuild());
        lake.RequireNothingToDo();

        // Nothing is left for ingest either, and readers of the snapshot before are not disturbed until the sweep.
        Assert.Equal(0, lake.Lake.Ingest(new LocalLogSource(trickled.Folder)).Events);
        SlicedLake.AssertSameRows(before, lake.Lake.Snapshot());
        new LakeSweep(LakeDamager.Open(lake.Directory)).Run(TimeSpan.FromSeconds(-10));
        LakeDamager.RequireSound(lake.Directory);
        Assert.Equal(rebuilt, lake.Lake.Rebuild());
    }

    [Fact]
    public void TheCommit_SaysThatItOnlyRearranges()
    {
        using var lake = SlicedLake.Of(trickled);
        var report = lake.Optimize();
        string commit = File.ReadAllText(Path.Combine(lake.Directory, "events", "_delta_log", $"{report.Version:D20}.json"));
        Assert.Contains("\"operation\":\"OPTIMIZE\"", commit, StringComparison.Ordinal);
        Assert.Contains($"\"filesRemoved\":\"{report.FilesBefore}\"", commit, StringComparison.Ordinal);
        Assert.Contains("\"dataChange\":false", commit, StringComparison.Ordinal);
        Assert.DoesNotContain("\"dataChange\":true", commit, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("invictus")]
    [InlineData("grycap")]
    [InlineData("stratus")]
    public void RealRecords_AreRebuiltByteByByte(string name)
    {
        using var lake = SlicedLake.Of(Path.Combine(SharedData.Folder, name), 6);
        var rebuilt = lake.Lake.Rebuild();
        Assert.True(rebuilt.Count > 0);
        lake.OptimizeAndCompare();
        Assert.Equal(rebuilt, lake.Lake.Rebuild());
        lake.RequireNothingToDo();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void AnyShapeAndAnySizes_LeaveNothingForTheSecondRun(int seed)
    {
        var random = new Random(seed);
        using var archive = SlicedLake.FewDays(random.Next(40, 250), seed, duplicates: 0.2);
        using var lake = SlicedLake.Of(archive.Folder, random.Next(2, 6), seed);
        var options = new OptimizeOptions
        {
            SmallRows = random.Next(1, 400),
            SmallBytes = random.Next(10_000, 200_000),
            FileRows = random.Next(1, 500),
            FileBytes = random.Next(1, 300_000),
            RowGroupRows = random.Next(1, 200),
            RowGroupMemory = random.Next(1_000, 1 << 20),
            RowsAtOnce = random.Next(10, 1_000),
        };
        lake.OptimizeAndCompare(options);
        var groups = lake.Lake.Snapshot().Files.GroupBy(file => (file.Date, file.Account));
        Assert.All(
            groups, files => Assert.InRange(files.Count(file => file.Rows < options.SmallRows && file.Bytes < options.SmallBytes), 0, 1));
        lake.RequireNothingToDo(options);

        // With the sizes that hold elsewhere there may be more to do; after it, again nothing.
        lake.OptimizeAndCompare();
        lake.RequireNothingToDo();
    }

    [Fact]
    public void WhatAnIngestOfAnArchiveLeaves_IsNotTouched()
    {
        using var archive = new GeneratedArchive(GeneratorProfile.Org, 4_000, seed: 33);
        using var lake = SlicedLake.Of(archive.Folder, 1);
        lake.RequireNothingToDo();
    }

    [Fact]
    public void OnlyTheNamedDaysAndAccounts_AreTouched()
    {
        using var lake = SlicedLake.Of(trickled);
        var groups = lake.Lake.Snapshot().Files.GroupBy(file => (file.Date, file.Account)).Where(files => files.Count() > 1)
            .Select(files => files.Key).ToList();
        var (day, account) = groups[groups.Count / 2];
        Assert.Empty(lake.Optimize(new OptimizeOptions { Accounts = ["000000000000"] }).Partitions);
        Assert.Empty(lake.Optimize(new OptimizeOptions { From = day.AddDays(1), To = day }).Partitions);
        var report = lake.OptimizeAndCompare(new OptimizeOptions { Accounts = [account], From = day, To = day });
        Assert.Equal((day, account), Assert.Single(report.Partitions.Select(partition => (partition.Date, partition.Account))));
        lake.OptimizeAndCompare();
        lake.RequireNothingToDo();
    }

    [Fact]
    public void OddValues_AreTheSameAfterwards()
    {
        string[] members =
        [
            "\"x\":null", "\"errorCode\":null", "\"errorCode\":\"\"", "\"errorCode\":7", "\"readOnly\":true", "\"readOnly\":\"true\"",
            "\"resources\":[]", "\"resources\":null",
            "\"resources\":[{}]", "\"resources\":[{\"ARN\":\"a\"},{\"accountId\":\"1\",\"type\":\"t\"}]", "\"tlsDetails\":{}",
            "\"tlsDetails\":null",
            "\"tlsDetails\":{\"tlsVersion\":\"TLSv1.3\",\"x\":{\"y\":[null]}}", "\"additionalEventData\":null",
            "\"additionalEventData\":{ \"a\" : [ 1 , \"\\u0000😀\" ] }",
            "\"errorMessage\":\"é\\n\\t\\\"\\\\ \\ud83d\\ude00\"", "\"errorMessage\":\"\\ud83d\"", "\"sharedEventID\":\"s\"",
        ];
        using var lake = new SlicedLake();
        foreach (var (i, some) in members.Chunk(4).Index())
        {
            lake.Lake.Put($"{i}.json", Records.File([.. some.Select((member, j) => Records.Of($"r{i}-{j}", "," + member))]));
            lake.Lake.Ingest();
        }

        var rebuilt = lake.Lake.Rebuild();
        Assert.Equal(1, lake.OptimizeAndCompare().FilesAfter);
        Assert.Equal(rebuilt, lake.Lake.Rebuild());
        lake.RequireNothingToDo();
    }

    [Fact]
    public void EverythingElse_GoesOnWorkingAfterwards()
    {
        using var lake = SlicedLake.Of(trickled);
        lake.OptimizeAndCompare();
        var events = lake.Lake.Events();

        // A file of several batches is lost: the objects of all of them bring it back.
        var file = lake.Lake.Snapshot().Files.Where(file => file.Batch is null).MaxBy(file => file.Rows)!;
        LakeDamager.Truncate(file.Path, 500);
        var damage = Assert.Single(LakeDamager.Verify(lake.Directory).Damages);
        Assert.Equal((file.Rows, true), (damage.Rows, damage.Sources.Sum(source => source.Rows) >= file.Rows));
        Assert.True(lake.Repair().IsComplete);
        Assert.Equal(events, lake.Lake.Events());
        lake.RequireNothingToDo();

        // Whatever was in the lake is known to the next ingest, also under other keys.
        Assert.Equal(0, lake.Lake.Ingest(new LocalLogSource(trickled.Folder)).Events);
        var day = lake.Lake.Snapshot().Files[lake.Lake.Snapshot().Files.Count / 2].Date;
        Assert.True(new LakePurge(LakeDamager.Open(lake.Directory), day).Run().Events > 0);
        LakeDamager.RequireSound(lake.Directory);
        lake.RequireNothingToDo();
    }

    [Fact]
    public void DamagedFile_IsLeftWithItsDay_AndTheOthersAreDone()
    {
        using var lake = SlicedLake.Of(trickled);
        var victim = lake.Lake.Snapshot().Files.GroupBy(file => (file.Date, file.Account)).First(files => files.Count() > 2).First();
        LakeDamager.Flip(victim.Path, victim.Bytes / 2);
        var report = lake.Optimize();
        var left = Assert.Single(report.Left);
        Assert.Equal((victim.Date, victim.Account, true), (left.Date, left.Account, left.IsDamage));

        // Where the byte stands decides whether the file can be read at all.
        Assert.True(
            left.Reason == $"{victim.Path} has another SHA-256 than was committed: its bytes were changed."
                || left.Reason.StartsWith($"{victim.Path} cannot be read as a Parquet file", StringComparison.Ordinal),
            left.Reason);
        Assert.NotEmpty(report.Partitions);
        Assert.Contains(lake.Lake.Snapshot().Files, file => file.Path == victim.Path);
        Assert.DoesNotContain(lake.Files(), path => path.EndsWith(".tmp", StringComparison.Ordinal));

        Assert.True(lake.Repair().IsComplete);
        Assert.Single(lake.OptimizeAndCompare().Partitions);
        lake.RequireNothingToDo();
    }

    [Theory]
    [InlineData("missing")]
    [InlineData("damaged")]
    [InlineData("stale")]
    public void Index_IsWholeAfterwards(string how)
    {
        using var lake = SlicedLake.Of(trickled);
        string folder = Path.Combine(lake.Directory, "events", "_needles");
        var indexes = Directory.GetFiles(folder);
        switch (how)
        {
            case "missing":
                Directory.Delete(folder, recursive: true);
                break;
            case "damaged":
                LakeDamager.Flip(indexes[0], new FileInfo(indexes[0]).Length / 2);
                LakeDamager.Truncate(indexes[1], 100);
                break;
            default:
                File.Copy(indexes[0], indexes[1], overwrite: true);
                break;
        }

        // What is joined gets its part by the way; what is not, is made anew.
        var plan = new LakeOptimizer(LakeDamager.Open(lake.Directory), new OptimizeOptions { SmallRows = 0 }).Plan();
        Assert.Empty(plan.Partitions);
        Assert.True(plan.Index.Rebuilt > 0);
        Assert.Equal(plan.Index.Rebuilt, lake.Optimize(new OptimizeOptions { SmallRows = 0 }).Index.Rebuilt);
        lake.Optimize();
        lake.RequireNothingToDo();
        using var index = LakeIndex.Open(lake.Directory);
        var absent = new IndexQuery().Value("AKIANOSUCHKEY0000000").Text("AKIANOSUCHKEY0000000");
        Assert.All(lake.Lake.Snapshot().Files, file => Assert.Equal(IndexPlaces.None, index.Find(file, absent)));
    }

    [Fact]
    public void DamagedFileWithoutIndex_IsSaid_AndTheIndexOfTheOthersIsMade()
    {
        using var lake = SlicedLake.Of(trickled);
        var files = lake.Lake.Snapshot().Files;
        LakeDamager.Truncate(files[0].Path, 100);
        Directory.Delete(Path.Combine(lake.Directory, "events", "_needles"), recursive: true);
        var report = lake.Optimize(new OptimizeOptions { SmallRows = 0 });
        Assert.False(report.IsComplete);
        Assert.Equal((files.Count - 1, files[0].Path), (report.Index.Rebuilt, Assert.Single(report.Index.Problems).Split(' ')[0]));
    }

    [Fact]
    public void Cancelled_ItLeavesTheLakeAsItWas()
    {
        using var lake = SlicedLake.Of(trickled);
        var before = lake.Lake.Snapshot();
        using var cancellation = new CancellationTokenSource();
        var store = LakeDamager.Open(lake.Directory);
        store.Fault = _ => cancellation.Cancel();
        var files = lake.Files();

        // At the first step of the commit it is too late to stop it: the commit is made, and what comes after it is not begun.
        Assert.Throws<OperationCanceledException>(() => new LakeOptimizer(store).Run(cancellation.Token));
        SlicedLake.AssertSameRows(before, lake.Lake.Snapshot());
        LakeDamager.RequireSound(lake.Directory);
        Assert.Throws<OperationCanceledException>(() => new LakeOptimizer(store).Run(cancellation.Token));
        Assert.DoesNotContain(lake.Files(), path => path.EndsWith(".tmp", StringComparison.Ordinal));
        Assert.True(lake.Files().Count > files.Count);
        lake.Optimize();
        lake.RequireNothingToDo();
    }
}
