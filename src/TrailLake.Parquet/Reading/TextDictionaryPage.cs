using System.Buffers.Binary;
using TrailLake.Parquet.Format;

namespace TrailLake.Parquet.Reading;

/// <summary>The dictionary page of a column of text. Only those of its frames are inflated whose entries are asked for.</summary>
sealed class TextDictionaryPage
{
    readonly List<Frame> _frames = [];
    PageReader? _file;
    CompressionCodec _codec;
    byte[] _bytes = [];
    int[] _starts = []; // where each entry begins; good for those of frames that are indexed
    int _count;
    bool[] _found = [];

    /// <summary>True when it is worth while to inflate parts of it.</summary>
    public bool IsOfFrames => _frames.Count > 1;

    public int Count => _count;

    /// <summary>For each entry whether it held one of the texts that were searched last.</summary>
    public ReadOnlySpan<bool> Found => _found.AsSpan(0, _count);

    public void Load(PageReader file, ChunkLocation chunk)
    {
        (_file, _codec) = (file, chunk.Codec);
        _frames.Clear();
        int header = 0;
        int compressed = 0;
        var page = chunk.DictionaryFrames.Length == 0
            ? file.ReadPage(chunk.DictionaryOffset, chunk.DictionaryLength, chunk.Codec, ref _bytes)
            : file.ReadHeader(chunk.DictionaryOffset, chunk.DictionaryLength, out header, out compressed, ref _bytes);
        _count = page.Values;
        if (page.Encoding != PageEncoding.Plain || _count > page.Length / sizeof(int))
        {
            throw new InvalidDataException("a dictionary is not what TrailLake writes.");
        }

        if (chunk.DictionaryFrames.Length == 0)
        {
            _frames.Add(new Frame { Entries = _count, End = page.Length, IsInflated = true });
        }
        else
        {
            AddFrames(chunk, chunk.DictionaryOffset + header);
            var last = _frames[^1];
            if (last.FirstEntry + last.Entries != _count || last.End != page.Length
                || chunk.DictionaryFrames.Sum(frame => (long)frame.Compressed) != compressed)
            {
                throw new InvalidDataException("a dictionary's frames are not what its page is made of.");
            }
        }

        ReusedArray.Take(ref _starts, _count);
    }

    /// <exception cref="InvalidDataException">There is no such entry.</exception>
    public void Require(int number)
    {
        if ((uint)number >= (uint)_count)
        {
            throw new InvalidDataException("a row names an entry that its dictionary does not have.");
        }
    }

    public ReadOnlySpan<byte> Entry(int number)
    {
        Require(number);
        var frame = _frames[0];
        for (int i = 1; number >= frame.FirstEntry + frame.Entries; i++)
        {
            frame = _frames[i];
        }

        Index(frame);
        int start = _starts[number];
        return _bytes.AsSpan(start, BinaryPrimitives.ReadInt32LittleEndian(_bytes.AsSpan(start - sizeof(int))));
    }

    /// <summary>Searches all entries; false when none holds one of the texts, and then <see cref="Found"/> is not good.</summary>
    public bool Find(IReadOnlyList<byte[]> texts)
    {
        bool any = false;
        foreach (var frame in _frames)
        {
            Inflate(frame);
            foreach (byte[] text in texts)
            {
                Find(frame, text, ref any);
            }
        }

        return any && Found.Contains(true);
    }

    public bool Holds(int entry, IReadOnlyList<byte[]> texts)
    {
        var value = Entry(entry);
        foreach (byte[] text in texts)
        {
            if (value.IndexOf(text) >= 0)
            {
                return true;
            }
        }

        return false;
    }

    // Entries and the lengths between them are searched as one: most dictionaries have nothing, and then it was one fast pass.
    void Find(Frame frame, ReadOnlySpan<byte> text, ref bool any)
    {
        for (int at = frame.Start, hit; (hit = _bytes.AsSpan(at, frame.End - at).IndexOf(text)) >= 0; at += hit + 1)
        {
            if (!any)
            {
                any = true;
                ReusedArray.Take(ref _found, _count).Clear();
            }

            Index(frame);
            int entry = EntryAt(frame, at + hit);
            if (entry >= 0 && at + hit + text.Length <= _starts[entry] + Entry(entry).Length)
            {
                _found[entry] = true;
            }
        }
    }

    // The last entry of a frame that begins at or before a position; -1 when none does.
    int EntryAt(Frame frame, int position)
    {
        int place = _starts.AsSpan(frame.FirstEntry, frame.Entries).BinarySearch(position);
        place = place >= 0 ? place : ~place - 1;
        return place < 0 ? -1 : frame.FirstEntry + place;
    }

    void AddFrames(ChunkLocation chunk, long offset)
    {
        int entry = 0;
        int start = 0;
        foreach (var part in chunk.DictionaryFrames)
        {
            var frame = new Frame
            {
                FirstEntry = entry,
                Entries = part.Entries,
                Start = start,
                End = checked(start + part.Length),
                Offset = offset,
                Compressed = part.Compressed,
            };
            _frames.Add(frame);
            entry = checked(entry + part.Entries);
            start = frame.End;
            offset += part.Compressed;
        }
    }

    void Inflate(Frame frame)
    {
        if (!frame.IsInflated)
        {
            _file!.ReadFrame(frame.Offset, frame.Compressed, _codec, _bytes.AsSpan(frame.Start, frame.End - frame.Start));
            frame.IsInflated = true;
        }
    }

    void Index(Frame frame)
    {
        if (frame.IsIndexed)
        {
            return;
        }

        Inflate(frame);
        int position = frame.Start;
        for (int i = frame.FirstEntry; i < frame.FirstEntry + frame.Entries; i++)
        {
            int length = PageReader.Length(_bytes.AsSpan(position, frame.End - position));
            position += sizeof(int);
            _starts[i] = position;
            position += length;
        }

        frame.IsIndexed = true;
    }

    sealed class Frame
    {
        public int FirstEntry;
        public int Entries;
        public int Start; // in the inflated page …
        public int End; // … and behind its last byte
        public long Offset; // in the file
        public int Compressed;
        public bool IsInflated;
        public bool IsIndexed;
    }
}
