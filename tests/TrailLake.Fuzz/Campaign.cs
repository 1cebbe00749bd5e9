using System;
using System.Diagnostics;
using System.IO;
using System.Threading;

namespace TrailLake.Fuzz;

/// <summary>Rounds by seed: round N of seed S is always the same input.</summary>
static class Campaign
{
    const int HangSeconds = 20;

    /// <summary>Runs one round of one target; three of four are of the archive's.</summary>
    public static void Round(int seed, long round, string folder)
    {
        var random = new Random(HashCode(seed, round));
        if (round % 4 == 3)
        {
            DeltaTarget.Round(random, folder);
        }
        else
        {
            ArchiveTarget.Round(random);
        }
    }

    /// <summary>Runs until the time is over; writes each failing input to a folder and goes on.</summary>
    /// <returns>Rounds and failures.</returns>
    public static (long Rounds, int Failures) Run(int seed, TimeSpan time, string findings, TextWriter log)
    {
        var folder = Directory.CreateTempSubdirectory("traillake-fuzz-").FullName;
        var clock = Stopwatch.StartNew();
        long round = 0;
        long watched = -1;
        int failures = 0;
        using var watch = new Timer(
            _ =>
            {
                // The same round since the last look: it hangs, and nothing can stop it but the end of the process.
                long now = Interlocked.Read(ref round);
                if (now == watched)
                {
                    log.WriteLine($"seed {seed}, round {now}: no end after {HangSeconds} s");
                    Environment.Exit(1);
                }

                watched = now;
            },
            null,
            TimeSpan.FromSeconds(HangSeconds),
            TimeSpan.FromSeconds(HangSeconds));
        try
        {
            for (; clock.Elapsed < time; Interlocked.Increment(ref round))
            {
                try
                {
                    Round(seed, round, folder);
                }
                catch (FuzzFailure e)
                {
                    failures++;
                    Directory.CreateDirectory(findings);
                    string kind = round % 4 == 3 ? "delta" : "object";
                    File.WriteAllBytes(Path.Combine(findings, $"{kind}-{seed}-{round}.bin"), e.Input);
                    log.WriteLine($"seed {seed}, round {round}: {e.Message}");
                }
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        return (round, failures);
    }

    static int HashCode(int seed, long round) => unchecked((int)(((ulong)round + 1) * 0x9E3779B97F4A7C15 >> 32) ^ (seed * 7919));
}
