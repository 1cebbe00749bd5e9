using System;
using System.Numerics;
using BenchmarkDotNet.Attributes;
using TrailLake.Scanning;

namespace TrailLake.Benchmarks.Scanning;

/// <summary>
/// The token index alone: where quotes and structure stand. In windows, as the reader of records fills it, so that both stay in cache.
/// </summary>
public class TokenIndexBenchmark : CorpusBenchmark
{
    const int Window = 256 << 10;

    readonly TokenIndex _index = new();

    [Benchmark]
    public long Extend() => Run(count: false);

    public override void Check()
    {
        long expected = 0;
        foreach (var plain in Corpus.Plain)
        {
            expected += CountTokens(plain);
        }

        if (Run(count: true) != expected)
        {
            throw new InvalidOperationException($"{nameof(Extend)}: found {Run(count: true)} tokens; expected {expected}");
        }
    }

    long Run(bool count)
    {
        long sum = 0;
        foreach (var plain in Corpus.Plain)
        {
            _index.Reset();
            for (var start = 0; start < plain.Length; start += Window)
            {
                _index.Restart();
                _index.Extend(plain.AsSpan(start, Math.Min(Window, plain.Length - start)), start + Window >= plain.Length);
                sum += count ? CountBits() : _index.BlockCount;
            }
        }

        return sum;
    }

    long CountBits()
    {
        long bits = 0;
        foreach (var block in _index.Tokens.AsSpan(0, _index.BlockCount))
        {
            bits += BitOperations.PopCount(block);
        }

        return bits;
    }

    static long CountTokens(byte[] json)
    {
        long tokens = 0;
        var inString = false;
        for (var i = 0; i < json.Length; i++)
        {
            var isQuote = json[i] == '"';
            if (inString && json[i] == '\\')
            {
                i++;
            }
            else if (isQuote || (!inString && "{}[]:,"u8.Contains(json[i])))
            {
                tokens++;
            }

            inString ^= isQuote;
        }

        return tokens;
    }
}
