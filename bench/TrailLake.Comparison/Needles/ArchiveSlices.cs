using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;

namespace TrailLake.Comparison.Needles;

/// <summary>
/// The objects of an archive, in slices of some days of delivery each, so that a conversion's memory does not grow with the archive.
/// </summary>
static partial class ArchiveSlices
{
    /// <summary>The slices in order of time; each is the paths of its objects.</summary>
    /// <param name="archive">Folder of the archive: keys start in it with <c>AWSLogs/</c>.</param>
    /// <param name="days">Days of delivery in a slice.</param>
    public static IReadOnlyList<string[]> Of(string archive, int days) =>
        [.. Directory.EnumerateFiles(archive, "*.json.gz", SearchOption.AllDirectories)
            .GroupBy(DayOf)
            .OrderBy(day => day.Key, StringComparer.Ordinal)
            .Chunk(days)
            .Select(slice => slice.SelectMany(day => day).Order(StringComparer.Ordinal).ToArray())];

    static string DayOf(string path) => Day.Match(path) is { Success: true } match
        ? match.Value
        : throw new FormatException($"{path} is no object of CloudTrail: expected its day of delivery in the key, as …/2026/03/01/…");

    [GeneratedRegex(@"/[0-9]{4}/[0-9]{2}/[0-9]{2}/", RegexOptions.CultureInvariant | RegexOptions.RightToLeft)]
    static partial Regex Day { get; }
}
