using System;
using System.IO;
using System.Linq;
using TrailLake.Ingest.Repair;
using TrailLake.Ingest.Sources;
using TrailLake.Maintenance;
using TrailLake.Tests.Support;
using Xunit;

namespace TrailLake.Tests.Faults;

/// <summary>
/// Whatever is lost, alone or together: after a repair that accepts the loss the lake is sound, and when the sources are back, so are all
/// events.
/// </summary>
public sealed class RepairThenIngestTests
{
    const int Objects = 8;

    static readonly string[] s_names = [.. Enumerable.Range(0, Objects).Select(i => $"o{i}.json")];

    // Small ones: several with each seed.
    const int RunsOfASeed = 4;

    [Theory]
    [MemberData(nameof(FaultSeeds.All), MemberType = typeof(FaultSeeds))]
    public void AnyLoss_IsAcceptedSoundly_AndTheNextIngestCompletes(int seed)
    {
        for (int run = 0; run < RunsOfASeed; run++)
        {
            Run((seed * RunsOfASeed) + run);
        }
    }

    static void Run(int seed)
    {
        var random = new Random(seed);
        using var lake = new TestLake();
        var sources = Enumerable.Range(0, Objects).Select(_ => Content(random)).ToList();

        // Several batches, some of several objects.
        for (int i = 0; i < Objects; i++)
        {
            lake.Put(s_names[i], sources[i]);
            if (random.Next(2) == 0)
            {
                lake.Ingest();
            }
        }

        lake.Ingest();
        var everything = lake.Events();
        if (random.Next(4) == 0)
        {
            new LakePurge(LakeDamager.Open(lake.Directory), new DateOnly(2024, 5, 3)).Run();
        }

        var all = lake.Events();
        Lose(random, Directory.GetFiles(Path.Combine(lake.Directory, "rejects"), "part-*.parquet"));
        Lose(random, Directory.GetFiles(Path.Combine(lake.Directory, "objects"), "part-*.parquet"));
        Lose(random, [.. lake.Snapshot().Files.Select(file => file.Path)]);

        // None, some or all of the sources are away while it is repaired.
        var away = s_names.Where(_ => random.Next(3) < seed % 3).ToList();
        foreach (string name in away)
        {
            File.Move(Path.Combine(lake.Source, name), Path.Combine(lake.Source, name + ".away"));
        }

        var report = Repair(lake.Directory);
        Require(lake.Directory, seed, "after the repair");
        Assert.True(away.Count > 0 || report.Lost == 0, $"seed {seed}: {report.Lost} events were given up though all sources are there");

        foreach (string name in away)
        {
            File.Move(Path.Combine(lake.Source, name + ".away"), Path.Combine(lake.Source, name));
        }

        LakeDamager.Ingest(LakeDamager.Open(lake.Directory), lake.Source);
        Require(lake.Directory, seed, "after the next ingest");

        // Also what was given up. What was purged may be met as new, when the ledger has lost the row that says it is done.
        var missing = all.Except(lake.Events()).ToList();
        Assert.True(
            missing.Count == 0,
            $"seed {seed}: {report.Lost} events were given up, and {missing.Count} are missing: {string.Join(", ", missing)}");

        // Once more: nothing is left to do, nothing is doubled.
        Assert.Equal(0, LakeDamager.Ingest(LakeDamager.Open(lake.Directory), lake.Source).Events);
        Assert.True(Repair(lake.Directory).Files.Count == 0, $"seed {seed}");
        Assert.Distinct(lake.Events());
        Assert.Empty(lake.Events().Except(everything));
    }

    // A few records of a few days; of a small pool, so that objects hold copies of each other's.
    static string Content(Random random) => Records.File([.. Enumerable.Range(0, random.Next(1, 5)).Select(_ =>
    {
        int id = random.Next(14);
        return id == 0
            ? "{\"eventVersion\":\"1.08\",\"eventID\":\"y\"}"
            : Records.Of($"e{id}").Replace("2024-05-01", $"2024-05-0{1 + (id % 4)}", StringComparison.Ordinal);
    }).Distinct()]);

    static void Lose(Random random, string[] paths)
    {
        // By name, which begins with the time that it was written: so that a seed loses the same files again.
        foreach (string path in paths.Order(StringComparer.Ordinal).Where(_ => random.Next(3) == 0))
        {
            File.Delete(path);
        }
    }

    static void Require(string directory, int seed, string when)
    {
        var found = LakeDamager.Verify(directory);
        Assert.True(found.IsSound, $"seed {seed} {when}: "
            + string.Join('\n', found.Damages.Select(damage => $"{damage.Path} {damage.Message}").Concat(found.Mismatches)));
    }

    static RepairReport Repair(string directory)
    {
        var store = LakeDamager.Open(directory);
        using var sources = new SourceLocator(name => new LocalLogSource(name), null);
        return new LakeRepair(store, sources, new RepairOptions { AcceptLoss = true }).RunAsync(LakeDamager.Verify(directory)).GetAwaiter()
            .GetResult();
    }
}
