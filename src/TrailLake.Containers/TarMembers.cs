using System.Formats.Tar;
using System.IO;
using TrailLake.Ingest.Contents;

namespace TrailLake.Containers;

/// <summary>The files of a tar file; folders and links hold nothing of their own.</summary>
sealed class TarMembers : IContainerReader
{
    readonly BoundedReads _stored;
    readonly TarReader _reader;

    public TarMembers(Stream stored)
    {
        _stored = new BoundedReads(stored);
        _reader = new TarReader(_stored, leaveOpen: true);
    }

    /// <inheritdoc/>
    public ContainerMember? Next()
    {
        while (true)
        {
            // Two blocks of zeros end the file; one that ends without them was cut off.
            if (_reader.GetNextEntry(copyData: false) is not { } entry)
            {
                return _stored.EndsInZeros ? null : throw new InvalidDataException("it ends without the mark of its end: members may be missing");
            }

            switch (entry.EntryType)
            {
                case TarEntryType.RegularFile or TarEntryType.V7RegularFile or TarEntryType.ContiguousFile:
                    return new ContainerMember(entry.Name, entry.DataStream ?? Stream.Null);
                case TarEntryType.SparseFile or TarEntryType.MultiVolume:
                    return new ContainerMember(entry.Name, null, "a sparse file, or a part of one, which is not read: pack it without --sparse");
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _reader.Dispose();
}
