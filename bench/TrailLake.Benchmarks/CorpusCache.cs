using System.Collections.Concurrent;
using TrailLake.Generator.Archives;

namespace TrailLake.Benchmarks;

/// <summary>Each profile's corpus, made once a process.</summary>
static class CorpusCache
{
    static readonly ConcurrentDictionary<GeneratorProfile, Corpus> s_corpora = new();

    public static Corpus Of(GeneratorProfile profile) => s_corpora.GetOrAdd(profile, Corpus.Of);
}
