using System.Buffers;
using System.Text;
using TrailLake.Columns;
using TrailLake.Schema;

namespace TrailLake.Parquet.Tables;

/// <summary>The texts of one leaf of a row group, with their levels; buffers are given back by <see cref="Dispose"/>.</summary>
sealed class TextValues(LeafSpec leaf) : IDisposable
{
    byte[] _utf8 = [];

    public TextColumn Column { get; } = new(leaf);

    /// <summary>Adds a text as UTF-8; half a surrogate pair becomes U+FFFD, as UTF-8 has none.</summary>
    /// <param name="missing">Definition level of a text that is null.</param>
    public void Add(string? text, int missing, byte repetition = 0)
    {
        if (text is null)
        {
            AddMissing(missing, repetition);
            return;
        }

        if (_utf8.Length < text.Length * 3L)
        {
            Return();
            _utf8 = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(text.Length));
        }

        Column.Append(_utf8.AsSpan(0, Encoding.UTF8.GetBytes(text, _utf8)), repetition);
    }

    public void Add(byte[]? bytes, int missing)
    {
        if (bytes is null)
        {
            AddMissing(missing);
        }
        else
        {
            Column.Append(bytes);
        }
    }

    /// <summary>Adds a value that is missing at a definition level.</summary>
    public void AddMissing(int definition, byte repetition = 0) => Column.AppendMissing(definition, repetition);

    /// <summary>Adds the texts of a list; <paramref name="level"/> is the definition level of one that is not there.</summary>
    public void AddList(IEnumerable<string?>? texts, int level)
    {
        if (texts is null)
        {
            AddMissing(level);
            return;
        }

        // Levels from there on: a list without elements, an element that is null, one that is not.
        byte repetition = 0;
        foreach (string? text in texts)
        {
            Add(text, level + 2, repetition);
            repetition = 1;
        }

        if (repetition == 0)
        {
            AddMissing(level + 1);
        }
    }

    public void Dispose()
    {
        Column.Reset();
        Return();
    }

    void Return()
    {
        if (_utf8.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_utf8);
            _utf8 = [];
        }
    }
}
