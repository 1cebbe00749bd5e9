using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Security.Cryptography;
using System.Text.Json;
using TrailLake.Generator.Archives;

namespace TrailLake.Tests.Generator;

/// <summary>An archive in a folder of its own, deleted in the end.</summary>
sealed class GeneratedArchive : IDisposable
{
    readonly GeneratorOptions _options;

    public GeneratedArchive(
        GeneratorProfile profile, long events, ulong seed = 11, int threads = 2, double duplicates = 0, int? days = null,
        DateOnly? to = null, int trails = 1)
    {
        _options = new GeneratorOptions
        {
            OutputFolder = Folder,
            Profile = profile,
            Events = events,
            Seed = seed,
            Threads = threads,
            DuplicateFraction = duplicates,
            Trails = trails,
            Days = days,
            WriteTo = to,
        };
        Summary = ArchiveGenerator.Run(_options);
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("traillake-generated-").FullName;

    public GeneratedSummary Summary { get; }

    /// <summary>Keys of all objects, sorted.</summary>
    public IReadOnlyList<string> Keys => KeysOf(Folder);

    public static IReadOnlyList<string> KeysOf(string folder) =>
        [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Select(f => Path.GetRelativePath(folder, f).Replace('\\', '/'))
            .Order(StringComparer.Ordinal)];

    public static IEnumerable<(string Key, JsonElement Record)> RecordsOf(string folder)
    {
        foreach (var key in KeysOf(folder))
        {
            using var gzip = new GZipStream(File.OpenRead(Path.Combine(folder, key)), CompressionMode.Decompress);
            var root = JsonDocument.Parse(gzip).RootElement;
            foreach (var record in root.GetProperty("Records").EnumerateArray())
            {
                yield return (key, record);
            }
        }
    }

    public IEnumerable<JsonElement> Records() => RecordsOf(Folder).Select(r => r.Record);

    /// <summary>Adds the objects of other days of the same archive.</summary>
    public void Add(DateOnly? from, DateOnly? to) => ArchiveGenerator.Run(_options with { WriteFrom = from, WriteTo = to });

    /// <summary>One hash over all keys and bytes.</summary>
    public string Hash()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var key in Keys)
        {
            hash.AppendData(System.Text.Encoding.UTF8.GetBytes(key));
            hash.AppendData(File.ReadAllBytes(Path.Combine(Folder, key)));
        }

        return Convert.ToHexString(hash.GetHashAndReset());
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
