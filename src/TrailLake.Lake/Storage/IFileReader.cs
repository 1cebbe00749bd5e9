namespace TrailLake.Storage;

/// <summary>A file that is open for reading ranges of it. Safe for several threads.</summary>
interface IFileReader : IDisposable
{
    /// <summary>Size of the file.</summary>
    long Length { get; }

    /// <summary>Reads from a place on; fewer bytes than asked for may come, none only at the end of the file.</summary>
    int Read(Span<byte> target, long offset);

    /// <summary>Fills a buffer from a place on; false when the file ends before.</summary>
    bool TryReadAll(Span<byte> target, long offset)
    {
        while (!target.IsEmpty)
        {
            int read = Read(target, offset);
            if (read == 0)
            {
                return false;
            }

            target = target[read..];
            offset += read;
        }

        return true;
    }
}
