using System.Buffers.Binary;
using System.Text;
using TrailLake.Scanning;
using TrailLake.Storage;

namespace TrailLake.Index;

/// <summary>
/// Names and framing of index files. A file covers the data files of a batch, or of several after a merge:
/// <code>
/// TLNEEDL4   segments…   directory: one entry for each data file   length | checksum of the directory | TLNEEDL4
/// 8 bytes                                                          8        8                           8
/// </code>
/// </summary>
static class IndexFormat
{
    /// <summary>Folder for files that are being written.</summary>
    public const string Staging = "events/_staging";

    // Readers of Delta tables pass over names that begin with an underscore.
    const string Folder = "events/_needles";
    const string Extension = ".needles";
    const int FooterLength = 24;

    /// <summary>Begins and ends a file; its last character is the version of the format, of the terms and of their hashes.</summary>
    public static ReadOnlySpan<byte> Magic => "TLNEEDL4"u8;

    /// <summary>Name of an index file; ids that are given later sort later.</summary>
    public static string Name(string id) => StorageName.In(Folder, id + Extension);

    /// <summary>True for the name of an index file that is being written, also by an earlier version.</summary>
    public static bool IsTemporary(ReadOnlySpan<char> leaf) => leaf.EndsWith(Extension + StorageName.TemporaryEnd)
        || (leaf.StartsWith("needles-") && leaf.EndsWith(StorageName.TemporaryEnd));

    /// <summary>The index files in order of age, by their names: of two that know a data file, the younger one counts.</summary>
    public static StoredFile[] List(ILakeStorage storage)
    {
        try
        {
            return [.. storage.List(Folder).Where(name => name.EndsWith(Extension, StringComparison.Ordinal)).Order(StringComparer.Ordinal)
                .Select(name => new StoredFile(storage, name))];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <summary>The hash that stands for a data file.</summary>
    /// <param name="path">Path in the events table, with forward slashes.</param>
    public static ulong PathHash(string path) => ByteHash.Compute(Encoding.UTF8.GetBytes(path));

    /// <summary>The number that the checksums of a data file's segment are mixed with.</summary>
    /// <param name="rowGroup">Which segment of the file, from 0.</param>
    public static ulong Salt(ulong pathHash, int rowGroup) => pathHash + ((ulong)(uint)rowGroup << 32);

    /// <summary>The directory and what stands behind it.</summary>
    public static byte[] WriteDirectory(IReadOnlyCollection<IndexedFile> files)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write7BitEncodedInt(files.Count);
        foreach (var file in files)
        {
            file.Write(writer);
        }

        int length = (int)stream.Length;
        ulong checksum = ByteHash.Compute(stream.GetBuffer().AsSpan(0, length));
        writer.Write((long)length);
        writer.Write(checksum);
        writer.Write(Magic);
        return stream.ToArray();
    }

    /// <summary>Reads a file's directory; null when the file is damaged or of another version.</summary>
    /// <exception cref="IOException">The file cannot be read, or the directory is damaged; so does a FormatException say.</exception>
    public static List<IndexedFile>? ReadDirectory(IFileReader reader)
    {
        Span<byte> footer = stackalloc byte[FooterLength];
        var magic = footer[..Magic.Length];
        long most = reader.Length - footer.Length - magic.Length;
        if (most < 0
            || !reader.TryReadAll(magic, 0) || !magic.SequenceEqual(Magic)
            || !reader.TryReadAll(footer, reader.Length - footer.Length) || !footer[16..].SequenceEqual(Magic))
        {
            return null;
        }

        long length = BinaryPrimitives.ReadInt64LittleEndian(footer);
        if (length < 0 || length > Math.Min(most, Array.MaxLength))
        {
            return null;
        }

        var directory = new byte[length];
        long start = reader.Length - footer.Length - length;
        if (!reader.TryReadAll(directory, start) || ByteHash.Compute(directory) != BinaryPrimitives.ReadUInt64LittleEndian(footer[8..]))
        {
            return null;
        }

        using var entries = new BinaryReader(new MemoryStream(directory));
        var files = new List<IndexedFile>();
        for (int left = entries.Read7BitEncodedInt(); left > 0; left--)
        {
            files.Add(IndexedFile.Read(entries, start));
        }

        return files;
    }
}
