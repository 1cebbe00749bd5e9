using TrailLake.Ingest.Bodies;

namespace TrailLake.Containers;

/// <summary>tar in all its forms: by the mark of POSIX and GNU, or by the first header's checksum, which the oldest form has too.</summary>
sealed class TarFormat : IContainerFormat
{
    public string Name => "tar file";

    public bool Begins(ReadOnlySpan<byte> head) =>
        head.Length >= TarHeader.Length && head[0] != 0
        && (head[257..262].SequenceEqual("ustar"u8) || TarHeader.IsWhole(head[..TarHeader.Length]));

    public IContainerReader Open(Stream stored) => new TarContainerReader(stored);
}
