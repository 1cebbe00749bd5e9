using System;
using System.Globalization;
using System.IO;
using System.Linq;

namespace TrailLake.Comparison.Needles;

/// <summary>Bytes that this process read so far, from the page cache or the disk (<c>rchar</c> of proc(5)).</summary>
static class BytesRead
{
    const string Name = "rchar:";

    public static long Now() => long.Parse(
        File.ReadLines("/proc/self/io").First(line => line.StartsWith(Name, StringComparison.Ordinal)).AsSpan(Name.Length),
        NumberStyles.AllowLeadingWhite,
        CultureInfo.InvariantCulture);
}
