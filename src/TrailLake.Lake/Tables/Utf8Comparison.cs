namespace TrailLake.Tables;

/// <summary>Compares UTF-16 texts in the order of their UTF-8 bytes, in which Parquet and Delta keep bounds.</summary>
static class Utf8Comparison
{
    /// <summary>
    /// Less than, equal to, or greater than zero, as <paramref name="a"/> comes before, with or after <paramref name="b"/>.
    /// </summary>
    public static int Compare(ReadOnlySpan<char> a, ReadOnlySpan<char> b)
    {
        int common = a.CommonPrefixLength(b);
        if (common == a.Length || common == b.Length)
        {
            return a.Length.CompareTo(b.Length);
        }

        // Surrogates stand below U+E000..U+FFFF as UTF-16 and above them as UTF-8; nothing else differs.
        char x = a[common];
        char y = b[common];
        return x >= '\uD800' && y >= '\uD800' ? Rank(x).CompareTo(Rank(y)) : x.CompareTo(y);
    }

    static int Rank(char c) => char.IsSurrogate(c) ? c + 0x10000 : c;
}
