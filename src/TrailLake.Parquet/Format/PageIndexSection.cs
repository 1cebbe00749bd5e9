namespace TrailLake.Parquet.Format;

/// <summary>Writes each page's place and bounds: https://github.com/apache/parquet-format/blob/master/PageIndex.md.</summary>
static class PageIndexSection
{
    /// <summary>True when every page with values has bounds; without them a column has no ColumnIndex.</summary>
    public static bool HasColumnIndex(ChunkMetadata chunk) =>
        chunk.Pages.TrueForAll(page => page.NullCount == page.Values || page.Bounds is { Min: not null, Max: not null });

    public static void WriteOffsetIndex(ThriftWriter thrift, ChunkMetadata chunk, long rowGroupOffset)
    {
        thrift.Begin();
        thrift.List(1, ThriftType.Struct, chunk.Pages.Count);
        foreach (var page in chunk.Pages)
        {
            thrift.Begin();
            thrift.Int64(1, rowGroupOffset + page.Offset);
            thrift.Int32(2, page.Size);
            thrift.Int64(3, page.FirstRow);
            thrift.End();
        }

        thrift.End();
    }

    public static void WriteColumnIndex(ThriftWriter thrift, ChunkMetadata chunk)
    {
        var pages = chunk.Pages;
        thrift.Begin();
        thrift.List(1, ThriftType.True, pages.Count);
        foreach (var page in pages)
        {
            thrift.BooleanElement(page.NullCount == page.Values);
        }

        // A page without values has empty bounds; readers skip them.
        thrift.List(2, ThriftType.Binary, pages.Count);
        foreach (var page in pages)
        {
            thrift.BinaryElement(page.Bounds.Min ?? ReadOnlySpan<byte>.Empty);
        }

        thrift.List(3, ThriftType.Binary, pages.Count);
        foreach (var page in pages)
        {
            thrift.BinaryElement(page.Bounds.Max ?? ReadOnlySpan<byte>.Empty);
        }

        thrift.Int32(4, chunk.Ascending ? 1 : 0);
        thrift.List(5, ThriftType.Int64, pages.Count);
        foreach (var page in pages)
        {
            thrift.IntegerElement(page.NullCount);
        }

        thrift.End();
    }
}
