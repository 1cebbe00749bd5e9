using TrailLake.Errors;
using TrailLake.Storage;

namespace TrailLake.Store;

/// <summary>The wording of every error of the lake, in one place. Each is one line: found, where, expected, what to do.</summary>
static class LakeErrors
{
    const string NewSecret = ", `traillake repair --new-secret` makes another, and earlier events are compared by their content.";

    public static TrailLakeException NoFolder(string directory) =>
        new(
            ErrorKind.Lake,
            $"There is no lake at {directory}: the folder does not exist. Name the folder of a lake, or ingest into it first.",
            directory);

    public static TrailLakeException NotALake(string directory) =>
        new(
            ErrorKind.Lake,
            $"{directory} is not a lake: it has no events/_delta_log with a first commit. Name the folder that holds events/, "
            + "objects/ and rejects/.",
            directory);

    public static TrailLakeException SecretLost(string path) =>
        new(
            ErrorKind.Lake,
            $"The lake's secret {path} is missing: without it no copy of a record can be told from another record. "
            + "Restore the file from a copy of the lake. If it is gone for good" + NewSecret,
            path);

    public static TrailLakeException OtherSecret(string path) =>
        new(
            ErrorKind.Lake,
            $"The lake's secret {path} is that of another lake: no event of this one was written with it. "
            + "Restore the file from a copy of the lake. If its own is gone for good" + NewSecret,
            path);

    public static TrailLakeException SecretDamaged(string path) =>
        new(
            ErrorKind.Lake,
            $"The lake's secret {path} is damaged: one line with 64 hex digits at its end was expected. "
            + "Restore the file from a copy of the lake. If it is gone for good" + NewSecret,
            path);

    public static TrailLakeException SecretUnreadable(string path, Exception inner) =>
        new(
            ErrorKind.Storage,
            $"The lake's secret {path} cannot be read: {StorageErrors.OneLine(inner.Message)} Writers of the lake need it; allow this user "
            + "to read the file.",
            path,
            inner);

    public static TrailLakeException ForeignSchema(string table) =>
        new(
            ErrorKind.Lake,
            $"The table {table} has other partition columns than TrailLake's: it was made by another program. Name a lake "
            + "that TrailLake made, or an empty folder.",
            table);

    public static TrailLakeException BadPartition(string table, string path) =>
        new(
            ErrorKind.Lake,
            $"The log of {table} names the file {StorageErrors.OneLine(path)} without the partition values date (yyyy-MM-dd) and account. "
            + "It was not written by TrailLake.",
            table);

    public static TrailLakeException CannotCreate(string directory, Exception inner) =>
        new(
            ErrorKind.Storage,
            $"No lake can be made at {directory}: {StorageErrors.OneLine(inner.Message)} Name a folder that may be written to.",
            directory, inner);

    public static TrailLakeException Conflict(string directory, IReadOnlyList<string> uris) =>
        new(
            ErrorKind.Conflict,
            $"Another writer committed {uris.Count} of this batch's objects to {directory} first, for example "
            + $"{StorageErrors.OneLine(uris[0])}. Nothing of this batch was committed; run again without them.",
            directory)
        {
            ConflictingObjects = uris,
        };

    public static TrailLakeException LostCopies(string table) =>
        new(
            ErrorKind.Lake,
            $"The table {table} is gone: the lake had it. Restore it from a copy of the lake, or begin it anew with "
            + "traillake repair --accept-loss: which objects delivered its events too is forgotten then.",
            table);

    public static TrailLakeException LedgerReplaced(string directory) =>
        new(
            ErrorKind.Conflict,
            $"Another writer kept replacing the same ledger files of {directory}. No verdict was recorded; run again when it has ended.",
            directory);

    public static TrailLakeException FileReplaced(string directory, string path) =>
        new(
            ErrorKind.Conflict,
            $"Another writer took {StorageErrors.OneLine(path)} out of {directory} first (purge, repair or compaction). "
            + "Nothing was changed; run again.",
            directory);

    public static TrailLakeException DamagedData(string path, string what) =>
        new(ErrorKind.Lake, $"{path} {StorageErrors.OneLine(what)}.", path);

    public static TrailLakeException Swept(string directory, long version, int files, string first) =>
        new(
            ErrorKind.Lake,
            $"Version {version} of {directory} cannot be read any more: {files} of its files were removed later and have been swept, "
            + $"for example {StorageErrors.OneLine(first)}. Read a newer version.",
            directory);

    public static TrailLakeException SameEvents(string directory) =>
        new(
            ErrorKind.Conflict,
            $"Another writer committed some of this batch's events to {directory} first, from other objects. Nothing of this batch was "
            + "committed; run again.",
            directory);
}
