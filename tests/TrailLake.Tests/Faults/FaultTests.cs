using System;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using TrailLake.Errors;
using TrailLake.Ingest.Pipeline;
using TrailLake.Maintenance;
using TrailLake.Parquet;
using TrailLake.Store;
using TrailLake.Tests.Support;
using Xunit;

namespace TrailLake.Tests.Faults;

/// <summary>
/// A run is disturbed, by seed. After it the lake is sound as it stands, and a run without faults makes it that of an undisturbed run,
/// which DuckDB judges event by event.
/// </summary>
public sealed class FaultTests(FaultArchive archive) : IClassFixture<FaultArchive>
{
    public static TheoryData<int> Seeds => FaultSeeds.All;

    [Theory]
    [MemberData(nameof(Seeds))]
    public void KilledProcess_AtAnyTime(int seed)
    {
        var random = new Random(seed);
        using var lake = new TestLake();
        for (int kill = 0; kill < 2; kill++)
        {
            TrailLakeProcess.RunAndKill(
                ["ingest", archive.Folder, "--lake", lake.Directory, "--commit-events", "600"],
                TimeSpan.FromMilliseconds(150 + random.Next(900)));

            if (LakeStore.Exists(lake.Directory))
            {
                LakeDamager.RequireSound(lake.Directory);
            }
        }

        archive.RequireRecovery(lake);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task BrokenOffCommit_AtAnyStep(int seed)
    {
        var random = new Random(seed);
        using var lake = new TestLake();
        for (int run = 0; run < 4; run++)
        {
            var store = LakeStore.OpenOrCreate(lake.Directory, new ParquetLakeFormat());
            store.CheckpointInterval = 1 + random.Next(3);
            store.Fault = CrashException.After(random.Next(40));
            var error = await Record.ExceptionAsync(
                () => new IngestPipeline(store, archive.Source(), FaultArchive.OptionsOf(seed)).RunAsync());
            Assert.True(error is null or CrashException, error?.ToString());
            LakeDamager.RequireSound(lake.Directory);
        }

        archive.RequireRecovery(lake);
        new LakeSweep(LakeDamager.Open(lake.Directory)).Run(TimeSpan.FromSeconds(-10));
        LakeDamager.RequireSound(lake.Directory);
        Assert.Equal(archive.Expected, lake.Events());
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task FullDisk_AtAnyWrite(int seed)
    {
        // The lake takes about 600 KB: where it breaks off goes from the first file to the last.
        using var disk = new SmallDisk(64 + new Random(seed).Next(700));
        using var lake = new TestLake(Path.Combine(disk.Path, "lake"));
        var error = await Record.ExceptionAsync(async () =>
        {
            var store = LakeStore.OpenOrCreate(lake.Directory, new ParquetLakeFormat());
            await new IngestPipeline(store, archive.Source(), FaultArchive.OptionsOf(seed)).RunAsync();
        });
        if (error is not null)
        {
            Assert.Equal(ErrorKind.Storage, Assert.IsType<TrailLakeException>(error).Kind);
        }

        disk.Grow();
        archive.RequireRecovery(lake);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task SourceThatFailsOrEndsEarly(int seed)
    {
        using var lake = new TestLake();
        for (int run = 0; run < 2; run++)
        {
            var source = new FaultySource(archive.Source(), (seed * 10) + run, hangs: false);
            var report = await new IngestPipeline(
                LakeStore.OpenOrCreate(lake.Directory, new ParquetLakeFormat()), source, FaultArchive.OptionsOf(seed)).RunAsync();

            // None of it is the archive's damage: all of it is tried again.
            Assert.Equal((0L, 0L), (report.DamagedObjects, report.Rejects));
            Assert.Equal(source.Faults > 0, report.UnreadableObjects > 0);
            LakeDamager.RequireSound(lake.Directory);
        }

        archive.RequireRecovery(lake);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task SourceThatHangs_UntilItIsInterrupted(int seed)
    {
        using var lake = new TestLake();
        using var patience = new CancellationTokenSource(TimeSpan.FromMilliseconds(700));
        var source = new FaultySource(archive.Source(), seed, hangs: true);
        var error = await Record.ExceptionAsync(() =>
            new IngestPipeline(
                LakeStore.OpenOrCreate(lake.Directory, new ParquetLakeFormat()),
                source,
                FaultArchive.OptionsOf(seed)).RunAsync(patience.Token));
        Assert.True(error is null or OperationCanceledException, error?.ToString());
        archive.RequireRecovery(lake);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task TwoWriters_OfTheSameArchive(int seed)
    {
        using var lake = new TestLake();
        LakeStore.OpenOrCreate(lake.Directory, new ParquetLakeFormat());
        var random = new Random(seed);
        long events = random.Next(200, 900);
        await Task.WhenAll(Enumerable.Range(0, 2).Select(i => Task.Run(async () =>
        {
            await Task.Delay(i * (seed % 7) * 20);
            await new IngestPipeline(
                LakeDamager.Open(lake.Directory), archive.Source(), new IngestOptions { CommitEvents = events + i }).RunAsync();
        })));
        LakeDamager.RequireSound(lake.Directory);
        Assert.Equal(archive.Expected.Count, lake.Events().Count);
        archive.RequireRecovery(lake);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task WriterAndPurge(int seed)
    {
        var days = archive.Expected.Select(row => DateOnly.ParseExact(row[..10], "yyyy-MM-dd")).Distinct().Order().ToList();
        var before = days[new Random(seed).Next(days.Count / 2, days.Count)];
        using var lake = new TestLake();
        LakeStore.OpenOrCreate(lake.Directory, new ParquetLakeFormat());
        using var done = new CancellationTokenSource();
        var purging = Task.Run(() =>
        {
            int purges = 0;
            while (!done.IsCancellationRequested)
            {
                purges += new LakePurge(LakeDamager.Open(lake.Directory), before).Run().Files > 0 ? 1 : 0;
                new LakeSweep(LakeDamager.Open(lake.Directory)).Run(TimeSpan.FromMinutes(10));
                Thread.Sleep(5);
            }

            return purges;
        });
        await new IngestPipeline(LakeDamager.Open(lake.Directory), archive.Source(), new IngestOptions { CommitEvents = 200 }).RunAsync();
        await done.CancelAsync();
        int all = await purging;
        LakeDamager.RequireSound(lake.Directory);
        all += new LakePurge(LakeDamager.Open(lake.Directory), before).Run().Files > 0 ? 1 : 0;
        Assert.True(all > 0, "nothing was purged");
        Assert.Equal(0, (await new IngestPipeline(LakeDamager.Open(lake.Directory), archive.Source()).RunAsync()).Objects);
        LakeDamager.RequireSound(lake.Directory);
        Assert.Equal(archive.Expected.Where(row => string.CompareOrdinal(row[..10], $"{before:yyyy-MM-dd}") >= 0), lake.Events());
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task ClockSetBack(int seed)
    {
        // To a lake, a clock that was set back is one whose commits and files come from the future.
        using var lake = new TestLake();
        var store = LakeStore.OpenOrCreate(lake.Directory, new ParquetLakeFormat());
        store.CheckpointInterval = 1 + (seed % 3);
        store.Fault = CrashException.After(8 + (seed % 9));
        await Record.ExceptionAsync(() => new IngestPipeline(store, archive.Source(), FaultArchive.OptionsOf(seed)).RunAsync());
        long now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        foreach (var path in Directory.EnumerateFiles(lake.Directory, "*", SearchOption.AllDirectories).ToList())
        {
            if (path.EndsWith(".json", StringComparison.Ordinal))
            {
                string text = System.Text.RegularExpressions.Regex.Replace(
                    File.ReadAllText(path),
                    "(\"(?:timestamp|modificationTime|lastUpdated)\":)[0-9]+",
                    $"${{1}}{now + 86_400_000L * (seed % 400)}");
                File.WriteAllText(path, text);
            }

            File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddDays(seed % 400));
        }

        new LakeSweep(LakeDamager.Open(lake.Directory)).Run(TimeSpan.FromSeconds(-10));
        archive.RequireRecovery(lake);
    }
}
