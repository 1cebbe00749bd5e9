using BenchmarkDotNet.Attributes;

namespace TrailLake.Benchmarks.Scanning;

/// <summary>Token index, framing and field scan of content in memory.</summary>
public class RecordReaderBenchmark : CorpusBenchmark
{
    CorpusPass? _pass;

    CorpusPass Pass => _pass ??= new CorpusPass(Corpus);

    [Benchmark]
    public long FrameAndScan() => Pass.Scan();

    public override void Check()
    {
        Pass.Judge().Expect(Corpus.Answer, nameof(FrameAndScan));
        new Answer(FrameAndScan(), 0).Expect(new Answer(Corpus.Events, 0), nameof(FrameAndScan));
    }
}
