using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace TrailLake.Parquet.Format;

/// <summary>A byte array that grows and is reused. It owns its array; spans into it are valid until the next write.</summary>
sealed class ByteBuffer(int capacity = 1024)
{
    byte[] _bytes = new byte[capacity];
    int _length;

    public int Length => _length;

    public int Capacity => _bytes.Length;

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, _length);

    public void Clear() => _length = 0;

    /// <summary>Free room of at least <paramref name="size"/> bytes after what is written; taken by <see cref="Advance"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Span<byte> Reserve(int size)
    {
        if (_bytes.Length - _length < size)
        {
            Grow(size);
        }

        return _bytes.AsSpan(_length);
    }

    public void Advance(int size) => _length += size;

    public void Write(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Reserve(bytes.Length));
        _length += bytes.Length;
    }

    public void WriteByte(byte value)
    {
        Reserve(1)[0] = value;
        _length++;
    }

    public void WriteInt32(int value)
    {
        BinaryPrimitives.WriteInt32LittleEndian(Reserve(4), value);
        _length += 4;
    }

    public void PatchInt32(int position, int value) => BinaryPrimitives.WriteInt32LittleEndian(_bytes.AsSpan(position, 4), value);

    /// <summary>Seven bits a byte, least significant first.</summary>
    public void WriteVarint(ulong value)
    {
        var room = Reserve(10);
        int i = 0;
        for (; value >= 0x80; value >>= 7)
        {
            room[i++] = (byte)(value | 0x80);
        }

        room[i] = (byte)value;
        _length += i + 1;
    }

    public void WriteZigzag(long value) => WriteVarint((ulong)((value << 1) ^ (value >> 63)));

    [MethodImpl(MethodImplOptions.NoInlining)]
    void Grow(int size)
    {
        long needed = (long)_length + size;
        if (needed > Array.MaxLength)
        {
            throw new InvalidOperationException($"A row group's column would take {needed} bytes; at most {Array.MaxLength} can be held.");
        }

        Array.Resize(ref _bytes, (int)Math.Min(Array.MaxLength, Math.Max(needed, _bytes.Length * 2L)));
    }
}
