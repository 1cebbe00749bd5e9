using System;
using BenchmarkDotNet.Attributes;
using TrailLake.Generator.Archives;

namespace TrailLake.Benchmarks;

/// <summary>A benchmark whose invocation goes over a whole corpus once, and that knows the right answer.</summary>
public abstract class CorpusBenchmark
{
    /// <summary>Which corpus.</summary>
    [Params(nameof(GeneratorProfile.Org), nameof(GeneratorProfile.Small))]
    public string Profile { get; set; } = "";

    private protected Corpus Corpus => CorpusCache.Of(Enum.Parse<GeneratorProfile>(Profile));

    /// <summary>Runs each method once and throws when an answer is wrong: a fast wrong stage must fail.</summary>
    [GlobalSetup]
    public abstract void Check();
}
