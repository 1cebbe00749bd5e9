using System;
using System.Collections.Immutable;
using System.IO;
using System.IO.Compression;
using System.Linq;
using TrailLake.Generator.Archives;

namespace TrailLake.Benchmarks;

/// <summary>The objects that every benchmark reads: generated once, held in memory, so that no disk is measured.</summary>
sealed class Corpus
{
    const int EventCount = 20_000;

    readonly Lazy<Answer> _answer;

    Corpus(ImmutableArray<string> keys, ImmutableArray<byte[]> compressed, long events)
    {
        Keys = keys;
        Compressed = compressed;
        _answer = new Lazy<Answer>(() => JudgedRecords.Of(Plain));
        Plain = [.. compressed.Select(Inflate)];
        Events = events;
        PlainBytes = Plain.Sum(p => (long)p.Length);
    }

    /// <summary>The objects' keys.</summary>
    public ImmutableArray<string> Keys { get; }

    /// <summary>Objects as delivered.</summary>
    public ImmutableArray<byte[]> Compressed { get; }

    /// <summary>The same objects uncompressed.</summary>
    public ImmutableArray<byte[]> Plain { get; }

    /// <summary>Events in all objects.</summary>
    public long Events { get; }

    /// <summary>Bytes of all objects, uncompressed.</summary>
    public long PlainBytes { get; }

    /// <summary>What every stage must find in them.</summary>
    public Answer Answer => _answer.Value;

    /// <summary>The corpus of a profile; the same in every process.</summary>
    public static Corpus Of(GeneratorProfile profile)
    {
        var folder = Directory.CreateTempSubdirectory("traillake-corpus-").FullName;
        try
        {
            var summary = ArchiveGenerator.Run(new GeneratorOptions { OutputFolder = folder, Profile = profile, Events = EventCount });
            string[] files = [.. Directory.EnumerateFiles(folder, "*.gz", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
            return new Corpus(
                [.. files.Select(file => Path.GetRelativePath(folder, file).Replace('\\', '/'))],
                [.. files.Select(File.ReadAllBytes)],
                summary.Events);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    static byte[] Inflate(byte[] compressed)
    {
        using var gzip = new GZipStream(new MemoryStream(compressed), CompressionMode.Decompress);
        using var plain = new MemoryStream();
        gzip.CopyTo(plain);
        return plain.ToArray();
    }
}
