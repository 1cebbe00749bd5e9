using BenchmarkDotNet.Attributes;
using TrailLake.Columns;

namespace TrailLake.Benchmarks.Columns;

/// <summary>
/// Scan and append into a column batch. A scanned record lives until the next one, so the columns' own share is this less
/// <see cref="Scanning.RecordReaderBenchmark"/>.
/// </summary>
public class RecordAppenderBenchmark : CorpusBenchmark
{
    readonly ColumnBatch _batch = new();
    CorpusPass? _pass;

    [Benchmark]
    public long ScanAndAppend() => (_pass ??= new CorpusPass(Corpus)).Fill(_batch);

    public override void Check()
    {
        ScanAndAppend();
        Answer.Of(_batch).Expect(Corpus.Answer, nameof(ScanAndAppend));
    }
}
