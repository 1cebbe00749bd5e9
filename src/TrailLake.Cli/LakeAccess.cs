using TrailLake.Lake;
using TrailLake.Parquet;
using TrailLake.Query;

namespace TrailLake.Cli;

/// <summary>Opens what a reading command needs.</summary>
static class LakeAccess
{
    /// <summary>The lake in a folder.</summary>
    public static LakeStore Store(string directory) => LakeStore.Open(directory, new ParquetLakeFormat());

    /// <summary>The newest snapshot of the lake in a folder.</summary>
    public static LakeSnapshot Snapshot(string directory) => Store(directory).Snapshot();

    /// <summary>A session over the newest snapshot of the lake in a folder.</summary>
    public static LakeSession Session(string directory, SessionOptions options) =>
        LakeSession.Open(LakeFiles.Of(directory, Snapshot(directory)), options);
}
