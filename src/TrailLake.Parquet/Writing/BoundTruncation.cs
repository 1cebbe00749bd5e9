using System.Text;
using System.Text.Unicode;
using TrailLake.Parquet.Format;

namespace TrailLake.Parquet.Writing;

/// <summary>Shortens UTF-8 text to bounds that compare byte by byte, as Parquet and Delta compare text.</summary>
static class BoundTruncation
{
    /// <summary>Most bytes of a bound in the file's statistics.</summary>
    public const int MaxBytes = 64;

    /// <summary>The bounds in the file's statistics of texts of which these are the least and the greatest.</summary>
    public static ValueBounds Of(ReadOnlySpan<byte> min, ReadOnlySpan<byte> max)
    {
        var lower = Prefix(min, MaxBytes);
        var prefix = Prefix(max, MaxBytes);
        var upper = prefix.Length == max.Length ? null : RoundUpEarliest(max, prefix.Length);
        return new ValueBounds(lower.ToArray(), upper ?? max.ToArray(), lower.Length == min.Length, upper is null);
    }

    /// <summary>The longest prefix of at most <paramref name="maxBytes"/> that does not cut a character.</summary>
    public static ReadOnlySpan<byte> Prefix(ReadOnlySpan<byte> text, int maxBytes)
    {
        if (text.Length <= maxBytes)
        {
            return text;
        }

        // Continuation bytes are 10xxxxxx: the cut must stand before a byte that is none.
        int end = maxBytes;
        while (end > 0 && (text[end] & 0xC0) == 0x80)
        {
            end--;
        }

        return text[..end];
    }

    /// <summary>A text above all that begin with a prefix: its last character becomes the next one. Null when there is none.</summary>
    public static byte[]? RoundUp(ReadOnlySpan<byte> prefix)
    {
        while (prefix.Length > 0)
        {
            if (Rune.DecodeLastFromUtf8(prefix, out var last, out int size) != System.Buffers.OperationStatus.Done)
            {
                return null;
            }

            var kept = prefix[..^size];
            if (last.Value < 0x10FFFF)
            {
                // No character stands for a surrogate: the one after U+D7FF is U+E000.
                var next = new Rune(last.Value == 0xD7FF ? 0xE000 : last.Value + 1);
                var result = new byte[kept.Length + next.Utf8SequenceLength];
                kept.CopyTo(result);
                next.EncodeToUtf8(result.AsSpan(kept.Length));
                return result;
            }

            prefix = kept;
        }

        return null;
    }

    /// <summary>
    /// The prefix of a text rounded up or, where it has the greatest character alone, one that goes on to the first other character. Null
    /// when there is none: the text is its own bound then, however long, for other engines pass over a file with values of a column and no
    /// bound.
    /// </summary>
    public static byte[]? RoundUpEarliest(ReadOnlySpan<byte> text, int prefix)
    {
        if (RoundUp(text[..prefix]) is { } rounded)
        {
            return rounded;
        }

        while (prefix < text.Length)
        {
            Rune.DecodeFromUtf8(text[prefix..], out var rune, out int size);
            prefix += size;
            if (rune.Value < 0x10FFFF)
            {
                return RoundUp(text[..prefix]);
            }
        }

        return null;
    }

    /// <summary>A lower bound of at most <paramref name="maxCharacters"/> UTF-16 characters; null for bytes that are not UTF-8.</summary>
    public static string? Lower(ReadOnlySpan<byte> bound, int maxCharacters) =>
        Utf8.IsValid(bound) ? Encoding.UTF8.GetString(Characters(bound, maxCharacters)) : null;

    /// <summary>As <see cref="Lower"/>, of an upper bound; longer where its first characters are the greatest there are.</summary>
    public static string? Upper(ReadOnlySpan<byte> bound, int maxCharacters)
    {
        if (!Utf8.IsValid(bound))
        {
            return null;
        }

        var prefix = Characters(bound, maxCharacters);
        if (prefix.Length == bound.Length)
        {
            return Encoding.UTF8.GetString(bound);
        }

        // U+FFFF is followed by U+10000, which takes two UTF-16 characters: give it room.
        var rounded = RoundUp(prefix);
        if (rounded is not null && Encoding.UTF8.GetCharCount(rounded) > maxCharacters)
        {
            rounded = RoundUp(Characters(bound, maxCharacters - 1));
        }

        return Encoding.UTF8.GetString(rounded ?? RoundUpEarliest(bound, prefix.Length) ?? bound);
    }

    static ReadOnlySpan<byte> Characters(ReadOnlySpan<byte> text, int count)
    {
        int end = 0;
        while (end < text.Length)
        {
            Rune.DecodeFromUtf8(text[end..], out var rune, out int size);
            count -= rune.Utf16SequenceLength;
            if (count < 0)
            {
                break;
            }

            end += size;
        }

        return text[..end];
    }
}
