using System.IO;
using System.Threading.Tasks;
using BenchmarkDotNet.Attributes;
using TrailLake.Benchmarks.Writing;
using TrailLake.Ingest.Pipeline;
using TrailLake.Parquet;
using TrailLake.Store;

namespace TrailLake.Benchmarks.Ingest;

/// <summary>
/// A whole ingest on one thread, from objects in memory to a committed lake: what the stages cost together. It flushes its files to the
/// disk, so a small corpus shows a commit's price more than a large archive does.
/// </summary>
public class PipelineBenchmark : CorpusBenchmark
{
    [Benchmark]
    public async Task<long> Ingest()
    {
        var folder = Directory.CreateTempSubdirectory("traillake-bench-").FullName;
        try
        {
            return await IngestInto(folder);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    public override void Check()
    {
        var folder = Directory.CreateTempSubdirectory("traillake-bench-").FullName;
        try
        {
            IngestInto(folder).GetAwaiter().GetResult();
            WrittenEvents.Read(Directory.EnumerateFiles(Path.Combine(folder, "events"), "*.parquet", SearchOption.AllDirectories))
                .Expect(Corpus.Answer, nameof(Ingest));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    async Task<long> IngestInto(string folder)
    {
        var store = LakeStore.OpenOrCreate(folder, new ParquetLakeFormat());
        var report = await new IngestPipeline(store, new CorpusSource(Corpus), new IngestOptions { Jobs = 1 }).RunAsync();
        return report.Events;
    }
}
