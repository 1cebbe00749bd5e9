using System;
using System.Linq;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Running;
using TrailLake.Benchmarks;
using TrailLake.Benchmarks.Allocations;

// --check runs every benchmark once and measures no time: continuous integration calls it.
if (args is ["--check"])
{
    foreach (var type in typeof(CorpusBenchmark).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(CorpusBenchmark))))
    {
        foreach (var profile in AllocationGate.Profiles)
        {
            var benchmark = (CorpusBenchmark)Activator.CreateInstance(type)!;
            benchmark.Profile = profile.ToString();
            benchmark.Check();
            Console.WriteLine($"{type.Name} {profile}: right");
        }
    }

    return AllocationGate.Check() ? 0 : 1;
}

// Writes bench/expected-allocations.json anew, for a change that is meant to allocate more, or that has come to allocate less.
if (args is ["--renew-allocations"])
{
    AllocationGate.Renew();
    return 0;
}

var config = ManualConfig.Create(DefaultConfig.Instance)
    .AddColumn(RateColumn.MegabytesPerSecond, RateColumn.NanosecondsPerEvent)
    .AddDiagnoser(MemoryDiagnoser.Default)
    .HideColumns(Column.Error, Column.RatioSD);
BenchmarkSwitcher.FromAssembly(typeof(CorpusBenchmark).Assembly).Run(args, config);
return 0;
