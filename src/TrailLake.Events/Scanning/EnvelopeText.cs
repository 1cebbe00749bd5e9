using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.IO.Compression;

namespace TrailLake.Scanning;

/// <summary>
/// The text of a JSON string, unescaped; where it is base64, what that stands for; where that is gzip, its content: CloudWatch Logs sends
/// its subscriptions so. Owns its memory, which is as large as the largest text.
/// </summary>
sealed class EnvelopeText
{
    // Log events compress by ten to thirty; deflate cannot by more than 1,032.
    const int MostInflation = 400;
    const int AlwaysAllowed = 1 << 20;
    const int GzipTrailer = 8;

    byte[] _other = [];

    /// <summary>Where the text stands, from its first byte.</summary>
    public byte[] Buffer { get; private set; } = [];

    /// <summary>Its length in bytes.</summary>
    public int Length { get; private set; }

    public ReadOnlySpan<byte> Span => Buffer.AsSpan(0, Length);

    /// <summary>The inside of a JSON string without blanks before it, escaped ones too.</summary>
    public static ReadOnlySpan<byte> TrimEscaped(ReadOnlySpan<byte> text)
    {
        while (true)
        {
            text = text.TrimStart(" \t\r\n"u8);
            if (text.Length < 2 || text[0] != '\\' || text[1] is not ((byte)'n' or (byte)'r' or (byte)'t'))
            {
                return text;
            }

            text = text[2..];
        }
    }

    /// <summary>Takes the inside of a JSON string; false when it cannot be unescaped or decoded without loss.</summary>
    public bool TryTake(ReadOnlySpan<byte> escaped, bool mayBeBase64)
    {
        if (Buffer.Length < escaped.Length)
        {
            Buffer = new byte[Math.Max(escaped.Length, Buffer.Length * 2)];
        }

        if (JsonUnescape.Unescape(escaped, Buffer, out int length) != UnescapeStatus.Done)
        {
            return false;
        }

        Length = length;
        if (!mayBeBase64 || !EnvelopeKeys.IsBase64(Span))
        {
            return true;
        }

        if (Base64.DecodeFromUtf8InPlace(Buffer.AsSpan(0, length), out int decoded) != OperationStatus.Done)
        {
            return false;
        }

        Length = decoded;
        return decoded < 2 || Buffer[0] != 0x1F || Buffer[1] != 0x8B || TryInflate();
    }

    bool TryInflate()
    {
        int most = (int)Math.Min(ScanLimits.MaxRecordBytes, Math.Max(AlwaysAllowed, (long)Length * MostInflation));
        int written = 0;
        try
        {
            using var inflater = new GZipStream(new MemoryStream(Buffer, 0, Length, writable: false), CompressionMode.Decompress);
            int read;
            do
            {
                if (written == _other.Length)
                {
                    Array.Resize(ref _other, Math.Max(64 << 10, written * 2));
                }

                read = inflater.Read(_other, written, _other.Length - written);
                written += read;
            }
            while (read > 0 && written <= most);
        }
        catch (InvalidDataException)
        {
            return false;
        }

        // The stream takes what was cut off for whole: the length at its end tells.
        bool isWhole = written <= most && Length > GzipTrailer
            && BinaryPrimitives.ReadUInt32LittleEndian(Buffer.AsSpan(Length - 4, 4)) == (uint)written;
        (Buffer, _other) = (_other, Buffer);
        Length = written;
        return isWhole;
    }
}
