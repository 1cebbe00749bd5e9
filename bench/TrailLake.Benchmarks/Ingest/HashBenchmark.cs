using System;
using System.Collections.Immutable;
using System.Security.Cryptography;
using BenchmarkDotNet.Attributes;

namespace TrailLake.Benchmarks.Ingest;

/// <summary>SHA-256 of every object as delivered and of its content, in pieces of the size that an ingest reads.</summary>
public class HashBenchmark : CorpusBenchmark, IDisposable
{
    const int Piece = 128 << 10;

    readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    readonly byte[] _digest = new byte[SHA256.HashSizeInBytes];

    [Benchmark]
    public int Sha256() => Hash(Corpus.Compressed) ^ Hash(Corpus.Plain);

    public override void Check()
    {
        var expected = 0;
        foreach (var content in (ImmutableArray<byte[]>)[.. Corpus.Compressed, .. Corpus.Plain])
        {
            expected ^= BitConverter.ToInt32(SHA256.HashData(content));
        }

        if (Sha256() != expected)
        {
            throw new InvalidOperationException($"{nameof(Sha256)}: found {Sha256():x8}; expected {expected:x8}");
        }
    }

    public void Dispose()
    {
        _hash.Dispose();
        GC.SuppressFinalize(this);
    }

    int Hash(ImmutableArray<byte[]> contents)
    {
        var sum = 0;
        foreach (var content in contents)
        {
            for (var start = 0; start < content.Length; start += Piece)
            {
                _hash.AppendData(content.AsSpan(start, Math.Min(Piece, content.Length - start)));
            }

            _hash.GetHashAndReset(_digest);
            sum ^= BitConverter.ToInt32(_digest);
        }

        return sum;
    }
}
