using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using DuckDB.NET.Data;
using TrailLake.Tables;
using TrailLake.Tests.Support;

namespace TrailLake.Tests.Lake.Foreign;

/// <summary>
/// Writes to the events table as another engine does: copies whole files with changed rows, in its own layout of Parquet, and commits with
/// the words that Delta Lake on Spark uses. It does not look at what the table's properties forbid.
/// </summary>
sealed class ForeignWriter(TestLake lake)
{
    public const string Engine = "Apache-Spark/3.5.9 Delta-Lake/3.3.0";

    readonly string _table = Path.Combine(lake.Directory, "events");

    /// <summary>Rewrites each file that has such rows, with other values in them.</summary>
    public void Update(string where, string replacement) =>
        Rewrite("UPDATE", where, source => $"SELECT * REPLACE (CASE WHEN {where} THEN {replacement.Split('=', 2)[1]} ELSE "
            + $"{replacement.Split('=', 2)[0]} END AS {replacement.Split('=', 2)[0]}) FROM {source}");

    /// <summary>Rewrites each file that has such rows, without them.</summary>
    public void Delete(string where) => Rewrite("DELETE", where, source => $"SELECT * FROM {source} WHERE ({where}) IS NOT TRUE");

    /// <summary>Rewrites all files as they are.</summary>
    public void Compact() => Rewrite("OPTIMIZE", "true", source => $"SELECT * FROM {source}");

    /// <summary>Adds a copy of a row under another id.</summary>
    public void Insert(string eventId)
    {
        var file = lake.Snapshot().Files[0];
        Commit("WRITE", [Write(file, source => $"SELECT * REPLACE ('{eventId}' AS eventID) FROM {source} LIMIT 1")]);
    }

    /// <summary>Puts one file in the place of all that a table beside the events has.</summary>
    /// <param name="select">SQL over <c>{0}</c>.</param>
    public void RewriteLedger(string table, string select)
    {
        var folder = Path.Combine(lake.Directory, table);
        string[] old = Directory.GetFiles(folder, "part-*.parquet");
        var path = Path.Combine(folder, $"part-00000-{Guid.NewGuid()}-c000.snappy.parquet");
        string source = $"read_parquet([{string.Join(", ", old.Select(file => $"'{file}'"))}])";
        Run($"COPY ({select.Replace("{0}", source, StringComparison.Ordinal)}) TO '{path}' (FORMAT parquet)");
        var add = new JsonObject
        {
            ["path"] = Path.GetFileName(path),
            ["partitionValues"] = new JsonObject(),
            ["size"] = new FileInfo(path).Length,
            ["modificationTime"] = 1_790_000_000_000,
            ["dataChange"] = true,
        };
        Commit(
            "UPDATE", [.. old.Select(file => Remove(Path.GetFileName(file), dataChange: true)), new JsonObject { ["add"] = add }], table);
    }

    static JsonObject Remove(string path, bool dataChange) => new()
    {
        ["remove"] = new JsonObject { ["path"] = path, ["deletionTimestamp"] = 1_790_000_000_000, ["dataChange"] = dataChange },
    };

    /// <summary>Appends a commit to a table's log.</summary>
    public void Commit(string operation, IEnumerable<JsonObject> actions, string table = "events")
    {
        var log = Path.Combine(lake.Directory, table, "_delta_log");
        long version = Directory.GetFiles(log, "*.json").Select(path => long.Parse(Path.GetFileNameWithoutExtension(path), null)).Max() + 1;
        var text = new StringBuilder();
        var info = new JsonObject { ["timestamp"] = 1_790_000_000_000, ["operation"] = operation, ["engineInfo"] = Engine };
        foreach (var action in actions.Prepend(new JsonObject { ["commitInfo"] = info }))
        {
            text.Append(action.ToJsonString()).Append('\n');
        }

        File.WriteAllText(Path.Combine(log, $"{version:D20}.json"), text.ToString());
    }

    void Rewrite(string operation, string where, Func<string, string> select)
    {
        var actions = new List<JsonObject>();
        foreach (var file in lake.Snapshot().Files.Where(file => Count(Source(file.Path), where) > 0))
        {
            actions.Add(Remove(PathInLog(file.Path), operation != "OPTIMIZE"));
            if (Count($"({select(Source(file.Path))})", "true") > 0)
            {
                actions.Add(Write(file, select, operation != "OPTIMIZE"));
            }
        }

        Commit(operation, actions);
    }

    JsonObject Write(DataFile like, Func<string, string> select, bool dataChange = true)
    {
        var path = Path.Combine(Path.GetDirectoryName(like.Path)!, $"part-00000-{Guid.NewGuid()}-c000.snappy.parquet");
        Run($"COPY ({select(Source(like.Path))}) TO '{path}' (FORMAT parquet, COMPRESSION snappy)");
        return new JsonObject
        {
            ["add"] = new JsonObject
            {
                ["path"] = PathInLog(path),
                ["partitionValues"] = new JsonObject { ["date"] = like.Date.ToString("yyyy-MM-dd", null), ["account"] = like.Account },
                ["size"] = new FileInfo(path).Length,
                ["modificationTime"] = 1_790_000_000_000,
                ["dataChange"] = dataChange,
                ["stats"] = JsonSerializer.Serialize(new { numRecords = Count(Source(path), "true") }),
            },
        };
    }

    string PathInLog(string path) => string.Join('/', Path.GetRelativePath(_table, path).Split(Path.DirectorySeparatorChar)
        .Select(part => part.Replace("%", "%25", StringComparison.Ordinal)));

    static string Source(string path) => $"read_parquet('{path}', hive_partitioning = false)";

    static long Count(string source, string where) => (long)Run($"SELECT count(*) FROM {source} WHERE {where}")!;

    static object? Run(string sql)
    {
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }
}
