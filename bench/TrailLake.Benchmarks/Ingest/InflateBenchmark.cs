using System;
using System.IO;
using System.IO.Compression;
using BenchmarkDotNet.Attributes;

namespace TrailLake.Benchmarks.Ingest;

/// <summary>Gunzip of every object, as an ingest does it: through one buffer, a stream an object.</summary>
public class InflateBenchmark : CorpusBenchmark
{
    readonly byte[] _buffer = new byte[128 * 1024];

    [Benchmark]
    public long GZipStream()
    {
        long bytes = 0;
        foreach (var compressed in Corpus.Compressed)
        {
            using var gzip = new GZipStream(new MemoryStream(compressed), CompressionMode.Decompress);
            for (var read = gzip.Read(_buffer); read > 0; read = gzip.Read(_buffer))
            {
                bytes += read;
            }
        }

        return bytes;
    }

    public override void Check()
    {
        if (GZipStream() != Corpus.PlainBytes)
        {
            throw new InvalidOperationException($"inflated {GZipStream()} bytes; expected {Corpus.PlainBytes}");
        }
    }
}
