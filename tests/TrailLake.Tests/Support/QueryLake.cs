using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json;
using DuckDB.NET.Data;
using TrailLake.Parquet;
using TrailLake.Query.Execution;
using TrailLake.Query.Search;
using TrailLake.Query.Session;
using TrailLake.Query.Views;
using TrailLake.Schema;
using TrailLake.Store;
using TrailLake.Tables;

namespace TrailLake.Tests.Support;

/// <summary>
/// A small lake whose Parquet files DuckDB writes, so that the query layer is tested without TrailLake's own writer. Values are SQL.
/// </summary>
sealed class QueryLake : IDisposable
{
    const string Batch = "batch-1";
    readonly List<string> _adds = [];
    readonly string _folder;
    int _next;

    public QueryLake()
    {
        // A name that a pattern would read otherwise: paths must never be taken for patterns.
        _folder = System.IO.Directory.CreateTempSubdirectory("traillake-test-").FullName;
        Directory = System.IO.Directory.CreateDirectory(Path.Combine(_folder, "lake [a-z] ä")).FullName;
        LakeStore.OpenOrCreate(Directory, new ParquetLakeFormat());
    }

    /// <summary>The lake's folder.</summary>
    public string Directory { get; }

    /// <summary>A lake with three events of two accounts and two days, a ledger row and a reject.</summary>
    public static QueryLake WithSample()
    {
        var lake = new QueryLake();
        lake.AddEvents(
            "2026-03-01",
            "000000000011",
            new()
            {
                ["eventID"] = "'e1'",
                ["eventName"] = "'DeleteBucket'",
                ["eventTime"] = "TIMESTAMPTZ '2026-03-01 10:00:00Z'",
                ["awsRegion"] = "'eu-west-1'",
                ["userIdentity"] = "{'type': 'IAMUser', 'arn': 'arn:aws:iam::000000000011:user/eve'}",
                ["requestParameters"] = "'{\"bucketName\":\"b\"}'",
                ["responseElements"] = "'null'",
                ["readOnly"] = "false",
            },
            new()
            {
                ["eventID"] = "'e2'",
                ["eventName"] = "'ListBuckets'",
                ["eventTime"] = "TIMESTAMPTZ '2026-03-01 23:59:59Z'",
                ["awsRegion"] = "'eu-west-1'",
                ["readOnly"] = "true",
            });
        lake.AddEvents(
            "2026-03-02",
            "000000000022",
            new Dictionary<string, string>
            {
                ["eventID"] = "'e3'",
                ["eventName"] = "'GetObject'",
                ["eventTime"] = "TIMESTAMPTZ '2026-03-02 00:00:00Z'",
                ["awsRegion"] = "'us-east-1'",
            });
        lake.AddLedger("objects", new()
        {
            ["uri"] = "'s3://b/k'",
            ["etag"] = "'t'",
            ["records"] = "5",
            ["events"] = "3",
            ["duplicates"] = "1",
            ["rejects"] = "1",
            ["state"] = "'done'",
        });
        lake.AddLedger("rejects", new() { ["sourceObject"] = "'s3://b/k'", ["reason"] = "'not-json'", ["content"] = "'x'::BLOB" });
        lake.Commit();
        return lake;
    }

    /// <summary>Adds a data file with these rows; it counts after <see cref="Commit"/>.</summary>
    public void AddEvents(string date, string account, params Dictionary<string, string>[] rows)
    {
        var relative = $"date={date}/account={PartitionFolder.Escape(account)}/part-{_next++}.parquet";
        var path = Path.Combine(Directory, "events", relative);
        System.IO.Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var columns = CloudTrailSchema.Nodes.Select(node => (node.Name, Type: LakeViews.TypeOf(node))).ToList();
        var defaults = new Dictionary<string, string>
        {
            ["sourceObject"] = "'s3://b/k'",
            ["sourceIndex"] = "7",
            ["recordHash"] = "1",
            ["eventIDConflict"] = "false",
        };
        Copy(columns, rows.Select(
            row => defaults.Concat(row).GroupBy(pair => pair.Key).ToDictionary(pairs => pairs.Key, pairs => pairs.Last().Value)), path);
        _adds.Add(Add(relative.Replace("%", "%25"), path, JsonSerializer.Serialize(new { date, account }), rows.Length));
    }

    /// <summary>Adds a committed file of the ledger, of the rejects or of the copies, or one of a batch that is not committed.</summary>
    /// <param name="without">A column that the file lacks, as if an older version had written it.</param>
    public void AddLedger(string table, Dictionary<string, string> row, string batch = Batch, string? without = null)
    {
        var path = Path.Combine(Directory, table, $"part-{_next++}.parquet");
        row.TryAdd("batch", $"'{batch}'");
        Copy([.. (table switch { "objects" => LedgerColumns.Objects, "copies" =>
            LedgerColumns.Copies, _ => LedgerColumns.Rejects }).Where(column => column.Name != without)], [row], path);
        WriteCommit(table, [Add(Path.GetFileName(path), path, "{}", 1, batch)]);
    }

    /// <summary>Commits the data files.</summary>
    public void Commit() => WriteCommit("events", ["{\"txn\":{\"appId\":\"" + Batch + "\",\"version\":1}}", .. _adds]);

    public LakeFiles Files() => LakeFiles.Of(Directory, LakeStore.Open(Directory, new ParquetLakeFormat()).Snapshot());

    public SqlSession Open(EventFilter? filter = null, string? parquetOutput = null) =>
        SqlSession.Open(Files(), new SessionOptions { Filter = filter ?? EventFilter.All, ParquetOutput = parquetOutput, Threads = 1 });

    /// <summary>Every file's name and content, to tell whether anything changed.</summary>
    public Dictionary<string, string> Fingerprint() => System.IO.Directory
        .EnumerateFileSystemEntries(Directory, "*", SearchOption.AllDirectories)
        .ToDictionary(path => path, path => File.Exists(path)
            ? Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(path)))
            : "folder");

    public void Dispose() => System.IO.Directory.Delete(_folder, recursive: true);

    static void Copy(List<(string Name, string Type)> columns, IEnumerable<Dictionary<string, string>> rows, string path)
    {
        var selects = rows.Select(row => "SELECT " + string.Join(", ", columns.Select(column =>
            $"CAST({row.GetValueOrDefault(column.Name, "NULL")} AS {column.Type}) AS \"{column.Name}\"")));
        using var connection = new DuckDBConnection("Data Source=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"SET TimeZone = 'UTC'; COPY ({string.Join(" UNION ALL ", selects)}) TO '{path}' (FORMAT parquet)";
        command.ExecuteNonQuery();
    }

    static string Add(string relative, string path, string partition, int rows, string batch = Batch) => string.Create(
        CultureInfo.InvariantCulture,
        $$"""{"add":{"path":"{{relative}}","partitionValues":{{partition}},"size":{{new FileInfo(path).Length}},"modificationTime":0,"dataChange":true,""")
        + $$"""
            "stats":"{\"numRecords\":{{rows}}}","tags":{"batch":"{{batch}}"}
            """ + "}}";

    void WriteCommit(string table, IEnumerable<string> actions)
    {
        var log = Path.Combine(Directory, table, "_delta_log");
        var version = System.IO.Directory.GetFiles(log, "*.json").Length;
        File.WriteAllText(
            Path.Combine(log, version.ToString("D20", CultureInfo.InvariantCulture) + ".json"), string.Join('\n', actions) + "\n");
    }
}
