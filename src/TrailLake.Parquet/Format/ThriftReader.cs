using System;
using System.IO;

namespace TrailLake.Parquet.Format;

/// <summary>Walks over structs in Thrift's compact protocol; the counterpart of <see cref="ThriftWriter"/>.</summary>
sealed class ThriftReader
{
    const int Stop = 0;

    readonly byte[] _bytes;

    /// <param name="bytes">What to read; not owned.</param>
    public ThriftReader(byte[] bytes) => _bytes = bytes;

    /// <summary>How many bytes there are to read.</summary>
    public int Length => _bytes.Length;

    /// <summary>Offset of the next byte.</summary>
    public int Position { get; set; }

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
        return count < 15 ? count : checked((int)Varint());
    }

    public long Integer()
    {
        ulong value = Varint();
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    public ReadOnlySpan<byte> Binary()
    {
        int length = checked((int)Varint());
        var value = _bytes.AsSpan(Position, length);
        Position += length;
        return value;
    }

    /// <summary>Reads over a field's value.</summary>
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
                Varint();
                break;
            case ThriftType.Binary:
                Binary();
                break;
            case ThriftType.List:
                SkipList();
                break;
            case ThriftType.Struct:
                short id = 0;
                while (Next(ref id, out var field))
                {
                    Skip(field);
                }

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

    ulong Varint()
    {
        ulong value = 0;
        for (int shift = 0; ; shift += 7)
        {
            byte next = Byte();
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }
    }

    byte Byte() => _bytes[Position++];
}
