using System.Buffers.Binary;
using System.Runtime.InteropServices;
using TrailLake.Columns;
using TrailLake.Parquet.Format;
using TrailLake.Schema;

namespace TrailLake.Parquet.Writing;

/// <summary>
/// Encodes columns of 64-bit numbers, as differences, and of booleans, as bits. Times are a dictionary, or in full where few are equal:
/// Parquet.Net 6.1 does not read times written as differences.
/// </summary>
sealed class NumberEncoder
{
    // Owned; contents are of the column or page being encoded.
    long[] _ordered = [];
    long[] _dictionary = [];
    int[] _indexes = [];
    long[] _present = [];
    byte[] _presentBits = [];
    byte[] _levels = [];
    int _dictionaryCount;

    public void Encode(LongColumn column, RowOrder order, ChunkWriter chunk)
    {
        var values = column.Values;
        var leaf = column.Spec;
        if (!values.ContainsAnyExcept(LongColumn.Missing))
        {
            WriteMissing(leaf, values.Length, chunk);
            return;
        }

        if (!order.IsIdentity)
        {
            values = Reorder(values, order);
        }

        Begin(leaf, values, chunk);
        bool complete = !values.Contains(LongColumn.Missing);
        bool ascending = true;
        int place = 0;
        (long Min, long Max) all = (long.MaxValue, long.MinValue);
        for (int start = 0; start < values.Length; start += PageLimits.NumberRows)
        {
            var part = values.Slice(start, Math.Min(PageLimits.NumberRows, values.Length - start));
            var bounds = (Min: long.MaxValue, Max: long.MinValue);
            var present = complete ? part : Split(part);
            int count = present.Length;
            foreach (long value in present)
            {
                bounds = (Math.Min(bounds.Min, value), Math.Max(bounds.Max, value));
            }

            WriteLevels(part.Length, count, chunk.Page);
            WriteValues(present, chunk, ref place);
            ascending &= count == 0 || start == 0 || bounds.Min >= all.Max;
            all = (Math.Min(all.Min, bounds.Min), Math.Max(all.Max, bounds.Max));
            chunk.EndPage(start, part.Length, part.Length - count, count == 0 ? default : ValueBounds.OfNumbers(bounds.Min, bounds.Max));
        }

        (chunk.Chunk.MinInteger, chunk.Chunk.MaxInteger) = all;
        chunk.Chunk.Bounds = ValueBounds.OfNumbers(all.Min, all.Max);
        chunk.Chunk.Ascending = ascending;
    }

    public void Encode(BooleanColumn column, RowOrder order, ChunkWriter chunk)
    {
        var values = column.Values;
        if (!values.ContainsAnyExcept(BooleanColumn.Missing))
        {
            WriteMissing(column.Spec, values.Length, chunk);
            return;
        }

        chunk.Begin(column.Spec, PageEncoding.Plain, compress: true);
        (byte Min, byte Max) all = (1, 0);
        for (int start = 0; start < values.Length; start += chunk.Limits.Rows)
        {
            int rows = Math.Min(chunk.Limits.Rows, values.Length - start);
            int count = Gather(values, order, start, rows);
            WriteLevels(rows, count, chunk.Page);
            var bits = _presentBits.AsSpan(0, count);
            BitPacker.PackBits(bits, chunk.Page);
            byte min = (byte)(bits.Contains((byte)0) ? 0 : 1);
            byte max = (byte)(bits.Contains((byte)1) ? 1 : 0);
            all = count == 0 ? all : (Math.Min(all.Min, min), Math.Max(all.Max, max));
            chunk.EndPage(start, rows, rows - count, count == 0 ? default : new ValueBounds([min], [max], true, true));
        }

        (chunk.Chunk.MinInteger, chunk.Chunk.MaxInteger) = all;
        chunk.Chunk.Bounds = new ValueBounds([all.Min], [all.Max], true, true);
    }

    static void WriteMissing(LeafSpec leaf, int rows, ChunkWriter chunk)
    {
        chunk.Begin(leaf, PageEncoding.Plain, compress: false);
        Levels.WriteRun(0, rows, max: 1, chunk.Page);
        chunk.EndPage(0, rows, rows, default);
    }

    // These columns stand at the top level: a value is there (1) or not (0).
    void WriteLevels(int rows, int count, ByteBuffer page)
    {
        if (count == rows)
        {
            Levels.WriteRun(1, rows, max: 1, page);
        }
        else
        {
            Levels.Write(_levels.AsSpan(0, rows), max: 1, page);
        }
    }

    ReadOnlySpan<long> Reorder(ReadOnlySpan<long> values, RowOrder order)
    {
        var ordered = ReusedArray.Take(ref _ordered, values.Length);
        var rows = order.Rows;
        for (int i = 0; i < ordered.Length; i++)
        {
            ordered[i] = values[rows[i]];
        }

        return ordered;
    }

    // Times stand in order, so equal ones are neighbours: their dictionary is found without a hash table, and its indexes are runs.
    void Begin(LeafSpec leaf, ReadOnlySpan<long> values, ChunkWriter chunk)
    {
        if (leaf.Kind != ColumnKind.Timestamp)
        {
            // Hashes do not compress; packed, 32 of their 64 bits take no space.
            chunk.Begin(leaf, PageEncoding.DeltaBinaryPacked, compress: !leaf.Distinct);
            return;
        }

        var dictionary = ReusedArray.Take(ref _dictionary, values.Length);
        int count = 0;
        int present = 0;
        foreach (long value in values)
        {
            if (value != LongColumn.Missing)
            {
                present++;
                if (count == 0 || dictionary[count - 1] != value)
                {
                    dictionary[count++] = value;
                }
            }
        }

        _dictionaryCount = count;
        if (count > present / 2)
        {
            chunk.Begin(leaf, PageEncoding.Plain, compress: true);
            return;
        }

        chunk.Begin(leaf, PageEncoding.RleDictionary, compress: true);
        WritePlain(dictionary[..count], chunk.Page);
        chunk.EndDictionary(count);
    }

    void WriteValues(ReadOnlySpan<long> values, ChunkWriter chunk, ref int place)
    {
        switch (chunk.Chunk.Encoding)
        {
            case PageEncoding.Plain:
                WritePlain(values, chunk.Page);
                break;
            case PageEncoding.DeltaBinaryPacked:
                DeltaEncoder.Encode(values, chunk.Page);
                break;
            default:
                var indexes = ReusedArray.Take(ref _indexes, values.Length);
                for (int i = 0; i < indexes.Length; i++)
                {
                    place += _dictionary[place] == values[i] ? 0 : 1;
                    indexes[i] = place;
                }

                RleEncoder.EncodeIndexes(indexes, _dictionaryCount, chunk.Page);
                break;
        }
    }

    // Parts numbers into those that are there, which are returned, and levels (_levels).
    ReadOnlySpan<long> Split(ReadOnlySpan<long> values)
    {
        var present = ReusedArray.Take(ref _present, values.Length);
        var levels = ReusedArray.Take(ref _levels, values.Length);
        int count = 0;
        for (int i = 0; i < levels.Length; i++)
        {
            int there = values[i] == LongColumn.Missing ? 0 : 1;
            levels[i] = (byte)there;
            present[count] = values[i];
            count += there;
        }

        return present[..count];
    }

    int Gather(ReadOnlySpan<byte> values, RowOrder order, int start, int rows)
    {
        var present = ReusedArray.Take(ref _presentBits, rows);
        var levels = ReusedArray.Take(ref _levels, rows);
        var from = order.IsIdentity ? [] : order.Rows.Slice(start, rows);
        int count = 0;
        for (int i = 0; i < levels.Length; i++)
        {
            byte value = values[from.IsEmpty ? start + i : from[i]];
            bool there = value != BooleanColumn.Missing;
            levels[i] = (byte)(there ? 1 : 0);
            present[count] = value;
            count += there ? 1 : 0;
        }

        return count;
    }

    public static void WritePlain(ReadOnlySpan<long> values, ByteBuffer page)
    {
        if (BitConverter.IsLittleEndian)
        {
            page.Write(MemoryMarshal.AsBytes(values));
            return;
        }

        foreach (long value in values)
        {
            BinaryPrimitives.WriteInt64LittleEndian(page.Reserve(sizeof(long)), value);
            page.Advance(sizeof(long));
        }
    }
}
