using System.Formats.Tar;
using TrailLake.Ingest.Bodies;

namespace TrailLake.Containers;

/// <summary>The files of a tar file; folders and links hold nothing of their own.</summary>
sealed class TarContainerReader : IContainerReader
{
    readonly TarBlockStream _stored;
    readonly TarReader _reader;

    public TarContainerReader(Stream stored)
    {
        _stored = new TarBlockStream(stored);
        _reader = new TarReader(_stored, leaveOpen: true);
    }

    public ContainerMember? Next()
    {
        while (true)
        {
            // Two blocks of zeros end the file; one that ends without them was cut off.
            if (_reader.GetNextEntry(copyData: false) is not { } entry)
            {
                return !_stored.Last.ContainsAnyExcept((byte)0)
                    ? null
                    : throw new InvalidDataException("it ends without the mark of its end: members may be missing");
            }

            // The header is what the reader read last: it reads no content by itself but attributes of all members, which hold no records.
            // A header before it, of a long name or of attributes, that is damaged makes this one stand elsewhere, or changes a name.
            if (entry is not PaxGlobalExtendedAttributesTarEntry && !TarHeader.IsWhole(_stored.Last))
            {
                throw new InvalidDataException(
                    $"the header before byte {_stored.Position:N0} is not that of its checksum: members may be missing");
            }

            switch (entry.EntryType)
            {
                case TarEntryType.RegularFile or TarEntryType.V7RegularFile or TarEntryType.ContiguousFile:
                    return new ContainerMember(entry.Name, entry.DataStream ?? Stream.Null);
                case TarEntryType.SparseFile or TarEntryType.MultiVolume:
                    return new ContainerMember(
                        entry.Name, null, "a sparse file, or a part of one, which is not read: pack it without --sparse");
            }
        }
    }

    public void Dispose() => _reader.Dispose();
}
