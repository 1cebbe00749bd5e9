using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using TrailLake.Generator.Archives;
using TrailLake.Ingest.Sources;
using TrailLake.Schema;
using TrailLake.Tests.Generator;
using TrailLake.Tests.Support;
using Xunit;

namespace TrailLake.Tests.EndToEnd;

/// <summary>
/// Readers that others wrote find the same events in the lake: ClickHouse by way of Delta Kernel, DuckDB over the bare files, Parquet.Net.
/// </summary>
public sealed class ForeignReaderTests
{
    [Fact]
    public void DeltaKernel_ReadsEventsLedgerAndRejects_AlsoBehindACheckpoint()
    {
        using var archive = new GeneratedArchive(GeneratorProfile.Small, 600, seed: 8);
        using var lake = new TestLake();
        var keys = archive.Keys.Take(22).ToList();
        foreach (var key in keys)
        {
            // A commit for each: the log passes a checkpoint. Odd records come with the last ones.
            lake.Ingest(new LocalLogSource(Path.Combine(archive.Folder, key)));
        }

        lake.Put("odd.json", Records.File(
            Records.Of("odd", ",\"errorCode\":7,\"resources\":[{\"ARN\":\"a\"},{}]"),
            Records.Of("text").Replace("\"recipientAccountId\":\"111122223333\"", "\"recipientAccountId\":\"a b%/ä\""),
            "{\"bad\":1}"));
        lake.Ingest();
        Assert.NotEmpty(Directory.GetFiles(Path.Combine(lake.Directory, "events", "_delta_log"), "*.checkpoint.parquet"));

        var leaves = CloudTrailSchema.Leaves.Where(leaf => leaf.MaxRepetition == 0).ToList();
        var ours = Assert.Single(
            lake.Query(
                $"SELECT {string.Join(", ", leaves.Select(leaf => DuckSum(leaf)))}, count(*), min(date), max(date), count(DISTINCT "
                    + "account), min(account), max(account) FROM events_raw"));
        var theirs = Assert.Single(Delta(lake, "events", string.Join(", ", leaves.Select((leaf, i) => ClickSum(leaf, i)))
            + ", count() AS n, min(date) AS d1, max(date) AS d2, uniqExact(account) AS a, min(account) AS a1, max(account) AS a2"));
        Assert.Equal(
            ours.Select((value, i) => $"{(i < leaves.Count ? leaves[i].Path : i)} {value}"),
            theirs.EnumerateObject().Select((value, i) => $"{(i < leaves.Count ? leaves[i].Path : i)} {value.Value}"));

        foreach (string column in new[] { "uri", "etag", "state", "records", "events", "rejects", "sha256", "contentSha256" })
        {
            Assert.Equal(
                lake.Query($"SELECT {column} FROM objects ORDER BY 1").Select(row => row[0]),
                Delta(lake, "objects", column, $"ORDER BY {column}").Select(row => row.GetProperty(column).ToString()));
        }

        var reject = Assert.Single(Delta(lake, "rejects", "sourceObject, offset, reason, content"));
        Assert.Equal(
            ("not-cloudtrail", "{\"bad\":1}"), (reject.GetProperty("reason").GetString(), reject.GetProperty("content").GetString()));

        CopyBatch.CommitAll(lake, "s3://second/k");
        Assert.Equal(
            lake.Scalar("SELECT sum(records) FROM copies"),
            Assert.Single(Delta(lake, "copies", "sum(records) AS n, any(copyObject) AS o")).GetProperty("n").ToString());
    }

    [Fact]
    public void DuckDBOverBareFiles_SeesTheSame()
    {
        using var archive = new GeneratedArchive(GeneratorProfile.Small, 1000, seed: 9);
        using var lake = new TestLake();
        lake.Ingest(new LocalLogSource(archive.Folder));
        string files = $"read_parquet('{lake.Directory}/events/*/*/*.parquet', hive_partitioning = true, hive_types = {{'date': DATE, "
            + $"'account': VARCHAR}})";
        var rows = DuckDb.Query(
            $"SELECT eventID, date::VARCHAR, account, eventName, userIdentity.arn, epoch_us(eventTime), recordHash FROM "
                + $"{files} ORDER BY 1");
        var own = lake.Query(
            "SELECT eventID, date::VARCHAR, account, eventName, userIdentity.arn, epoch_us(eventTime), recordHash FROM events ORDER BY 1");
        Assert.Equal(own.Select(row => string.Join('|', row)), rows.Select(row => string.Join('|', row)));
        Assert.Equal(1000, rows.Count);
    }

    [Fact]
    public async System.Threading.Tasks.Task ParquetNet_SeesTheSameRowsAndTexts()
    {
        using var archive = new GeneratedArchive(GeneratorProfile.Small, 500, seed: 10);
        using var lake = new TestLake();
        lake.Ingest(new LocalLogSource(archive.Folder));
        var ids = new List<string?>();
        foreach (var file in lake.Snapshot().Files)
        {
            var leaves = await ParquetNetFile.ReadAsync(file.Path, 0);
            ids.AddRange(leaves[(int)FieldId.EventId].Select(value => (string?)value.Value));
            Assert.Equal(file.Rows, leaves[(int)FieldId.EventTime].Count);
        }

        Assert.Equal(lake.EventIds(), ids.Order(StringComparer.Ordinal));
    }

    static List<JsonElement> Delta(TestLake lake, string table, string columns, string rest = "") => ClickHouse.Query(
        lake.Directory,
        $"SELECT {columns} FROM deltaLakeLocal('{lake.Directory}/{table}') {rest} SETTINGS output_format_json_quote_64bit_integers = 0, "
            + "max_threads = 1, optimize_functions_to_subcolumns = 0");

    // What both can compute: how many values there are, and how long the texts are in all.
    static string DuckSum(ColumnSpec leaf) => leaf.Kind switch
    {
        ColumnKind.Text or ColumnKind.Json => $"concat(count({Quoted(leaf)}), ' ', count(DISTINCT {Quoted(leaf)}), ' ', "
            + $"coalesce(sum(strlen({Quoted(leaf)})), 0), ' ', coalesce(min({Quoted(leaf)}), ''), ' ', coalesce(max({Quoted(leaf)}), ''))",
        ColumnKind.Timestamp => $"concat(count({Quoted(leaf)}), ' ', sum(epoch_us({Quoted(leaf)}) % 1000000007))",
        ColumnKind.Boolean => $"concat(count({Quoted(leaf)}), ' ', coalesce(sum({Quoted(leaf)}::INT), 0))",
        _ => $"concat(count({Quoted(leaf)}), ' ', sum({Quoted(leaf)} % 1000003))",
    };

    static string ClickSum(ColumnSpec leaf, int number) => (leaf.Kind switch
    {
        ColumnKind.Text or ColumnKind.Json => $"concat(toString(count({Element(leaf)})), ' ', toString(uniqExact({Element(leaf)})), ' ', "
            + $"toString(ifNull(sum(length({Element(leaf)})), 0)), ' ', ifNull(min({Element(leaf)}), ''), ' ', "
            + $"ifNull(max({Element(leaf)}), ''))",
        ColumnKind.Timestamp => $"concat(toString(count({Element(leaf)})), ' ', "
            + $"toString(ifNull(sum(toUnixTimestamp64Micro({Element(leaf)}) % 1000000007), 0)))",
        ColumnKind.Boolean => $"concat(toString(count({Element(leaf)})), ' ', toString(ifNull(sum({Element(leaf)}), 0)))",
        _ => $"concat(toString(count({Element(leaf)})), ' ', toString(ifNull(sum({Element(leaf)} % 1000003), 0)))",
    }) + $" AS c{number}";

    // `userIdentity.type` would be asked for as a subcolumn, which ClickHouse does not find in a Delta table (seen with 26.7).
    static string Element(ColumnSpec leaf) => leaf.Path.Split('.').Aggregate((outer, name) => $"tupleElement({outer}, '{name}')");

    static string Quoted(ColumnSpec leaf) => string.Join('.', leaf.Path.Split('.').Select(part => $"\"{part}\""));
}
