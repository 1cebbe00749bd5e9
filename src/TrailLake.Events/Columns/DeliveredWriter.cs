using System.Buffers;
using System.Text;
using TrailLake.Scanning;
using TrailLake.Schema;

namespace TrailLake.Columns;

/// <summary>
/// Writes the column <c>delivered</c>: a JSON object that holds, under the path of a column, the JSON of its value as it was delivered, in
/// a JSON string: nothing of a record stands there but in such a string. Owns its memory.
/// </summary>
sealed class DeliveredWriter
{
    static readonly byte[][] s_keys = Keys();

    readonly ArrayBufferWriter<byte> _text = new(256);
    byte[] _readable = [];
    bool _isOpen;

    /// <summary>True when what <see cref="Readable"/> was given last was readable as it is.</summary>
    public bool IsSame { get; private set; }

    /// <summary>A JSON text in the form that all readers take; good until it is called again.</summary>
    public ReadOnlySpan<byte> Readable(ReadOnlySpan<byte> json)
    {
        int most = PortableJson.MostBytes(json.Length);
        if (_readable.Length < most)
        {
            _readable = new byte[Math.Max(most, 1024)];
        }

        int written = PortableJson.Write(json, _readable, out bool isSame);
        IsSame = isSame;
        return _readable.AsSpan(0, written);
    }

    /// <summary>Adds a column's value: the JSON as it was delivered.</summary>
    public void Add(FieldId column, ReadOnlySpan<byte> json)
    {
        if (!_isOpen)
        {
            _text.ResetWrittenCount();
        }

        _text.Write(_isOpen ? ","u8 : "{"u8);
        _isOpen = true;
        _text.Write(s_keys[(int)column]);
        _text.Advance(PortableJson.WriteString(json, _text.GetSpan(PortableJson.MostBytes(json.Length))));
    }

    /// <summary>Ends a row's value: the text, empty when nothing was added; good until the next value is added.</summary>
    public ReadOnlySpan<byte> End()
    {
        if (!_isOpen)
        {
            return [];
        }

        _isOpen = false;
        _text.Write("}"u8);
        return _text.WrittenSpan;
    }

    static byte[][] Keys()
    {
        var keys = new byte[CloudTrailSchema.Leaves.Length][];
        foreach (var leaf in CloudTrailSchema.Leaves)
        {
            keys[leaf.Index] = Encoding.UTF8.GetBytes($"\"{leaf.Path}\":");
        }

        return keys;
    }
}
