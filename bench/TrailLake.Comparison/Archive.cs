using System;
using System.Globalization;
using System.IO;
using TrailLake.Generator.Archives;

namespace TrailLake.Comparison;

/// <summary>The archive that all contenders read; made once and kept.</summary>
/// <param name="Folder">Its folder.</param>
/// <param name="Events">Number of events.</param>
/// <param name="Objects">Number of objects.</param>
/// <param name="JsonBytes">Bytes of JSON.</param>
/// <param name="GzipBytes">Bytes as delivered.</param>
sealed record Archive(string Folder, long Events, long Objects, long JsonBytes, long GzipBytes)
{
    const string Manifest = "manifest.txt";

    public static Archive Prepare(ComparisonOptions options)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{options.Profile}-{options.Events}-{options.Seed}").ToLowerInvariant();
        var folder = Path.Combine(options.Work, name);
        var manifest = Path.Combine(folder, Manifest);

        // The manifest is written last: an archive without one was not finished.
        if (!File.Exists(manifest))
        {
            if (Directory.Exists(folder))
            {
                Directory.Delete(folder, recursive: true);
            }

            var summary = ArchiveGenerator.Run(new GeneratorOptions
            {
                OutputFolder = Path.Combine(folder, "bucket"),
                Profile = options.Profile,
                Events = options.Events,
                Seed = options.Seed,
            });
            File.WriteAllText(
                manifest,
                string.Create(CultureInfo.InvariantCulture, $"{summary.Events} {summary.Objects} {summary.JsonBytes} {summary.GzipBytes}"));
        }

        var numbers = Array.ConvertAll(File.ReadAllText(manifest).Split(' '), n => long.Parse(n, CultureInfo.InvariantCulture));
        return new Archive(Path.Combine(folder, "bucket"), numbers[0], numbers[1], numbers[2], numbers[3]);
    }

    /// <summary>Room that one object may need, uncompressed.</summary>
    public long LargestObject()
    {
        long largest = 0;
        foreach (var file in new DirectoryInfo(Folder).EnumerateFiles("*.gz", SearchOption.AllDirectories))
        {
            largest = Math.Max(largest, file.Length);
        }

        return largest * DuckDbPeer.MostInflation;
    }
}
