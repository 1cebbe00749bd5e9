using System.Text;

namespace TrailLake.Parquet.Format;

/// <summary>Writes Thrift's compact protocol: https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md.</summary>
sealed class ThriftWriter(ByteBuffer output)
{
    // A field's header holds the difference to the id before it, so each open struct remembers its last id.
    readonly short[] _lastIds = new short[16];
    int _depth;

    /// <summary>Begins a struct that has no field header: the outermost one, or an element of a list.</summary>
    public void Begin() => _lastIds[++_depth] = 0;

    /// <summary>Begins a struct that is a field.</summary>
    public void Begin(short id)
    {
        Header(id, ThriftType.Struct);
        Begin();
    }

    public void End()
    {
        output.WriteByte(0);
        _depth--;
    }

    /// <summary>Writes a field that is a struct without fields, as the members of Parquet's unions are.</summary>
    public void Empty(short id)
    {
        Begin(id);
        End();
    }

    /// <summary>Writes a field that is a union, by the id of its member.</summary>
    public void Union(short id, short member)
    {
        Begin(id);
        Empty(member);
        End();
    }

    public void Boolean(short id, bool value) => Header(id, value ? ThriftType.True : ThriftType.False);

    public void Byte(short id, byte value)
    {
        Header(id, ThriftType.Byte);
        output.WriteByte(value);
    }

    public void Int16(short id, short value) => Integer(id, ThriftType.Int16, value);

    public void Int32(short id, int value) => Integer(id, ThriftType.Int32, value);

    public void Int64(short id, long value) => Integer(id, ThriftType.Int64, value);

    public void Binary(short id, ReadOnlySpan<byte> value)
    {
        Header(id, ThriftType.Binary);
        BinaryElement(value);
    }

    public void Text(short id, string value) => Binary(id, Encoding.UTF8.GetBytes(value));

    /// <summary>Begins a list of <paramref name="count"/> elements, which must follow.</summary>
    public void List(short id, ThriftType element, int count)
    {
        Header(id, ThriftType.List);
        if (count < 15)
        {
            output.WriteByte((byte)((count << 4) | (int)element));
        }
        else
        {
            output.WriteByte((byte)(0xF0 | (int)element));
            output.WriteVarint((ulong)count);
        }
    }

    public void IntegerElement(long value) => output.WriteZigzag(value);

    public void BooleanElement(bool value) => output.WriteByte((byte)(value ? ThriftType.True : ThriftType.False));

    public void BinaryElement(ReadOnlySpan<byte> value)
    {
        output.WriteVarint((ulong)value.Length);
        output.Write(value);
    }

    public void TextElement(string value) => BinaryElement(Encoding.UTF8.GetBytes(value));

    void Integer(short id, ThriftType type, long value)
    {
        Header(id, type);
        output.WriteZigzag(value);
    }

    void Header(short id, ThriftType type)
    {
        ref short last = ref _lastIds[_depth];
        int difference = id - last;
        last = id;
        if (difference is > 0 and < 16)
        {
            output.WriteByte((byte)((difference << 4) | (int)type));
        }
        else
        {
            output.WriteByte((byte)type);
            output.WriteZigzag(id);
        }
    }
}
