using System;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using TrailLake.Columns;
using TrailLake.Parquet.Format;
using TrailLake.Schema;

namespace TrailLake.Parquet.Writing;

/// <summary>
/// Encodes columns of 64-bit numbers and of booleans. Numbers are written as differences; numbers of which each is another (hashes) in full
/// and without compression, which would gain nothing. Booleans are written as bits.
/// </summary>
sealed class NumberEncoder
{
    // Owned; contents are of the page being encoded.
    long[] _present = [];
    byte[] _presentBits = [];
    byte[] _levels = [];

    public void Encode(LongColumn column, RowOrder order, ChunkWriter chunk)
    {
        var values = column.Values;
        var leaf = column.Spec;
        if (!values.ContainsAnyExcept(LongColumn.Missing))
        {
            WriteMissing(leaf, values.Length, chunk);
            return;
        }

        chunk.Begin(leaf, leaf.Distinct ? PageEncoding.Plain : PageEncoding.DeltaBinaryPacked, compress: !leaf.Distinct);
        bool ascending = true;
        (long Min, long Max) all = (long.MaxValue, long.MinValue);
        for (int start = 0; start < values.Length; start += PageLimits.Rows)
        {
            int rows = Math.Min(PageLimits.Rows, values.Length - start);
            var bounds = (Min: long.MaxValue, Max: long.MinValue);
            int count = Gather(values, order, start, rows, ref bounds);
            WriteLevels(rows, count, chunk.Page);
            var present = _present.AsSpan(0, count);
            if (leaf.Distinct)
            {
                WritePlain(present, chunk.Page);
            }
            else
            {
                DeltaEncoder.Encode(present, chunk.Page);
            }

            ascending &= count == 0 || start == 0 || bounds.Min >= all.Max;
            all = (Math.Min(all.Min, bounds.Min), Math.Max(all.Max, bounds.Max));
            chunk.EndPage(start, rows, rows - count, count == 0 ? default : ToBounds(bounds.Min, bounds.Max));
        }

        (chunk.Chunk.MinInteger, chunk.Chunk.MaxInteger) = all;
        chunk.Chunk.Bounds = ToBounds(all.Min, all.Max);
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
        for (int start = 0; start < values.Length; start += PageLimits.Rows)
        {
            int rows = Math.Min(PageLimits.Rows, values.Length - start);
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

    static void WriteMissing(ColumnSpec leaf, int rows, ChunkWriter chunk)
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

    int Gather(ReadOnlySpan<long> values, RowOrder order, int start, int rows, ref (long Min, long Max) bounds)
    {
        var present = Scratch.Take(ref _present, rows);
        var levels = Scratch.Take(ref _levels, rows);
        var from = order.IsIdentity ? [] : order.Rows.Slice(start, rows);
        int count = 0;
        var (min, max) = bounds;
        for (int i = 0; i < levels.Length; i++)
        {
            long value = values[from.IsEmpty ? start + i : from[i]];
            bool there = value != LongColumn.Missing;
            levels[i] = (byte)(there ? 1 : 0);
            if (there)
            {
                present[count++] = value;
                min = Math.Min(min, value);
                max = Math.Max(max, value);
            }
        }

        bounds = (min, max);
        return count;
    }

    int Gather(ReadOnlySpan<byte> values, RowOrder order, int start, int rows)
    {
        var present = Scratch.Take(ref _presentBits, rows);
        var levels = Scratch.Take(ref _levels, rows);
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

    static void WritePlain(ReadOnlySpan<long> values, ByteBuffer page)
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

    static ValueBounds ToBounds(long min, long max)
    {
        var lower = new byte[sizeof(long)];
        var upper = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(lower, min);
        BinaryPrimitives.WriteInt64LittleEndian(upper, max);
        return new ValueBounds(lower, upper, true, true);
    }
}
