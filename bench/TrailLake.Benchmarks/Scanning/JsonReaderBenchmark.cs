using System;
using System.Text.Json;
using BenchmarkDotNet.Attributes;

namespace TrailLake.Benchmarks.Scanning;

/// <summary>The yardstick for framing and scanning: one pass of the runtime's own reader over every token.</summary>
public class JsonReaderBenchmark : CorpusBenchmark
{
    // {"Records":[ { … } ]}: a record's object ends at depth 2.
    const int RecordDepth = 2;

    [Benchmark(Baseline = true)]
    public long Utf8JsonReader()
    {
        long records = 0;
        foreach (var plain in Corpus.Plain)
        {
            var reader = new Utf8JsonReader(plain);
            while (reader.Read())
            {
                records += reader.TokenType == JsonTokenType.EndObject && reader.CurrentDepth == RecordDepth ? 1 : 0;
            }
        }

        return records;
    }

    public override void Check()
    {
        if (Utf8JsonReader() != Corpus.Events)
        {
            throw new InvalidOperationException($"found {Utf8JsonReader()} records; expected {Corpus.Events}");
        }
    }
}
