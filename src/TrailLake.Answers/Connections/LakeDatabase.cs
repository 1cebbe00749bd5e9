using System.Globalization;
using DuckDB.NET.Data;
using TrailLake.Errors;
using TrailLake.Paths;
using TrailLake.Query.Search;
using TrailLake.Query.Sql;

namespace TrailLake.Answers.Connections;

/// <summary>
/// A small DuckDB database with the views and macros of a session over one snapshot's files, for programs that open DuckDB databases:
/// DBeaver, Python, the duckdb command, from DuckDB 1.4 on. It holds no events, only where they are, so the lake must stay where it is. The
/// files of a snapshot are never changed: what is ingested later is not seen, and nothing that is seen goes away.
/// </summary>
static class LakeDatabase
{
    /// <summary>Name of the table that says what the database shows; it also tells a database of ours from others.</summary>
    public const string OriginTable = "traillake";

    /// <summary>Writes the database, whole or not at all; one that is there is replaced.</summary>
    /// <param name="path">Full path of the database file.</param>
    /// <param name="files">The files of the snapshot.</param>
    /// <param name="origin">What the database says about itself.</param>
    /// <param name="mode">Mode of the file; null for that of a file which is replaced, else for its owner alone.</param>
    /// <exception cref="TrailLakeException">The file cannot be written, or a file of the lake cannot be read.</exception>
    public static void Write(string path, LakeFiles files, LakeOrigin origin, UnixFileMode? mode = null)
    {
        var partial = path + ".partial";
        try
        {
            var given = PrivateFile.ModeOf(path, mode);
            Remove(partial);
            Fill(partial, files, origin, given);
            File.Move(partial, path, overwrite: true);
        }
        catch (Exception e) when (e is DuckDBException or IOException or UnauthorizedAccessException)
        {
            throw new TrailLakeException(ErrorKind.Storage, $"cannot write {path}: {e.Message.ReplaceLineEndings(" ")}", path, e);
        }
        finally
        {
            Remove(partial);
            Remove(partial + ".wal");
        }
    }

    /// <summary>What the database in a file says about itself; null when the file is no database that <see cref="Write"/> wrote.</summary>
    public static LakeOrigin? Read(string path)
    {
        try
        {
            using var connection = Open("Data Source=:memory:");
            Run(connection, $"SET TimeZone = 'UTC'; ATTACH {SqlText.Literal(path)} AS found (READ_ONLY)");
            using var command = connection.CreateCommand();
            command.CommandText = $"SELECT lake, snapshot, strftime(writtenAt, '%Y-%m-%dT%H:%M:%S'), program FROM found.main.{OriginTable}";
            using var reader = command.ExecuteReader();
            return reader.Read()
                ? new LakeOrigin(
                    reader.GetString(0),
                    reader.GetInt64(1),
                    DateTime.Parse(reader.GetString(2), CultureInfo.InvariantCulture),
                    reader.GetString(3))
                : null;
        }
        catch (DuckDBException)
        {
            return null;
        }
    }

    // Deleting what is not there is an error only where its folder is not there either.
    static void Remove(string path)
    {
        if (File.Exists(path))
        {
            File.Delete(path);
        }
    }

    static void Fill(string path, LakeFiles files, LakeOrigin origin, UnixFileMode mode)
    {
        using var connection = Open("Data Source=:memory:");

        // Macros that go by the types of their arguments came with this format.
        Run(connection, $"ATTACH {SqlText.Literal(path)} AS lake (STORAGE_VERSION 'v1.4.0'); USE lake");
        if (!OperatingSystem.IsWindows())
        {
            // Before anything is in it.
            File.SetUnixFileMode(path, mode);
        }

        foreach (var statement in Statements(files, origin))
        {
            Run(connection, statement);
        }

        Run(connection, "USE memory; DETACH lake");
    }

    static IEnumerable<string> Statements(LakeFiles files, LakeOrigin origin)
    {
        yield return $"CREATE TABLE {OriginTable} AS SELECT {SqlText.Literal(origin.Lake)} AS lake, "
            + string.Create(CultureInfo.InvariantCulture, $"{origin.Snapshot}::BIGINT AS snapshot, ")
            + $"{SqlText.Timestamp(origin.WrittenAt)} AS writtenAt, {SqlText.Literal(origin.Program)} AS program";
        foreach (var statement in StandaloneViews.CreateWithLists(files).Concat(SessionScripts.All()).Concat(SessionScripts.Elsewhere()))
        {
            yield return statement;
        }
    }

    static DuckDBConnection Open(string source)
    {
        var connection = new DuckDBConnection(source);
        connection.Open();
        return connection;
    }

    static void Run(DuckDBConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
