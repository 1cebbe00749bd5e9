using TrailLake.Errors;
using TrailLake.Storage;

namespace TrailLake.DeltaLog;

/// <summary>The wording of every error of a table's log. Each is one line: found, where, expected, what to do.</summary>
static class LogErrors
{
    public static TrailLakeException NoTable(string table) =>
        new(
            ErrorKind.Lake,
            $"The table {table} has no first commit in its _delta_log: the lake is incomplete. Restore the folder from a copy.",
            table);

    public static TrailLakeException NewerReader(string table, int found, int supported, string? origin) =>
        new(
            ErrorKind.Lake,
            $"The table {table} asks for a Delta reader of version {found}; TrailLake reads version {supported}. "
            + HowToGoOn(origin, "use that"),
            table);

    public static TrailLakeException NewerWriter(string table, int found, int supported, string? origin) =>
        new(
            ErrorKind.Lake,
            $"The table {table} asks for a Delta writer of version {found}; TrailLake writes version {supported}; reading works. "
            + HowToGoOn(origin, "add with that"),
            table);

    public static TrailLakeException NoProtocol(string table, long version) =>
        new(
            ErrorKind.Lake,
            $"The log of {table} has no protocol or metaData action up to version {version}: its first commit or checkpoint "
            + "is damaged. Restore _delta_log from a copy.",
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
            $"The checkpoint {path} cannot be read ({StorageErrors.OneLine(inner.Message)}), and the commits before it are gone. Restore "
            + "_delta_log from a copy.",
            path, inner);

    public static TrailLakeException OutsideTable(string table, string path) =>
        new(
            ErrorKind.Lake,
            $"The log of {table} names the file {StorageErrors.OneLine(path)}, which is outside of the table. TrailLake reads only files "
            + "below the lake's folder.",
            table);

    static string HowToGoOn(string? origin, string newer) => origin is null
        ? $"Another program changed it, or a newer TrailLake: {newer}."
        : $"{origin}. Let that program take it back (ALTER TABLE … DROP FEATURE), or restore the folder from a copy.";
}
