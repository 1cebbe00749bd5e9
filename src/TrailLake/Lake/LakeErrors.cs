using System;
using System.Collections.Generic;
using TrailLake.Errors;

namespace TrailLake.Lake;

/// <summary>The wording of every error of the lake, in one place. Each is one line: found, where, expected, what to do.</summary>
static class LakeErrors
{
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
            $"The lake's secret {path} is missing: without it no copy of a record can be told from another record. Restore the file from a copy of "
            + "the lake. If it is gone for good, `traillake repair --new-secret` makes another, and earlier events are compared by their content.",
            path);

    public static TrailLakeException OtherSecret(string path) =>
        new(
            ErrorKind.Lake,
            $"The lake's secret {path} is that of another lake: no event of this one was written with it. Restore the file from a copy of the "
            + "lake. If its own is gone for good, `traillake repair --new-secret` makes another, and earlier events are compared by their content.",
            path);

    public static TrailLakeException SecretDamaged(string path) =>
        new(
            ErrorKind.Lake,
            $"The lake's secret {path} is damaged: one line with 64 hex digits at its end was expected. Restore the file from a copy of the lake. If it "
            + "is gone for good, `traillake repair --new-secret` makes another, and earlier events are compared by their content.",
            path);

    public static TrailLakeException SecretUnreadable(string path, Exception inner) =>
        new(
            ErrorKind.Storage,
            $"The lake's secret {path} cannot be read: {OneLine(inner.Message)} Writers of the lake need it; allow this user to read the file.",
            path,
            inner);

    public static TrailLakeException NoTable(string table) =>
        new(
            ErrorKind.Lake,
            $"The table {table} has no first commit in its _delta_log: the lake is incomplete. Restore the folder from a copy.",
            table);

    public static TrailLakeException NewerReader(string table, int found, int supported, string? origin) =>
        new(
            ErrorKind.Lake,
            $"The table {table} asks for a Delta reader of version {found}; TrailLake reads version {supported}. "
            + (origin is null ? "Another program changed it, or a newer TrailLake: use that." : $"{origin}. Let that program take it back (ALTER TABLE … DROP FEATURE), or restore the folder from a copy."),
            table);

    public static TrailLakeException NewerWriter(string table, int found, int supported, string? origin) =>
        new(
            ErrorKind.Lake,
            $"The table {table} asks for a Delta writer of version {found}; TrailLake writes version {supported}; reading works. "
            + (origin is null ? "Another program changed it, or a newer TrailLake: add with that." : $"{origin}. Let that program take it back (ALTER TABLE … DROP FEATURE), or restore the folder from a copy."),
            table);

    public static TrailLakeException NoProtocol(string table, long version) =>
        new(
            ErrorKind.Lake,
            $"The log of {table} has no protocol or metaData action up to version {version}: its first commit or checkpoint "
            + "is damaged. Restore _delta_log from a copy.",
            table);

    public static TrailLakeException ForeignSchema(string table) =>
        new(
            ErrorKind.Lake,
            $"The table {table} has other partition columns than TrailLake's: it was made by another program. Name a lake "
            + "that TrailLake made, or an empty folder.",
            table);

    public static TrailLakeException MissingCommit(string path, long newest) =>
        new(
            ErrorKind.Lake,
            $"The commit file {path} is missing, though the log goes on to version {newest}. Restore it from a copy of the "
            + "lake.",
            path);

    public static TrailLakeException NoSuchVersion(string table, long version, long newest) =>
        new(ErrorKind.Lake, $"The table {table} has no version {version}: its newest is {newest}.", table);

    public static TrailLakeException DamagedCommit(string path, int line, string detail) =>
        new(
            ErrorKind.Lake,
            $"The commit file {path} is damaged at line {line}: {detail} Expected one Delta action as JSON per line. Restore "
            + "it from a copy of the lake.",
            path);

    public static TrailLakeException EmptyCommit(string path) =>
        new(
            ErrorKind.Lake,
            $"The commit file {path} is empty. Expected one Delta action as JSON per line. Restore it from a copy of the lake.",
            path);

    public static TrailLakeException UnreadableCheckpoint(string path, Exception inner) =>
        new(
            ErrorKind.Lake,
            $"The checkpoint {path} cannot be read ({OneLine(inner.Message)}), and the commits before it are gone. Restore "
            + "_delta_log from a copy.",
            path, inner);

    public static TrailLakeException OutsideTable(string table, string path) =>
        new(
            ErrorKind.Lake,
            $"The log of {table} names the file {OneLine(path)}, which is outside of the table. TrailLake reads only files "
            + "below the lake's folder.",
            table);

    public static TrailLakeException BadPartition(string table, string path) =>
        new(
            ErrorKind.Lake,
            $"The log of {table} names the file {OneLine(path)} without the partition values date (yyyy-MM-dd) and account. "
            + "It was not written by TrailLake.",
            table);

    public static TrailLakeException CannotRead(string path, Exception inner) =>
        new(ErrorKind.Lake, $"{path} cannot be read: {OneLine(inner.Message)}", path, inner);

    public static TrailLakeException CannotWrite(string path, Exception inner) =>
        new(
            ErrorKind.Storage,
            $"{path} cannot be written: {OneLine(inner.Message)} Nothing of this batch is in the lake; free some space or fix "
            + "the permissions and run again.",
            path, inner);

    public static TrailLakeException CannotCreate(string directory, Exception inner) =>
        new(
            ErrorKind.Storage,
            $"No lake can be made at {directory}: {OneLine(inner.Message)} Name a folder that may be written to.",
            directory, inner);

    public static TrailLakeException Conflict(string directory, IReadOnlyList<string> uris) =>
        new(
            ErrorKind.Conflict,
            $"Another writer committed {uris.Count} of this batch's objects to {directory} first, for example "
            + $"{OneLine(uris[0])}. Nothing of this batch was committed; run again without them.",
            directory)
        {
            ConflictingObjects = uris,
        };

    public static TrailLakeException LostCopies(string table) =>
        new(
            ErrorKind.Lake,
            $"The table {table} is gone: the lake had it. Restore it from a copy of the lake, or begin it anew with traillake repair --accept-loss: "
            + "which objects delivered its events too is forgotten then.",
            table);

    public static TrailLakeException LedgerReplaced(string directory) =>
        new(
            ErrorKind.Conflict,
            $"Another writer kept replacing the same ledger files of {directory}. No verdict was recorded; run again when it has ended.",
            directory);

    public static TrailLakeException FileReplaced(string directory, string path) =>
        new(
            ErrorKind.Conflict,
            $"Another writer took {OneLine(path)} out of {directory} first (purge, repair or compaction). Nothing was changed; run again.",
            directory);

    public static TrailLakeException DamagedData(string path, string what) =>
        new(ErrorKind.Lake, $"{path} {OneLine(what)}.", path);

    public static TrailLakeException Swept(string directory, long version, int files, string first) =>
        new(
            ErrorKind.Lake,
            $"Version {version} of {directory} cannot be read any more: {files} of its files were removed later and have been swept, for example "
            + $"{OneLine(first)}. Read a newer version.",
            directory);

    public static TrailLakeException SameEvents(string directory) =>
        new(
            ErrorKind.Conflict,
            $"Another writer committed some of this batch's events to {directory} first, from other objects. Nothing of this batch was "
            + "committed; run again.",
            directory);

    /// <summary>Log content and system messages are foreign text: no line break and no control character may reach the one line.</summary>
    static string OneLine(string text)
    {
        var cut = text.Length <= 300 ? text : text[..300] + "…";
        return TerminalText.Escape(cut);
    }
}
