using System.Globalization;
using TrailLake.Storage;

namespace TrailLake.DeltaLog;

/// <summary>Names of the files in <c>_delta_log</c>: versions are padded to 20 digits.</summary>
static class LogNames
{
    public const string Folder = "_delta_log";
    public const string LastCheckpoint = "_last_checkpoint";
    const int Digits = 20;
    const string CommitEnd = ".json";
    const string CheckpointEnd = ".checkpoint.parquet";

    public static string Commit(long version) => Padded(version) + CommitEnd;

    public static string Checkpoint(long version) => Padded(version) + CheckpointEnd;

    /// <summary>A file of a writer that broke off, or of another program's.</summary>
    public static bool IsTemporary(ReadOnlySpan<char> name) => name.StartsWith(".") && name.EndsWith(StorageName.TemporaryEnd);

    public static bool TryCommit(ReadOnlySpan<char> name, out long version) => TryVersion(name, CommitEnd, out version);

    /// <summary>
    /// Only classic checkpoints in one part: TrailLake writes no other, and without table features nobody may write the V2 ones. A table
    /// that another writer gave a multi-part checkpoint is read from an older checkpoint or its commits.
    /// </summary>
    public static bool TryCheckpoint(ReadOnlySpan<char> name, out long version) => TryVersion(name, CheckpointEnd, out version);

    static bool TryVersion(ReadOnlySpan<char> name, string end, out long version)
    {
        version = -1;
        return name.Length == Digits + end.Length
            && name.EndsWith(end, StringComparison.Ordinal)
            && long.TryParse(name[..Digits], NumberStyles.None, CultureInfo.InvariantCulture, out version);
    }

    static string Padded(long version) => version.ToString("D20", CultureInfo.InvariantCulture);
}
