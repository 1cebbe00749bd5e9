using TrailLake.Ingest.Bodies;

namespace TrailLake.Containers;

/// <summary>The containers that this assembly reads, for <see cref="TrailLake.Ingest.Pipeline.IngestOptions.Containers"/>.</summary>
static class ContainerFormats
{
    /// <summary>Zip archives, tar files, zstd and bzip2.</summary>
    public static IReadOnlyList<IContainerFormat> All { get; } = [new ZipFormat(), new TarFormat(), new ZstdFormat(), new BZip2Format()];
}
