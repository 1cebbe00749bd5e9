using System;
using System.Collections.Generic;
using System.Globalization;
using TrailLake.Generator.Archives;

namespace TrailLake.Benchmarks.Allocations;

/// <summary>
/// Fails when the hot path allocates more than it is known to. Time on a shared machine is noise; allocated bytes of the same seeded corpus
/// are not: three processes in a row differ by less than a tenth of <see cref="Tolerance"/>.
/// </summary>
static class AllocationGate
{
    /// <summary>Bytes an event that a stage may allocate more than expected.</summary>
    public const double Tolerance = 0.5;

    public static IReadOnlyList<GeneratorProfile> Profiles { get; } = [GeneratorProfile.Org, GeneratorProfile.Small];

    /// <summary>Compares each stage with what is expected; prints what was found.</summary>
    public static bool Check()
    {
        var expected = ExpectedAllocations.Read();
        var isGood = true;
        foreach (var (stage, found) in MeasureAll())
        {
            var isKnown = expected.TryGetValue(stage, out var most);
            var isWithin = isKnown && found <= most + Tolerance;
            isGood &= isWithin;
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"allocated by {stage}: found {found:0.00} bytes an event, expected {(isKnown ? most : double.NaN):0.00} and at most "
                    + $"{Tolerance} more: {(isWithin ? "right" : "WRONG")}"));
        }

        if (!isGood)
        {
            Console.WriteLine(
                $"A stage allocates more than {ExpectedAllocations.Path} says; if that is meant, run with --renew-allocations and "
                    + "commit the file.");
        }

        return isGood;
    }

    /// <summary>Writes what is found now as what is expected.</summary>
    public static void Renew() => ExpectedAllocations.Write(MeasureAll());

    static SortedDictionary<string, double> MeasureAll()
    {
        var found = new SortedDictionary<string, double>(StringComparer.Ordinal);
        foreach (var profile in Profiles)
        {
            using var stages = new MeasuredStages(CorpusCache.Of(profile));
            foreach (var (name, run) in stages.All)
            {
                found[$"{name} {profile}"] = Math.Round(Measure(run) / (double)CorpusCache.Of(profile).Events, 2);
            }
        }

        return found;
    }

    // Warmed first: buffers have then grown to the size of the corpus, and caches are filled.
    static long Measure(Action run)
    {
        run();
        run();
        var before = GC.GetAllocatedBytesForCurrentThread();
        run();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
