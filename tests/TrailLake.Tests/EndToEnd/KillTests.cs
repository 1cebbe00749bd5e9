using System;
using System.Diagnostics;
using System.IO;
using TrailLake.Generator.Archives;
using TrailLake.Ingest.Sources;
using TrailLake.Tests.Generator;
using TrailLake.Tests.Support;
using Xunit;

namespace TrailLake.Tests.EndToEnd;

/// <summary>SIGKILL at random moments of an ingest: the lake opens at every point, and the next run does the rest.</summary>
public sealed class KillTests
{
    const int Kills = 30;

    [Fact]
    public void KilledAnywhere_AndRunAgain_TheLakeIsThatOfAnUndisturbedRun()
    {
        using var archive = new GeneratedArchive(GeneratorProfile.Small, 8_000, seed: 3, duplicates: 0.1);
        using var undisturbed = new TestLake();
        undisturbed.Ingest(new LocalLogSource(archive.Folder));
        var expected = undisturbed.Events();

        // How long a run takes, start of the process and all; the delays are spread over that.
        var clock = Stopwatch.StartNew();
        using (var timed = new TestLake())
        {
            Assert.Equal(0, TrailLakeProcess.Run(Arguments(archive, timed)).ExitCode);
            Assert.Equal(expected, timed.Events());
        }

        double span = clock.Elapsed.TotalMilliseconds;
        var random = new Random(17);
        int kills = 0;
        int met = 0;
        var lake = new TestLake();
        try
        {
            while (kills < Kills)
            {
                var after = TimeSpan.FromMilliseconds(span * (0.2 + (random.NextDouble() * 0.8)));
                bool ended = !TrailLakeProcess.RunAndKill(Arguments(archive, lake), after);
                kills += ended ? 0 : 1;

                long events = Directory.Exists(Path.Combine(lake.Directory, "events", "_delta_log"))
                    && Directory.GetFiles(Path.Combine(lake.Directory, "events", "_delta_log"), "0*.json").Length > 0
                    ? lake.Count("SELECT count(*) FROM events")
                    : 0;
                met += events > 0 && events < expected.Count ? 1 : 0;
                Assert.InRange(events, 0, expected.Count);

                // Every fifth lake is brought to its end and checked; a run that came to its end is checked too.
                if (ended || kills % 5 == 0)
                {
                    Assert.Equal(0, TrailLakeProcess.Run(Arguments(archive, lake)).ExitCode);
                    lake.CheckLedger();
                    Assert.Equal(expected, lake.Events());
                    lake.Dispose();
                    lake = new TestLake();
                }
            }

            Assert.True(met > 0, "No kill met a lake that was half full: the archive is too small for this machine.");
        }
        finally
        {
            lake.Dispose();
        }
    }

    static string[] Arguments(GeneratedArchive archive, TestLake lake) =>
        ["ingest", archive.Folder, "--lake", lake.Directory, "--commit-events", "500", "--format", "json"];
}
