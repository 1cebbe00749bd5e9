using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using TrailLake.Generator.Archives;
using TrailLake.Ingest.Sources;
using TrailLake.Tests.Generator;
using TrailLake.Tests.Support;
using Xunit;

namespace TrailLake.Tests.EndToEnd;

/// <summary>Several processes and one lake: nothing is lost, nothing is doubled, no reader fails.</summary>
public sealed class ConcurrentProcessTests
{
    [Fact]
    public void TwoHalvesAtOnce_WhileAThirdReads()
    {
        using var archive = new GeneratedArchive(GeneratorProfile.Small, 8_000, seed: 5);
        using var alone = new TestLake();
        alone.Ingest(new LocalLogSource(archive.Folder));
        using var lake = new TestLake();
        var halves = Directory.GetDirectories(archive.Folder, "??????????" + "??", SearchOption.AllDirectories)
            .Where(path => path.Contains("AWSLogs")).Order(StringComparer.Ordinal).ToList();
        Assert.True(halves.Count >= 2);
        RunBoth(lake, halves[..(halves.Count / 2)], halves[(halves.Count / 2)..]);
        Assert.Equal(alone.Events(), lake.Events());
        Assert.Equal(archive.Summary.Objects, lake.Ledger().Count);
    }

    [Fact]
    public void TheSameSourceTwiceAtOnce_GivesEachEventOnce()
    {
        using var archive = new GeneratedArchive(GeneratorProfile.Small, 5_000, seed: 6);
        using var alone = new TestLake();
        alone.Ingest(new LocalLogSource(archive.Folder));
        using var lake = new TestLake();
        RunBoth(lake, [archive.Folder], [archive.Folder]);
        Assert.Equal(alone.Events(), lake.Events());
        Assert.Equal(archive.Summary.Objects, lake.Ledger().Count);
        Assert.Equal(0, lake.Ledger().Sum(row => row.Duplicates));
    }

    [Fact]
    public void CopiesInTwoSourcesAtOnce_GiveEachEventOnce()
    {
        // A second trail has delivered the same records under other keys: no object is the same, every record is.
        using var archive = new GeneratedArchive(GeneratorProfile.Small, 5_000, seed: 7, duplicates: 1);
        using var alone = new TestLake();
        alone.Ingest(new LocalLogSource(archive.Folder));
        using var lake = new TestLake();
        var roots = Directory.GetDirectories(archive.Folder, "AWSLogs", SearchOption.AllDirectories);
        Assert.Equal(2, roots.Length);
        RunBoth(lake, [roots[0]], [roots[1]]);
        Assert.Equal(alone.Events(), lake.Events());
        Assert.Equal(5_000, lake.Ledger().Sum(row => row.Duplicates));
    }

    static void RunBoth(
        TestLake lake, System.Collections.Generic.IReadOnlyList<string> one, System.Collections.Generic.IReadOnlyList<string> two)
    {
        string[] options = ["--lake", lake.Directory, "--commit-events", "700"];
        using var first = TrailLakeProcess.Start(["ingest", .. one, .. options]);
        using var second = TrailLakeProcess.Start(["ingest", .. two, .. options]);
        var errors = (first.StandardError.ReadToEndAsync(), second.StandardError.ReadToEndAsync());
        var clock = Stopwatch.StartNew();
        long last = 0;
        int reads = 0;
        while (!first.HasExited || !second.HasExited)
        {
            Assert.True(clock.Elapsed < TimeSpan.FromMinutes(2), "the runs do not end");
            if (Directory.Exists(Path.Combine(lake.Directory, "events", "_delta_log"))
                && File.Exists(Path.Combine(lake.Directory, "events", "_delta_log", "00000000000000000000.json")))
            {
                long events = lake.Count("SELECT count(*) FROM events");
                Assert.True(events >= last, $"{last} events, then {events}");
                Assert.Equal(
                    events,
                    lake.Count("SELECT count(*) FROM events WHERE eventID IS NOT NULL") is var again && again >= events ? events : again);
                last = events;
                reads++;
            }
        }

        Assert.Equal(
            (0, 0, ""),
            (first.ExitCode, second.ExitCode, first.ExitCode + second.ExitCode == 0 ? "" : errors.Item1.Result + errors.Item2.Result));
        Assert.True(reads > 0);
        lake.CheckLedger();
    }
}
