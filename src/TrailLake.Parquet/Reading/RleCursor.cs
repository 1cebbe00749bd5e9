using System.Buffers.Binary;
using TrailLake.Parquet.Format;

namespace TrailLake.Parquet.Reading;

/// <summary>
/// Goes over Parquet's hybrid of run-length encoding and bit packing; the counterpart of <see cref="Writing.RleEncoder"/>, which names the
/// specification. Packed values are not unpacked to get at one of them.
/// </summary>
struct RleCursor
{
    readonly int _end;
    readonly int _width;
    int _next; // where the next run's header stands
    int _bytes; // where the current run's values stand
    int _value; // of a run that repeats one

    /// <param name="start">Where the first run's header stands in the page.</param>
    /// <param name="end">Where the last run ends.</param>
    /// <param name="width">Bits of a value, at most 32.</param>
    public RleCursor(int start, int end, int width)
    {
        if (width is < 0 or > 32)
        {
            throw new InvalidDataException("values are wider than Parquet allows.");
        }

        _next = start;
        _end = end;
        _width = width;
    }

    public int Start { get; private set; }

    /// <summary>The value behind the current run's last one.</summary>
    public int Stop { get; private set; }

    /// <summary>True when the current run is one value that repeats.</summary>
    public bool IsRepeated { get; private set; }

    /// <summary>Goes to the next run; false at the end.</summary>
    public bool MoveNext(ReadOnlySpan<byte> page)
    {
        if (_next >= _end)
        {
            return false;
        }

        uint header = (uint)Varint.Read(page, ref _next);
        int count = (int)(header >> 1);
        Start = Stop;
        IsRepeated = (header & 1) == 0;
        _bytes = _next;
        if (IsRepeated)
        {
            _value = 0;
            for (int i = 0; i < (_width + 7) / 8; i++)
            {
                _value |= page[_next++] << (8 * i);
            }
        }
        else
        {
            _next = checked(_next + (count * _width));
            count = checked(count * 8);
        }

        Stop = checked(Stop + count);
        return count > 0 && _next <= _end ? true : throw new InvalidDataException("a run of values ends behind its page.");
    }

    /// <summary>A value of the current run, or of a later one, which becomes the current one.</summary>
    /// <param name="page">It has eight bytes more than are used.</param>
    public int ValueAt(ReadOnlySpan<byte> page, int number)
    {
        while (number >= Stop)
        {
            if (!MoveNext(page))
            {
                throw new InvalidDataException("a page has fewer values than its header says.");
            }
        }

        return IsRepeated ? _value : Unpack(page, number);
    }

    /// <summary>Fills in all values, from the current run's on, of at most eight bits each.</summary>
    public void ReadAll(ReadOnlySpan<byte> page, Span<byte> values)
    {
        for (int next = Start; next < values.Length;)
        {
            if (next >= Stop && !MoveNext(page))
            {
                throw new InvalidDataException("a page has fewer values than its header says.");
            }

            int stop = Math.Min(Stop, values.Length);
            if (IsRepeated)
            {
                values[next..stop].Fill((byte)_value);
            }
            else
            {
                Unpack(page, values[next..stop]);
            }

            next = stop;
        }
    }

    // Packed values come in eights, which take as many bytes as a value has bits.
    readonly void Unpack(ReadOnlySpan<byte> page, Span<byte> values)
    {
        ulong mask = (1UL << _width) - 1;
        int position = _bytes;
        for (int i = 0; i < values.Length; i += 8)
        {
            ulong bits = BinaryPrimitives.ReadUInt64LittleEndian(page[position..]);
            position += _width;
            foreach (ref byte value in values.Slice(i, Math.Min(8, values.Length - i)))
            {
                value = (byte)(bits & mask);
                bits >>= _width;
            }
        }
    }

    readonly int Unpack(ReadOnlySpan<byte> page, int number)
    {
        long bit = (long)(number - Start) * _width;
        ulong bits = BinaryPrimitives.ReadUInt64LittleEndian(page[(_bytes + (int)(bit >> 3))..]);
        return (int)((bits >> (int)(bit & 7)) & ((1UL << _width) - 1));
    }
}
