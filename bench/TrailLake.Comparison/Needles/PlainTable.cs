using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;

namespace TrailLake.Comparison.Needles;

/// <summary>
/// The plain table: Parquet by date and account as DuckDB's own COPY makes it, with the columns of <see cref="PeerSchema"/>, zstd, DuckDB's
/// defaults otherwise. It is made slice by slice; a file of a slice holds one day and account, so that each partition has one or two files.
/// </summary>
static class PlainTable
{
    const string Complete = "_complete";

    /// <summary>
    /// Most partitions that are written at a time, each with a file open. DuckDB's default of 100 would cut them into small files.
    /// </summary>
    const int MostOpenFiles = 1000;

    /// <summary>Pattern of the table's files.</summary>
    public static string Files(string folder) => folder + "/*/*/*.parquet";

    /// <summary>True when the table was made to its end.</summary>
    public static bool IsComplete(string folder) => File.Exists(Path.Combine(folder, Complete));

    /// <summary>Ends the table: from now on it is complete.</summary>
    public static void Finish(string folder, int slices) =>
        File.WriteAllText(Path.Combine(folder, Complete), string.Create(CultureInfo.InvariantCulture, $"{slices} slices\n"));

    /// <summary>Makes the table of an archive that stands already.</summary>
    /// <param name="days">Days of delivery of a slice.</param>
    public static void Make(string archive, string folder, int days, int threads)
    {
        if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any())
        {
            throw new IOException($"{folder} holds something already; remove it, or name another folder for the plain table");
        }

        var watch = Stopwatch.StartNew();
        var slices = ArchiveSlices.Of(archive, days);
        for (var number = 0; number < slices.Count; number++)
        {
            AddSlice(slices[number], folder, number, threads);
            Console.Error.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"plain table: {number + 1} of {slices.Count} slices, {watch.Elapsed.TotalSeconds:0} s"));
        }

        Finish(folder, slices.Count);
    }

    /// <summary>Adds the events of some objects.</summary>
    /// <param name="number">Number of the slice: names its files.</param>
    public static void AddSlice(IReadOnlyList<string> objects, string folder, int number, int threads)
    {
        Directory.CreateDirectory(folder);
        var largest = objects.Max(path => new FileInfo(path).Length) * DuckDbPeer.MostInflation;
        DuckDbPeer.Copy(
            "[" + string.Join(", ", objects.Select(path => $"'{DuckDbPeer.Quote(path)}'")) + "]",
            folder,
            threads,
            largest,
            string.Create(CultureInfo.InvariantCulture, $"SET partitioned_write_max_open_files = {MostOpenFiles}"),
            string.Create(CultureInfo.InvariantCulture, $", FILENAME_PATTERN 'slice{number:0000}_{{i}}', OVERWRITE_OR_IGNORE true"));
    }
}
