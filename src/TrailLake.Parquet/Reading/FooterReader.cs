using System.Buffers.Binary;
using System.Text;
using TrailLake.Parquet.Format;
using TrailLake.Schema;
using TrailLake.Storage;

namespace TrailLake.Parquet.Reading;

/// <summary>Reads of a data file's footer what is needed to find pages; the counterpart of <see cref="FooterSection"/>.</summary>
sealed class FooterReader
{
    const int TailLength = 8;

    // Most footers of a lake are shorter, and then one read is enough.
    const int FirstRead = 32 << 10;

    static readonly byte[][][] s_paths =
        [.. EventSchema.File.Paths.Select(path => path.Select(Encoding.UTF8.GetBytes).ToArray())];

    readonly ThriftReader _reader;
    readonly long _fileLength;

    FooterReader(byte[] footer, long fileLength)
    {
        _reader = new ThriftReader(footer);
        _fileLength = fileLength;
    }

    /// <summary>The file's row groups; null when it cannot be read, or another program wrote it.</summary>
    public static RowFile? TryRead(StoredFile file)
    {
        try
        {
            using var reader = file.Open();
            long length = reader.Length;
            return ReadFooter(reader, length) is { } footer && new FooterReader(footer, length).Read() is { } groups
                ? new RowFile(file, groups)
                : null;
        }
        catch (Exception e) when (PageReader.IsDamage(e) || e is UnauthorizedAccessException)
        {
            return null;
        }
    }

    static byte[]? ReadFooter(IFileReader reader, long fileLength)
    {
        var end = new byte[(int)Math.Min(FirstRead, fileLength)];
        PageReader.ReadFully(reader, end, fileLength - end.Length);
        if (end.Length < TailLength || !end.AsSpan(^4..).SequenceEqual("PAR1"u8))
        {
            return null;
        }

        int length = BinaryPrimitives.ReadInt32LittleEndian(end.AsSpan(^TailLength..));
        if (length < 0 || length > fileLength - TailLength)
        {
            return null;
        }

        if (length + TailLength <= end.Length)
        {
            return end[(end.Length - TailLength - length)..^TailLength];
        }

        var footer = new byte[length];
        PageReader.ReadFully(reader, footer, fileLength - TailLength - length);
        return footer;
    }

    RowGroupLocation[]? Read()
    {
        RowGroupLocation[]? groups = null;
        bool isOwn = false;
        short id = 0;
        while (_reader.Next(ref id, out var type))
        {
            switch (id)
            {
                case 4:
                    groups = new RowGroupLocation[Count()];
                    for (int i = 0; i < groups.Length; i++)
                    {
                        groups[i] = ReadRowGroup();
                    }

                    break;
                case 6:
                    // Levels are read as TrailLake's writer nests columns: other writers may nest them otherwise.
                    isOwn = _reader.Binary().StartsWith("TrailLake version "u8);
                    break;
                default:
                    _reader.Skip(type);
                    break;
            }
        }

        return isOwn ? groups : null;
    }

    RowGroupLocation ReadRowGroup()
    {
        var chunks = new ChunkLocation?[CloudTrailSchema.Leaves.Length];
        int rows = 0;
        int next = 0;
        short id = 0;
        while (_reader.Next(ref id, out var type))
        {
            switch (id)
            {
                case 1:
                    for (int left = Count(); left > 0; left--)
                    {
                        ReadChunk(chunks, ref next);
                    }

                    break;
                case 3:
                    rows = checked((int)_reader.Integer());
                    break;
                default:
                    _reader.Skip(type);
                    break;
            }
        }

        return new RowGroupLocation(rows, chunks);
    }

    void ReadChunk(ChunkLocation?[] chunks, ref int next)
    {
        int leaf = -1;
        long offset = 0;
        int length = 0;
        var chunk = default(ChunkLocation);
        short id = 0;
        while (_reader.Next(ref id, out var type))
        {
            switch (id)
            {
                case 3:
                    chunk = ReadMetadata(next, out leaf);
                    break;
                case 4:
                    offset = _reader.Integer();
                    break;
                case 5:
                    length = checked((int)_reader.Integer());
                    break;
                default:
                    _reader.Skip(type);
                    break;
            }
        }

        // A column of a later version is of no use here, and its place is not known.
        if (leaf < 0 || chunk is null)
        {
            return;
        }

        if (offset <= 0 || length <= 0 || offset + length > _fileLength)
        {
            throw new InvalidDataException("A column chunk has no list of its pages.");
        }

        chunks[leaf] = chunk with { PageIndexOffset = offset, PageIndexLength = length };
        next = leaf + 1;
    }

    ChunkLocation ReadMetadata(int expected, out int leaf)
    {
        leaf = -1;
        var codec = CompressionCodec.Uncompressed;
        long values = 0;
        long data = 0;
        long dictionary = -1;
        DictionaryFrame[] frames = [];
        Span<long> statistics = [0, 0, 0, 0];
        short id = 0;
        while (_reader.Next(ref id, out var type))
        {
            switch (id)
            {
                case 3:
                    leaf = ReadPath(expected);
                    break;
                case 4:
                    codec = (CompressionCodec)_reader.Integer();
                    break;
                case 5:
                    values = _reader.Integer();
                    break;
                case 8:
                    frames = ReadFrames();
                    break;
                case 9:
                    data = _reader.Integer();
                    break;
                case 11:
                    dictionary = _reader.Integer();
                    break;
                case 12:
                    statistics[3] = -1;
                    _reader.Struct(statistics);
                    break;
                default:
                    _reader.Skip(type);
                    break;
            }
        }

        bool isKnown = codec is CompressionCodec.Uncompressed or CompressionCodec.Zstd;
        if (!isKnown || data > _fileLength || (dictionary >= 0 && dictionary >= data))
        {
            throw new InvalidDataException(
                "A column chunk is compressed in a way that TrailLake does not write, or stands outside of the file.");
        }

        int dictionaryLength = dictionary < 0 ? 0 : checked((int)(data - dictionary));
        return new ChunkLocation(codec, dictionary, dictionaryLength, frames, 0, 0, IsEmpty: statistics[3] == values);
    }

    // The chunk's metadata of its own, pairs of a key and a value.
    DictionaryFrame[] ReadFrames()
    {
        DictionaryFrame[] frames = [];
        for (int left = Count(); left > 0; left--)
        {
            bool isFrames = false;
            short id = 0;
            while (_reader.Next(ref id, out var type))
            {
                if (id == 1)
                {
                    isFrames = _reader.Binary().SequenceEqual(DictionaryFrames.Key);
                }
                else if (id == 2 && isFrames)
                {
                    frames = DictionaryFrames.Parse(_reader.Binary());
                }
                else
                {
                    _reader.Skip(type);
                }
            }
        }

        return frames;
    }

    // Chunks stand in the order of the schema, so that the expected leaf is nearly always the right one.
    int ReadPath(int expected)
    {
        int start = _reader.Position;
        for (int i = 0; i < s_paths.Length; i++)
        {
            int leaf = (expected + i) % s_paths.Length;
            _reader.Position = start;
            if (IsPath(s_paths[leaf]))
            {
                return leaf;
            }
        }

        return -1;
    }

    // Reads over the path, whether it is this one or not.
    bool IsPath(byte[][] path)
    {
        int parts = Count();
        bool isSame = parts == path.Length;
        for (int i = 0; i < parts; i++)
        {
            var part = _reader.Binary();
            isSame = isSame && part.SequenceEqual(path[i]);
        }

        return isSame;
    }

    // A list cannot have more elements than the footer has bytes: a damaged count must not take the machine's memory.
    int Count()
    {
        int count = _reader.List(out _);
        return count <= _reader.Length ? count : throw new InvalidDataException("A list is longer than the footer.");
    }
}
