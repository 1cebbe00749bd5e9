using System;
using System.Linq;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Running;
using TrailLake.Benchmarks;
using TrailLake.Generator;

// --check runs every benchmark once and measures nothing: continuous integration calls it.
if (args is ["--check"])
{
    foreach (var type in typeof(CorpusBenchmark).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(CorpusBenchmark))))
    {
        foreach (var profile in new[] { GeneratorProfile.Org, GeneratorProfile.Small })
        {
            var benchmark = (CorpusBenchmark)Activator.CreateInstance(type)!;
            benchmark.Profile = profile;
            benchmark.Check();
            Console.WriteLine($"{type.Name} {profile}: right");
        }
    }

    return;
}

var config = ManualConfig.Create(DefaultConfig.Instance)
    .AddColumn(RateColumn.MegabytesPerSecond, RateColumn.NanosecondsPerEvent)
    .AddDiagnoser(MemoryDiagnoser.Default)
    .HideColumns(Column.Error, Column.RatioSD);
BenchmarkSwitcher.FromAssembly(typeof(CorpusBenchmark).Assembly).Run(args, config);
