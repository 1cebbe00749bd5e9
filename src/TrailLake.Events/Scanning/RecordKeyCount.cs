namespace TrailLake.Scanning;

/// <summary>
/// Counts the records in bytes that are no JSON by the keys that each record has once. The middle of five counts is taken: one key that
/// stands twice, or was damaged, changes nothing. Quotes of keys inside of strings are escaped, so they do not count.
/// </summary>
struct RecordKeyCount
{
    /// <summary>Bytes that the longest key takes: so many must follow for a key to be seen.</summary>
    public const int Longest = 17;

    int _versions;
    int _times;
    int _sources;
    int _names;
    int _ids;
    int _inners;

    /// <summary>Zero bytes.</summary>
    public long ZeroBytes { get; private set; }

    /// <summary>About how many records these bytes were parts of.</summary>
    public readonly int Records
    {
        get
        {
            Span<int> counts = [_versions, _times, _sources, _names, _ids];
            counts.Sort();
            return Math.Max(counts[2], _inners);
        }
    }

    /// <summary>Counts the keys that begin in the first <paramref name="count"/> bytes of a text.</summary>
    public void Add(ReadOnlySpan<byte> text, int count)
    {
        ZeroBytes += text[..count].Count((byte)0);
        for (int at = -1; (at = Next(text, "\"event"u8, at + 1, count)) >= 0;)
        {
            var rest = text[(at + 6)..];
            _versions += rest.StartsWith("Version\""u8) ? 1 : 0;
            _times += rest.StartsWith("Time\""u8) ? 1 : 0;
            _sources += rest.StartsWith("Source\""u8) ? 1 : 0;
            _names += rest.StartsWith("Name\""u8) ? 1 : 0;
            _ids += rest.StartsWith("ID\""u8) ? 1 : 0;
        }

        for (int at = -1; (at = Next(text, "\"CloudTrailEvent\""u8, at + 1, count)) >= 0;)
        {
            _inners++;
        }
    }

    static int Next(ReadOnlySpan<byte> text, ReadOnlySpan<byte> key, int from, int end)
    {
        int found = from < end ? text[from..].IndexOf(key) : -1;
        return found < 0 || from + found >= end ? -1 : from + found;
    }
}
