namespace TrailLake.Index;

/// <summary>An entry of an index file's directory: what it knows of one data file.</summary>
/// <param name="PathHash">Hash of the data file's path in the events table.</param>
/// <param name="Bytes">Size of the data file: another size is another file.</param>
/// <param name="Segments">One for each row group.</param>
sealed record IndexedFile(ulong PathHash, long Bytes, IReadOnlyList<IndexSegment> Segments)
{
    public void Write(BinaryWriter writer)
    {
        writer.Write(PathHash);
        writer.Write7BitEncodedInt64(Bytes);
        writer.Write7BitEncodedInt(Segments.Count);
        foreach (var segment in Segments)
        {
            writer.Write7BitEncodedInt64(segment.Offset);
            writer.Write7BitEncodedInt(segment.Length);
            writer.Write7BitEncodedInt(segment.Ids);
            writer.Write7BitEncodedInt(segment.Postings);
        }
    }

    /// <param name="end">Where segments end in the index file.</param>
    /// <exception cref="FormatException">It is damaged; so does an <see cref="IOException"/> say.</exception>
    public static IndexedFile Read(BinaryReader reader, long end)
    {
        ulong pathHash = reader.ReadUInt64();
        long bytes = reader.Read7BitEncodedInt64();
        var segments = new List<IndexSegment>();
        for (int left = reader.Read7BitEncodedInt(); left > 0; left--)
        {
            long offset = reader.Read7BitEncodedInt64();
            int length = reader.Read7BitEncodedInt();
            var segment = new IndexSegment(reader.Read7BitEncodedInt(), reader.Read7BitEncodedInt(), offset, length);
            if (offset < 0 || length < 0 || segment.Ids < 0 || segment.Postings < 0 || offset > end - length)
            {
                throw new FormatException("A segment stands outside of the file.");
            }

            segments.Add(segment);
        }

        return new IndexedFile(pathHash, bytes, segments);
    }
}
