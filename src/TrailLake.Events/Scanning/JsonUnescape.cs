using System.Buffers.Text;
using System.Text;

namespace TrailLake.Scanning;

/// <summary>Turns the inside of a JSON string into UTF-8 text (RFC 8259, section 7).</summary>
static class JsonUnescape
{
    const int Replacement = 0xFFFD;

    /// <summary>Unescapes into <paramref name="target"/>, which must be as long as the source at least: text never grows.</summary>
    /// <param name="keepsHalves">
    /// Writes half of a surrogate pair as UTF-8 would write it if it could, so that different texts stay different; else U+FFFD.
    /// </param>
    public static UnescapeStatus Unescape(ReadOnlySpan<byte> source, Span<byte> target, out int written, bool keepsHalves = false)
    {
        int read = 0;
        written = 0;
        bool lone = false;
        while (true)
        {
            int next = source[read..].IndexOf((byte)'\\');
            int plain = next < 0 ? source.Length - read : next;
            source.Slice(read, plain).CopyTo(target[written..]);
            read += plain;
            written += plain;
            if (next < 0)
            {
                return lone ? UnescapeStatus.LoneSurrogate : UnescapeStatus.Done;
            }

            if (read + 1 >= source.Length)
            {
                return UnescapeStatus.Invalid;
            }

            byte kind = source[read + 1];
            if (kind != 'u')
            {
                int plainByte = Plain(kind);
                if (plainByte < 0)
                {
                    return UnescapeStatus.Invalid;
                }

                target[written++] = (byte)plainByte;
                read += 2;
                continue;
            }

            int unit = Hex4(source, read + 2);
            if (unit < 0)
            {
                return UnescapeStatus.Invalid;
            }

            read += 6;
            int scalar = unit;
            if ((unit & 0xF800) == 0xD800)
            {
                int low = LowHalf(source, read);
                if (unit >= 0xDC00 || low < 0)
                {
                    // UTF-8 has no form for half of a pair: a replacement stands in for it. The rest is still checked for being JSON.
                    lone = true;
                    written += Encode(keepsHalves ? unit : Replacement, target[written..]);
                    continue;
                }

                scalar = 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00);
                read += 6;
            }

            written += Encode(scalar, target[written..]);
        }
    }

    /// <summary>The second half of a surrogate pair whose escape stands at a position; -1 when another thing does.</summary>
    public static int LowHalf(ReadOnlySpan<byte> source, int at)
    {
        int unit = at + 1 < source.Length && source[at] == '\\' && source[at + 1] == 'u' ? Hex4(source, at + 2) : -1;
        return (unit & 0xFC00) == 0xDC00 ? unit : -1;
    }

    static int Plain(byte kind) => kind switch
    {
        (byte)'"' or (byte)'\\' or (byte)'/' => kind,
        (byte)'b' => '\b',
        (byte)'f' => '\f',
        (byte)'n' => '\n',
        (byte)'r' => '\r',
        (byte)'t' => '\t',
        _ => -1,
    };

    /// <summary>The number that four hexadecimal digits write; -1 when they are none.</summary>
    public static int Hex4(ReadOnlySpan<byte> source, int at) =>
        at + 4 <= source.Length && Utf8Parser.TryParse(source.Slice(at, 4), out ushort unit, out int read, 'x') && read == 4 ? unit : -1;

    static int Encode(int scalar, Span<byte> target)
    {
        if (Rune.TryCreate(scalar, out var rune))
        {
            return rune.EncodeToUtf8(target);
        }

        // Half of a surrogate pair, in the form of its neighbours.
        target[0] = (byte)(0xE0 | (scalar >> 12));
        target[1] = (byte)(0x80 | ((scalar >> 6) & 0x3F));
        target[2] = (byte)(0x80 | (scalar & 0x3F));
        return 3;
    }
}
