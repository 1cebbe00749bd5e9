using System.Buffers.Binary;
using System.Numerics;
using TrailLake.Parquet.Compression;
using TrailLake.Parquet.Format;
using TrailLake.Storage;

namespace TrailLake.Parquet.Reading;

/// <summary>Reads pages of a file that is open. Owns the buffer of the bytes as they stand in the file, and the decompressor.</summary>
sealed class PageReader : IDisposable
{
    /// <summary>Bytes behind a page that may be read, so that eight bytes at its end can be read at once.</summary>
    public const int Slack = 8;

    // No page of TrailLake is larger than a value of the largest record and some more; a damaged header must not take the machine's memory.
    const int MostBytes = 1 << 30;

    // Headers of dictionary pages are shorter.
    const int MostHeader = 64;

    readonly ZstdDecompressor _zstd = new();
    IFileReader? _file;
    byte[] _raw = [];

    /// <summary>True for what reading damaged bytes throws.</summary>
    public static bool IsDamage(Exception e) =>
        e is IOException or InvalidDataException or ArgumentException or IndexOutOfRangeException or OverflowException;

    /// <exception cref="EndOfStreamException">The file ends before.</exception>
    public static void ReadFully(IFileReader file, Span<byte> target, long offset)
    {
        if (!file.TryReadAll(target, offset))
        {
            throw new EndOfStreamException("the file ends before a page of it does.");
        }
    }

    /// <summary>Goes to another file.</summary>
    public void Open(StoredFile file)
    {
        _file?.Dispose();
        _file = null;
        _file = file.Open();
    }

    /// <summary>Begins to read a Thrift struct of the file; it is good until the next call.</summary>
    public ThriftReader ReadThrift(long offset, int length)
    {
        Reserve(ref _raw, length);
        ReadFully(_file!, _raw.AsSpan(0, length), offset);
        return new ThriftReader(_raw);
    }

    /// <param name="body">Grown as needed; it has <see cref="Slack"/> bytes more than the page.</param>
    public PageContent ReadPage(long offset, int length, CompressionCodec codec, ref byte[] body)
    {
        var page = ReadHeader(ReadThrift(offset, length), length, out int header, out int compressed);
        Reserve(ref body, page.Length);
        Inflate(_raw.AsSpan(header, compressed), codec, body.AsSpan(0, page.Length));
        return page;
    }

    /// <summary>Reads the header of a page of frames, which <see cref="ReadFrame"/> reads.</summary>
    /// <param name="header">Its length; the frames stand behind it.</param>
    /// <param name="compressed">The length of all frames.</param>
    /// <param name="body">As for <see cref="ReadPage"/>; nothing is inflated.</param>
    public PageContent ReadHeader(long offset, int length, out int header, out int compressed, ref byte[] body)
    {
        var page = ReadHeader(ReadThrift(offset, Math.Min(length, MostHeader)), length, out header, out compressed);
        Reserve(ref body, page.Length);
        return page;
    }

    public void ReadFrame(long offset, int length, CompressionCodec codec, Span<byte> target)
    {
        Reserve(ref _raw, length);
        ReadFully(_file!, _raw.AsSpan(0, length), offset);
        Inflate(_raw.AsSpan(0, length), codec, target);
    }

    void Inflate(ReadOnlySpan<byte> source, CompressionCodec codec, Span<byte> target)
    {
        if ((codec == CompressionCodec.Zstd ? _zstd.Inflate(source, target) : Copy(source, target)) != target.Length)
        {
            throw new InvalidDataException("a page inflates to less than its header says.");
        }
    }

    static PageContent ReadHeader(ThriftReader thrift, int length, out int header, out int compressed)
    {
        var page = default(PageContent);
        compressed = 0;
        Span<long> kind = [0, 0, 0];
        short id = 0;
        while (thrift.Next(ref id, out var type))
        {
            switch (id)
            {
                case 2:
                    page = page with { Length = checked((int)thrift.Integer()) };
                    break;
                case 3:
                    compressed = checked((int)thrift.Integer());
                    break;
                case 5 or 7:
                    thrift.Struct(kind);
                    page = page with { Values = checked((int)kind[1]), Encoding = (PageEncoding)kind[2] };
                    break;
                default:
                    thrift.Skip(type);
                    break;
            }
        }

        header = thrift.Position;
        return compressed >= 0 && header <= length - compressed && page.Length is >= 0 and <= MostBytes && page.Values >= 0
            ? page
            : throw new InvalidDataException("a page's header says that it ends elsewhere than the list of pages.");
    }

    /// <summary>Number of bytes that a little-endian length says, of those that are there.</summary>
    public static int Length(ReadOnlySpan<byte> bytes)
    {
        int length = BinaryPrimitives.ReadInt32LittleEndian(bytes);
        return length >= 0 && length <= bytes.Length - sizeof(int)
            ? length
            : throw new InvalidDataException("a value ends behind its page.");
    }

    public void Dispose()
    {
        _file?.Dispose();
        _zstd.Dispose();
    }

    static int Copy(ReadOnlySpan<byte> source, Span<byte> target)
    {
        source.CopyTo(target);
        return source.Length;
    }

    static void Reserve(ref byte[] buffer, int length)
    {
        if (buffer.Length - Slack < length)
        {
            buffer = new byte[(int)Math.Max(4096, BitOperations.RoundUpToPowerOf2((uint)length + Slack))];
        }
    }
}
