namespace TrailLake.Parquet.Format;

/// <summary>Walks over structs in Thrift's compact protocol; the counterpart of <see cref="ThriftWriter"/>.</summary>
sealed class ThriftReader(byte[] bytes)
{
    const int Stop = 0;

    int _position;

    public int Length => bytes.Length;

    public int Position { get => _position; set => _position = value; }

    /// <summary>Reads the header of the next field of a struct; false at the struct's end, which is read too.</summary>
    /// <param name="id">Id of the field before; 0 at first.</param>
    public bool Next(ref short id, out ThriftType type)
    {
        byte header = Byte();
        type = (ThriftType)(header & 0x0F);
        if (header == Stop)
        {
            return false;
        }

        int difference = header >> 4;
        id = difference == 0 ? (short)Integer() : (short)(id + difference);
        return true;
    }

    /// <summary>Reads the header of a list: how many elements follow.</summary>
    public int List(out ThriftType element)
    {
        byte header = Byte();
        element = (ThriftType)(header & 0x0F);
        int count = header >> 4;
        return count < 15 ? count : Count();
    }

    public long Integer() => Varint.ReadZigzag(bytes, ref _position);

    public ReadOnlySpan<byte> Binary()
    {
        int length = Count();
        var value = bytes.AsSpan(_position, length);
        _position += length;
        return value;
    }

    /// <summary>Reads a struct: an integer field is put at its id into <paramref name="integers"/>, any other field is skipped.</summary>
    public void Struct(Span<long> integers)
    {
        short id = 0;
        while (Next(ref id, out var type))
        {
            if (type is ThriftType.Int16 or ThriftType.Int32 or ThriftType.Int64 && (uint)id < (uint)integers.Length)
            {
                integers[id] = Integer();
            }
            else
            {
                Skip(type);
            }
        }
    }

    public void Skip(ThriftType type)
    {
        switch (type)
        {
            case ThriftType.True or ThriftType.False:
                break;
            case ThriftType.Byte:
                Byte();
                break;
            case ThriftType.Int16 or ThriftType.Int32 or ThriftType.Int64:
                Integer();
                break;
            case ThriftType.Binary:
                Binary();
                break;
            case ThriftType.List:
                SkipList();
                break;
            case ThriftType.Struct:
                Struct([]);
                break;
            default:
                throw new InvalidDataException($"a Thrift field has type {(int)type}, which Parquet's metadata does not use.");
        }
    }

    void SkipList()
    {
        int count = List(out var element);
        for (int i = 0; i < count; i++)
        {
            // In a list a boolean takes a byte; in a field it stands in the header.
            if (element is ThriftType.True or ThriftType.False)
            {
                Byte();
            }
            else
            {
                Skip(element);
            }
        }
    }

    int Count() => checked((int)Varint.Read(bytes, ref _position));

    byte Byte() => bytes[_position++];
}
