using TrailLake.Parquet.Format;
using TrailLake.Schema;

namespace TrailLake.Parquet.Writing;

/// <summary>Encodes a column of numbers that is not of events as one page: 64-bit integers as differences, others in full.</summary>
static class NumberPage
{
    /// <param name="present">The values that are there.</param>
    /// <param name="levels">The definition level of each row's value.</param>
    public static void Encode(LeafSpec leaf, ReadOnlySpan<long> present, ReadOnlySpan<byte> levels, ChunkWriter chunk)
    {
        bool isEmpty = present.IsEmpty;
        bool isPacked = leaf.Kind == ColumnKind.Int64 && !isEmpty;
        chunk.Begin(leaf, isPacked ? PageEncoding.DeltaBinaryPacked : PageEncoding.Plain, compress: !isEmpty);
        Levels.Write(levels, leaf.MaxDefinition, chunk.Page);
        if (!isEmpty)
        {
            WriteValues(leaf.Kind, present, chunk.Page);
            chunk.Chunk.Bounds = BoundsOf(leaf.Kind, present);
        }

        chunk.EndPage(0, levels.Length, levels.Length - present.Length, chunk.Chunk.Bounds);
    }

    static void WriteValues(ColumnKind kind, ReadOnlySpan<long> values, ByteBuffer page)
    {
        switch (kind)
        {
            case ColumnKind.Int64:
                DeltaEncoder.Encode(values, page);
                break;
            case ColumnKind.Boolean:
                BitPacker.Pack(values, width: 1, page);
                break;
            case ColumnKind.Int32:
                foreach (long value in values)
                {
                    page.WriteInt32((int)value);
                }

                break;
            default:
                NumberEncoder.WritePlain(values, page);
                break;
        }
    }

    static ValueBounds BoundsOf(ColumnKind kind, ReadOnlySpan<long> values)
    {
        long min = values[0];
        long max = min;
        foreach (long value in values)
        {
            min = Math.Min(min, value);
            max = Math.Max(max, value);
        }

        var bounds = ValueBounds.OfNumbers(min, max);
        int size = kind switch { ColumnKind.Boolean => 1, ColumnKind.Int32 => sizeof(int), _ => sizeof(long) };
        return bounds with { Min = bounds.Min![..size], Max = bounds.Max![..size] };
    }
}
