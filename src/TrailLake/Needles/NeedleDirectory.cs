using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.IO;
using TrailLake.Scanning;

namespace TrailLake.Needles;

/// <summary>Reads and writes an index file's directory and what stands behind it.</summary>
static class NeedleDirectory
{
    public static byte[] Write(IReadOnlyCollection<NeedleFileEntry> files)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write7BitEncodedInt(files.Count);
        foreach (var file in files)
        {
            writer.Write(file.PathHash);
            writer.Write7BitEncodedInt64(file.Bytes);
            writer.Write7BitEncodedInt(file.Sections.Count);
            foreach (var section in file.Sections)
            {
                writer.Write7BitEncodedInt64(section.Offset);
                writer.Write7BitEncodedInt(section.Length);
                writer.Write7BitEncodedInt(section.Shape.Ids);
                writer.Write7BitEncodedInt(section.Shape.Placed);
            }
        }

        int length = (int)stream.Length;
        ulong checksum = ByteHash.Compute(stream.GetBuffer().AsSpan(0, length));
        writer.Write((long)length);
        writer.Write(checksum);
        writer.Write(NeedleFormat.Magic);
        return stream.ToArray();
    }

    /// <summary>Length of the directory, from the last bytes of a file; -1 when they are not the end of an index file.</summary>
    public static long LengthOf(ReadOnlySpan<byte> footer, long fileLength)
    {
        if (!footer[16..].SequenceEqual(NeedleFormat.Magic))
        {
            return -1;
        }

        long length = BinaryPrimitives.ReadInt64LittleEndian(footer);
        return length < 0 || length > fileLength - NeedleFormat.FooterLength - NeedleFormat.Magic.Length || length > Array.MaxLength ? -1 : length;
    }

    /// <summary>The entries; null when the directory is damaged.</summary>
    /// <param name="end">Position of the directory in the file: sections stand before it.</param>
    public static List<NeedleFileEntry>? Read(byte[] directory, ReadOnlySpan<byte> footer, long end)
    {
        if (ByteHash.Compute(directory) != BinaryPrimitives.ReadUInt64LittleEndian(footer[8..]))
        {
            return null;
        }

        try
        {
            using var reader = new BinaryReader(new MemoryStream(directory));
            var files = new List<NeedleFileEntry>();
            for (int left = reader.Read7BitEncodedInt(); left > 0; left--)
            {
                files.Add(ReadFile(reader, end));
            }

            return files;
        }
        catch (Exception e) when (e is IOException or FormatException)
        {
            return null;
        }
    }

    static NeedleFileEntry ReadFile(BinaryReader reader, long end)
    {
        ulong pathHash = reader.ReadUInt64();
        long bytes = reader.Read7BitEncodedInt64();
        var sections = new List<NeedleSectionEntry>();
        for (int left = reader.Read7BitEncodedInt(); left > 0; left--)
        {
            long offset = reader.Read7BitEncodedInt64();
            int length = reader.Read7BitEncodedInt();
            var shape = new NeedleShape(reader.Read7BitEncodedInt(), reader.Read7BitEncodedInt());
            if (offset < 0 || length < 0 || shape.Ids < 0 || shape.Placed < 0 || offset > end - length)
            {
                throw new FormatException("A section stands outside of the file.");
            }

            sections.Add(new NeedleSectionEntry(offset, length, shape));
        }

        return new NeedleFileEntry(pathHash, bytes, sections);
    }
}
