using TrailLake.Parquet;
using TrailLake.Store;

namespace TrailLake.Cli.Options;

/// <summary>Opens what a reading command needs.</summary>
static class LakeAccess
{
    public static LakeStore Store(string directory) => LakeStore.Open(directory, new ParquetLakeFormat());

    public static LakeSnapshot Snapshot(string directory) => Store(directory).Snapshot();
}
