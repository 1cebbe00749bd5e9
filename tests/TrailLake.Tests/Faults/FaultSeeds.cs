using System;
using System.Globalization;
using System.Linq;
using Xunit;

namespace TrailLake.Tests.Faults;

/// <summary>
/// How many seeds each fault is tried with: few in the suite, as many as TRAILLAKE_FAULT_SEEDS says in a run of its own (tests/faults/run).
/// </summary>
static class FaultSeeds
{
    const int InTheSuite = 2;

    public static TheoryData<int> All { get; } = [.. Enumerable.Range(1, Count())];

    static int Count() => int.TryParse(
        Environment.GetEnvironmentVariable("TRAILLAKE_FAULT_SEEDS"), NumberStyles.None, CultureInfo.InvariantCulture, out int seeds)
        ? seeds
        : InTheSuite;
}
