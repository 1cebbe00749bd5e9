using TrailLake.Lake;
using TrailLake.Parquet;

namespace TrailLake.Cli;

/// <summary>Opens what a reading command needs.</summary>
static class LakeAccess
{
    /// <summary>The lake in a folder.</summary>
    public static LakeStore Store(string directory) => LakeStore.Open(directory, new ParquetLakeFormat());

    /// <summary>The newest snapshot of the lake in a folder.</summary>
    public static LakeSnapshot Snapshot(string directory) => Store(directory).Snapshot();
}
