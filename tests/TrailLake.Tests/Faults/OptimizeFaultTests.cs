using System;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using TrailLake.Errors;
using TrailLake.Ingest.Pipeline;
using TrailLake.Maintenance;
using TrailLake.Maintenance.Optimization;
using TrailLake.Parquet;
using TrailLake.Store;
using TrailLake.Tests.Lake.Optimization;
using TrailLake.Tests.Support;
using Xunit;

namespace TrailLake.Tests.Faults;

/// <summary>
/// An optimization is disturbed, by seed, or runs beside others. After it the lake holds what it held, and the next run puts it in order.
/// </summary>
public sealed class OptimizeFaultTests(TrickledLake trickled) : IClassFixture<TrickledLake>
{
    public static TheoryData<int> Seeds => FaultSeeds.All;

    [Theory]
    [MemberData(nameof(Seeds))]
    public void KilledProcess_AtAnyTime(int seed)
    {
        var random = new Random(seed);
        using var lake = Copy();
        for (int kill = 0; kill < 2; kill++)
        {
            TrailLakeProcess.RunAndKill(["optimize", "--lake", lake.Directory], TimeSpan.FromMilliseconds(150 + random.Next(700)));

            LakeDamager.RequireSound(lake.Directory);
        }

        trickled.RequireRecovery(lake);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void BrokenOffCommit_AtAnyStep(int seed)
    {
        using var lake = Copy();
        for (int run = 0; run < 3; run++)
        {
            // Several commits, so that the break may come between them.
            var store = LakeDamager.Open(lake.Directory);
            store.CheckpointInterval = 1 + ((seed + run) % 3);
            store.Fault = CrashException.After(new Random((seed * 10) + run).Next(6));
            var days = store.Snapshot().Files.Select(file => file.Date).Distinct().Order().ToList();
            var error = Record.Exception(() =>
            {
                foreach (var day in days)
                {
                    new LakeOptimizer(store, new OptimizeOptions { From = day, To = day }).Run();
                }
            });
            Assert.True(error is null or CrashException, error?.ToString());
            LakeDamager.RequireSound(lake.Directory);
        }

        trickled.RequireRecovery(lake);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void FullDisk_AtAnyWrite(int seed)
    {
        // On the disk, each file takes whole pages; what is written anew takes about 200 KB more.
        using var disk = new SmallDisk((int)(trickled.Pages * 4) + 64 + new Random(seed).Next(250));
        string folder = Path.Combine(disk.Path, "lake");
        trickled.CopyTo(folder);
        using var lake = new TestLake(folder);
        var error = Record.Exception(() => { new LakeOptimizer(LakeDamager.Open(folder)).Run(); });
        if (error is not null)
        {
            Assert.Equal(ErrorKind.Storage, Assert.IsType<TrailLakeException>(error).Kind);
            Assert.DoesNotContain('\n', error.Message);
        }

        disk.Grow();
        trickled.RequireRecovery(lake);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task BesideAnIngest(int seed)
    {
        // Between the steps of its commits, and at any time by another thread.
        var random = new Random(seed);
        using var lake = new TestLake();
        LakeStore.OpenOrCreate(lake.Directory, new ParquetLakeFormat());
        using var done = new CancellationTokenSource();
        var beside = OptimizeUntil(lake, done.Token);
        int commits = 0;
        foreach (var slice in trickled.SlicesOf(seed))
        {
            var store = LakeDamager.Open(lake.Directory);
            store.Fault = _ => commits += random.Next(8) == 0 ? Optimize(lake).Commits : 0;
            await new IngestPipeline(store, slice).RunAsync(TestContext.Current.CancellationToken);
        }

        await done.CancelAsync();
        Assert.True(await beside + commits > 0, "nothing was optimized beside the ingest");
        trickled.RequireRecovery(lake);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task BesideAPurge_AndAnotherOptimization(int seed)
    {
        using var lake = Copy();
        var days = trickled.Expected.Select(row => DateOnly.ParseExact(row[..10], "yyyy-MM-dd")).Distinct().Order().ToList();
        var before = days[^1];
        await Task.WhenAll(
            Task.Run(() => Optimize(lake)),
            Task.Run(() => Optimize(lake)),
            Task.Run(async () =>
            {
                await Task.Delay(seed * 37 % 300);
                new LakePurge(LakeDamager.Open(lake.Directory), before).Run();
            }));
        LakeDamager.RequireSound(lake.Directory);
        Assert.Equal(trickled.Expected.Where(row => string.CompareOrdinal(row[..10], $"{before:yyyy-MM-dd}") >= 0), lake.Events());
        Assert.Empty(Optimize(lake).Left);
        Assert.True(Optimize(lake).IsNothing);
    }

    static OptimizeReport Optimize(TestLake lake) => new LakeOptimizer(LakeDamager.Open(lake.Directory)).Run();

    static Task<int> OptimizeUntil(TestLake lake, CancellationToken done) => Task.Run(
        () =>
        {
            int commits = 0;
            while (!done.IsCancellationRequested)
            {
                commits += Optimize(lake).Commits;
            }

            return commits;
        },
        CancellationToken.None);

    TestLake Copy()
    {
        var lake = new TestLake();
        trickled.CopyTo(lake.Directory);
        return lake;
    }
}
