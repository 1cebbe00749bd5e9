using System.Text;

namespace TrailLake.Parquet.Format;

/// <summary>
/// Writes what stands behind the last row group: page index, file metadata, its length, the magic. Field numbers are those of
/// https://github.com/apache/parquet-format/blob/master/src/main/thrift/parquet.thrift.
/// </summary>
static class FooterSection
{
    /// <summary>Key of the file's metadata that names the key of its record hashes.</summary>
    public const string HashKey = "traillake.recordHashKey";

    /// <param name="position">Where in the file <paramref name="output"/> will begin.</param>
    /// <param name="hashKey">Id of the key that its record hashes are made with; null when it is not said.</param>
    public static void Write(
        ByteBuffer output, long position, FileSchema schema, IReadOnlyList<RowGroupMetadata> rowGroups, string createdBy, string? hashKey)
    {
        var thrift = new ThriftWriter(output);
        var locations = schema.HasPageIndex ? WritePageIndex(output, thrift, position, rowGroups) : null;
        int start = output.Length;
        thrift.Begin();
        thrift.Int32(1, 2);
        schema.Write(thrift);
        thrift.Int64(3, rowGroups.Sum(group => (long)group.Rows));
        thrift.List(4, ThriftType.Struct, rowGroups.Count);
        for (int i = 0; i < rowGroups.Count; i++)
        {
            WriteRowGroup(thrift, schema, rowGroups[i], i, locations?[i]);
        }

        if (hashKey is not null)
        {
            WriteKeyValue(thrift, 5, Encoding.UTF8.GetBytes(HashKey), hashKey);
        }

        thrift.Text(6, createdBy);

        // Bounds compare as the columns' types say; readers trust min_value and max_value only where this is declared.
        thrift.List(7, ThriftType.Struct, schema.Paths.Length);
        for (int i = 0; i < schema.Paths.Length; i++)
        {
            thrift.Begin();
            thrift.Empty(1);
            thrift.End();
        }

        thrift.End();
        output.WriteInt32(output.Length - start);
        output.Write("PAR1"u8);
    }

    static IndexLocation[][] WritePageIndex(
        ByteBuffer output, ThriftWriter thrift, long position, IReadOnlyList<RowGroupMetadata> rowGroups)
    {
        var locations = new IndexLocation[rowGroups.Count][];
        for (int i = 0; i < locations.Length; i++)
        {
            var rowGroup = rowGroups[i];
            locations[i] = new IndexLocation[rowGroup.Chunks.Length];
            for (int c = 0; c < rowGroup.Chunks.Length; c++)
            {
                var chunk = rowGroup.Chunks[c];
                int first = output.Length;
                if (PageIndexSection.HasColumnIndex(chunk))
                {
                    PageIndexSection.WriteColumnIndex(thrift, chunk);
                }

                int second = output.Length;
                PageIndexSection.WriteOffsetIndex(thrift, chunk, rowGroup.Offset);
                locations[i][c] = new IndexLocation(position + second, output.Length - second, position + first, second - first);
            }
        }

        return locations;
    }

    static void WriteKeyValue(ThriftWriter thrift, short id, ReadOnlySpan<byte> key, string value)
    {
        thrift.List(id, ThriftType.Struct, 1);
        thrift.Begin();
        thrift.Binary(1, key);
        thrift.Text(2, value);
        thrift.End();
    }

    static void WriteRowGroup(
        ThriftWriter thrift, FileSchema schema, RowGroupMetadata rowGroup, int ordinal, IndexLocation[]? locations)
    {
        thrift.Begin();
        thrift.List(1, ThriftType.Struct, rowGroup.Chunks.Length);
        for (int i = 0; i < rowGroup.Chunks.Length; i++)
        {
            WriteChunk(thrift, schema.Paths[i], rowGroup.Chunks[i], rowGroup.Offset, locations?[i] ?? default);
        }

        thrift.Int64(2, rowGroup.Chunks.Sum(chunk => chunk.UncompressedSize));
        thrift.Int64(3, rowGroup.Rows);
        if (schema.SortedBy is { } leaf)
        {
            thrift.List(4, ThriftType.Struct, 1);
            thrift.Begin();
            thrift.Int32(1, leaf);
            thrift.Boolean(2, false);
            thrift.Boolean(3, false);
            thrift.End();
        }

        thrift.Int64(5, rowGroup.Offset);
        thrift.Int64(6, rowGroup.Chunks.Sum(chunk => chunk.CompressedSize));
        if (ordinal <= short.MaxValue)
        {
            thrift.Int16(7, (short)ordinal);
        }

        thrift.End();
    }

    static void WriteChunk(ThriftWriter thrift, string[] path, ChunkMetadata chunk, long rowGroupOffset, IndexLocation location)
    {
        thrift.Begin();

        // Deprecated, but required: where metadata stood beside the chunk. 0 says nowhere.
        thrift.Int64(2, 0);
        thrift.Begin(3);
        WriteMetadata(thrift, path, chunk, rowGroupOffset);
        thrift.End();
        if (location.OffsetIndexLength > 0)
        {
            thrift.Int64(4, location.OffsetIndex);
            thrift.Int32(5, location.OffsetIndexLength);
        }

        if (location.ColumnIndexLength > 0)
        {
            thrift.Int64(6, location.ColumnIndex);
            thrift.Int32(7, location.ColumnIndexLength);
        }

        thrift.End();
    }

    static void WriteMetadata(ThriftWriter thrift, string[] path, ChunkMetadata chunk, long rowGroupOffset)
    {
        bool hasDictionary = chunk.DictionaryOffset >= 0;
        thrift.Int32(1, (int)SchemaElement.TypeOf(chunk.Leaf.Kind));
        thrift.List(2, ThriftType.Int32, hasDictionary ? 3 : 2);
        thrift.IntegerElement((int)PageEncoding.Rle);
        thrift.IntegerElement((int)chunk.Encoding);
        if (hasDictionary)
        {
            thrift.IntegerElement((int)PageEncoding.Plain);
        }

        thrift.List(3, ThriftType.Binary, path.Length);
        foreach (string part in path)
        {
            thrift.TextElement(part);
        }

        thrift.Int32(4, (int)chunk.Codec);
        thrift.Int64(5, chunk.Values);
        thrift.Int64(6, chunk.UncompressedSize);
        thrift.Int64(7, chunk.CompressedSize);
        if (chunk.DictionaryFrames.Count > 0)
        {
            WriteKeyValue(thrift, 8, DictionaryFrames.Key, DictionaryFrames.ToText(chunk.DictionaryFrames));
        }

        thrift.Int64(9, rowGroupOffset + chunk.DataOffset);
        if (hasDictionary)
        {
            thrift.Int64(11, rowGroupOffset + chunk.DictionaryOffset);
        }

        thrift.Begin(12);
        WriteStatistics(thrift, chunk.NullCount, chunk.Bounds);
        thrift.End();
        WriteEncodingStatistics(thrift, chunk, hasDictionary);
        if (chunk.FilterLength > 0)
        {
            thrift.Int64(14, rowGroupOffset + chunk.FilterOffset);
            thrift.Int32(15, chunk.FilterLength);
        }
    }

    static void WriteStatistics(ThriftWriter thrift, long nulls, in ValueBounds bounds)
    {
        thrift.Int64(3, nulls);
        if (bounds.Max is not null)
        {
            thrift.Binary(5, bounds.Max);
        }

        if (bounds.Min is not null)
        {
            thrift.Binary(6, bounds.Min);
        }

        if (bounds.Max is not null)
        {
            thrift.Boolean(7, bounds.MaxExact);
        }

        if (bounds.Min is not null)
        {
            thrift.Boolean(8, bounds.MinExact);
        }
    }

    // Tells readers that every data page is indexed, so that the dictionary alone may rule a chunk out.
    static void WriteEncodingStatistics(ThriftWriter thrift, ChunkMetadata chunk, bool hasDictionary)
    {
        thrift.List(13, ThriftType.Struct, hasDictionary ? 2 : 1);
        if (hasDictionary)
        {
            WriteEncodingCount(thrift, pageType: 2, PageEncoding.Plain, 1);
        }

        WriteEncodingCount(thrift, pageType: 0, chunk.Encoding, chunk.Pages.Count);
    }

    static void WriteEncodingCount(ThriftWriter thrift, int pageType, PageEncoding encoding, int count)
    {
        thrift.Begin();
        thrift.Int32(1, pageType);
        thrift.Int32(2, (int)encoding);
        thrift.Int32(3, count);
        thrift.End();
    }
}
