using SharpCompress.Readers;
using SharpCompress.Readers.Zip;
using TrailLake.Ingest.Bodies;

namespace TrailLake.Containers;

/// <summary>What can still be read of a zip archive without its list of members. Its end is always an error. Owns the file.</summary>
sealed class TruncatedZipReader(Stream file) : IContainerReader
{
    const string Broken =
        "its list of members is missing or broken: it was cut off, or is one of several parts; what stood before is read";

    IReader? _reader;
    Stream? _member;

    public ContainerMember? Next()
    {
        try
        {
            _reader ??= ZipReader.OpenReader(file, new ReaderOptions { LeaveStreamOpen = true });

            // What was not read of a member is passed over when its stream is closed.
            _member?.Dispose();
            _member = null;
            while (_reader.MoveToNextEntry())
            {
                if (_reader.Entry is { IsDirectory: false, Key: { } name })
                {
                    if (_reader.Entry.IsEncrypted)
                    {
                        return new ContainerMember(name, null, ZipFormat.Encrypted);
                    }

                    _member = _reader.OpenEntryStream();
                    return new ContainerMember(name, _member);
                }
            }
        }
        catch (System.Exception e) when (e is not System.OutOfMemoryException)
        {
            throw new InvalidDataException(Broken, e);
        }

        throw new InvalidDataException(Broken);
    }

    public void Dispose()
    {
        _reader?.Dispose();
        file.Dispose();
    }
}
