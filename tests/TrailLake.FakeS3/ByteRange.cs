using System;
using System.Globalization;

namespace TrailLake.FakeS3;

/// <summary>A part of an object.</summary>
readonly record struct ByteRange(long First, long Length)
{
    /// <summary>Reads <c>bytes=a-b</c>, <c>bytes=a-</c> or <c>bytes=-n</c> (RFC 9110, 14.1.2); null when outside the object.</summary>
    public static ByteRange? Parse(string text, long size)
    {
        var parts = text["bytes=".Length..].Split('-');
        if (parts[0].Length == 0)
        {
            var count = Math.Min(size, long.Parse(parts[1], CultureInfo.InvariantCulture));
            return count == 0 ? null : new ByteRange(size - count, count);
        }

        var first = long.Parse(parts[0], CultureInfo.InvariantCulture);
        var last = parts[1].Length == 0 ? size - 1 : Math.Min(size - 1, long.Parse(parts[1], CultureInfo.InvariantCulture));
        return first > last ? null : new ByteRange(first, last - first + 1);
    }
}
