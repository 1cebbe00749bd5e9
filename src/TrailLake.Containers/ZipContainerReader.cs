using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using TrailLake.Ingest.Bodies;

namespace TrailLake.Containers;

/// <summary>The files of a zip archive in the order of its list. Owns the file.</summary>
sealed class ZipContainerReader : IContainerReader
{
    // .NET reads the whole list into memory, some 250 bytes a member.
    const long MostListBytes = 64 << 20;
    const int EndLength = 22;
    const int LongestComment = ushort.MaxValue;
    const int ListLengthAt = 12;
    const int Zip64ListLengthAt = 40;

    readonly Stream _file;
    readonly ZipArchive _archive;
    int _next;

    ZipContainerReader(Stream file, ZipArchive archive)
    {
        _file = file;
        _archive = archive;
    }

    /// <exception cref="InvalidDataException">It has no list of members, or one that is damaged.</exception>
    public static ZipContainerReader Open(Stream file)
    {
        RequireShortList(file);
        var archive = new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: true, Encoding.UTF8);
        _ = archive.Entries.Count;
        return new ZipContainerReader(file, archive);
    }

    public ContainerMember? Next()
    {
        while (_next < _archive.Entries.Count)
        {
            var entry = _archive.Entries[_next++];
            if (entry.FullName.EndsWith('/'))
            {
                continue;
            }

            if (entry.IsEncrypted)
            {
                return new ContainerMember(entry.FullName, null, ZipFormat.Encrypted);
            }

            try
            {
                return new ContainerMember(entry.FullName, new ZipMemberStream(entry.Open(), entry.Length, entry.Crc32));
            }
            catch (Exception e) when (e is InvalidDataException or NotSupportedException)
            {
                return new ContainerMember(entry.FullName, null, $"it cannot be unpacked: {e.Message}");
            }
        }

        return null;
    }

    public void Dispose()
    {
        _archive.Dispose();
        _file.Dispose();
    }

    // The record at the end of an archive, and the one before it of large archives, say how long the list is.
    static void RequireShortList(Stream file)
    {
        var tail = new byte[(int)Math.Min(file.Length, EndLength + LongestComment + 128)];
        file.Position = file.Length - tail.Length;
        file.ReadExactly(tail);
        file.Position = 0;
        int end = tail.AsSpan().LastIndexOf("PK\x05\x06"u8);
        int large = tail.AsSpan().LastIndexOf("PK\x06\x06"u8);
        bool isWhole = end >= 0 && end + EndLength <= tail.Length;
        long length = isWhole ? BinaryPrimitives.ReadUInt32LittleEndian(tail.AsSpan(end + ListLengthAt)) : 0;
        length = length == uint.MaxValue ? 0 : length;
        if (large >= 0 && large + Zip64ListLengthAt + 8 <= tail.Length)
        {
            length = Math.Max(length, BinaryPrimitives.ReadInt64LittleEndian(tail.AsSpan(large + Zip64ListLengthAt)));
        }

        if (length > MostListBytes)
        {
            throw new NotSupportedException(
                $"its list of members is {length:N0} bytes long, more than is read: unpack it, and ingest what it holds");
        }
    }
}
