using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using DuckDB.NET.Data;
using TrailLake.Answers.Connections;
using TrailLake.Answers.Connections.Engines;
using TrailLake.Errors;
using TrailLake.Parquet;
using TrailLake.Query.Search;
using TrailLake.Query.Sql;
using TrailLake.Query.Views;
using TrailLake.Schema;
using TrailLake.Store;
using TrailLake.Tests.Conventions;
using TrailLake.Tests.Support;
using Xunit;

namespace TrailLake.Tests.Connections;

/// <summary>What <c>connect --engine</c> prints: run where an engine is at hand, else looked at.</summary>
public sealed partial class EngineTests
{
    // Statements that both dialects understand; the second column is what keeps rows in order.
    static readonly string[] s_questions =
    [
        "SELECT eventID AS a, eventName AS b FROM events ORDER BY a",
        "SELECT eventID AS a, requestParameters AS b FROM events WHERE responseElements IS NULL ORDER BY a",
        "SELECT eventID AS a, responseElements AS b FROM events_raw ORDER BY a",
        "SELECT concat(uri, '|', etag) AS a, state AS b FROM objects ORDER BY a, b",
        "SELECT concat(uri, '|', etag) AS a, state AS b FROM objects_history ORDER BY a, b",
        "SELECT sourceObject AS a, reason AS b FROM rejects ORDER BY a, b",
        "SELECT copyObject AS a, keptObject AS b FROM copies ORDER BY a, b",
        "SELECT eventID AS a, sourceObject AS b FROM verified_events ORDER BY a",
        "SELECT eventID AS a, concat(deliveredObject, ' ', CAST(deliveredIndex AS VARCHAR)) AS b FROM deliveries ORDER BY a, b",
    ];

    public static TheoryData<string> Names => [.. LakeEngines.All.Select(engine => engine.Name)];

    [Fact]
    public void ClickHouse_SeesWhatTheSessionSees()
    {
        using var lake = WithEverything();
        var views = Views(Text("clickhouse", lake));
        Assert.Equal(
            Expected(lake),
            s_questions.Select(sql => string.Join('\n', ClickHouse.Query(lake.Directory, views + sql.Replace("VARCHAR", "String"))
                .Select(row => row.GetProperty("a").ToString() + "\t" + row.GetProperty("b").ToString()))));
    }

    [Fact]
    public void ClickHouse_RunsTheExamples()
    {
        using var lake = WithEverything();
        var rows = ClickHouse.Query(lake.Directory, Text("clickhouse", lake)).Select(row => row.ToString()).ToList();
        Assert.Contains(rows, row => row.Contains("arn:aws:iam::000000000011:user\\/eve", StringComparison.Ordinal));
        Assert.Contains(rows, row => row.Contains("\"arn:of:it's\"", StringComparison.Ordinal));
        Assert.Contains(rows, row => row.Contains("\"b\"", StringComparison.Ordinal));
    }

    [Fact]
    public void DuckDB_SeesWhatTheSessionSees()
    {
        using var lake = WithEverything();

        // The extension cannot be fetched here: what it reads are all files of the folder, in this lake.
        var views = string.Join(
            '\n', Views(Text("duckdb", lake)).Split('\n').Where(line => line is not ("INSTALL delta;" or "LOAD delta;")));
        Assert.Equal(Expected(lake), RunInDuckDB(Scan(lake, views), s_questions));
    }

    [Fact]
    public void SchemaPage_SaysWhichRowsCount()
    {
        using var lake = WithEverything();
        var sql = string.Join('\n', CodeBlock.Matches(SchemaPage.Counting.ReplaceLineEndings("\n")).Select(match => match.Groups[1].Value))
            .Replace("LAKE/events/_delta_log/", lake.Directory.Replace("[", "[[]") + "/events/_delta_log/");
        var raw = string.Concat(new[] { "objects", "rejects", "copies" }.Select(
            table => $"CREATE VIEW {table}_raw AS SELECT * FROM read_parquet({Files(lake, table)});\n"));
        var questions = s_questions[3..7];
        Assert.Equal(Expected(lake)[3..7], RunInDuckDB(raw + sql, questions));
    }

    [Fact]
    public void BatchThatBrokeOff_IsLeftOut()
    {
        using var lake = new TestLake();
        lake.Put("a.json", Records.File(Records.Of("a"), "{\"bad\":1}"));
        lake.Ingest();
        Assert.Empty(lake.Snapshot().OpenBatches);

        // As if the run had ended between the ledger's commit and that of the events.
        File.Delete(
            Directory.GetFiles(Path.Combine(lake.Directory, "events", "_delta_log"), "*.json").Order(StringComparer.Ordinal).Last());
        var snapshot = lake.Snapshot();
        var batch = Assert.Single(snapshot.OpenBatches);
        var files = LakeFiles.Of(lake.Directory, snapshot);
        foreach (var engine in LakeEngines.All)
        {
            Assert.Contains(batch, LakeEngines.Text(engine, EngineLake.Of(files, snapshot, Origin(lake.Directory))));
        }

        var text = LakeEngines.Text(LakeEngines.Find("ClickHouse"), EngineLake.Of(files, snapshot, Origin(lake.Directory)));
        var rows = ClickHouse.Query(lake.Directory, Views(text)
            + "SELECT count() AS a FROM objects; SELECT count() AS a FROM rejects; SELECT count() AS a FROM deltaLakeLocal('"
            + Path.Combine(lake.Directory, "objects") + "')");
        Assert.Equal(["0", "0", "1"], rows.Select(row => row.GetProperty("a").ToString()));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Text_NamesPathColumnsAndViews(string name)
    {
        using var lake = WithEverything();
        var text = Text(name, lake);
        Assert.Contains(name == "polars"
            ? $"LAKE = \"{lake.Directory}\""
            : name == "athena" ? $"aws s3 sync '{lake.Directory}'" : lake.Directory + "/events", text);
        var columns = CloudTrailSchema.Nodes.Select(node => node.Name).Append("date").Append("account")
            .Concat(LedgerColumns.Objects.Select(column => column.Name)).Concat(LedgerColumns.Rejects.Select(column => column.Name))
            .Concat(LedgerColumns.Copies.Select(column => column.Name));
        Assert.All(columns, column => Assert.Matches($@"\b{column}\b", text));
        Assert.All(
            ["events", "events_raw", "objects", "objects_history", "rejects", "copies", "verified_events", "deliveries"],
            view => Assert.Matches($@"(VIEW|TABLE) (\S+\.)?{view}\b|(?m)^{view} =|'{view}'", text));
        Assert.Contains("cannot", text);
        Assert.DoesNotContain('\t', text);
        Assert.All(
            text.Split('\n').Where(line => !line.Contains(lake.Directory, StringComparison.Ordinal)),
            line => Assert.True(line.Length <= 95, line));
        if (name != "polars")
        {
            var code = string.Join('\n', text.Split('\n').Where(line => !line.StartsWith("--", StringComparison.Ordinal)));
            Assert.Equal(0, code.Replace("\\'", "", StringComparison.Ordinal).Count(letter => letter == '\'') % 2);
            Assert.Equal(code.Count(letter => letter == '('), code.Count(letter => letter == ')'));
        }
    }

    [Theory]
    [InlineData("duckdb", "delta_scan('file:///a ''b/\"c/%2541/%5C/ü`/events')")]
    [InlineData("clickhouse", "deltaLakeLocal('/a \\'b/\"c/%41/\\\\/ü`/events')")]
    [InlineData("clickhouse", "-- This lake's path will not do")]
    [InlineData("spark", "delta.`/a 'b/\"c/%41/\\/ü``/events`")]
    [InlineData("trino", "table_location => 'local:///a ''b/\"c/%41/\\/ü`/events'")]
    [InlineData("athena", "aws s3 sync '/a '\\''b/\"c/%41/\\/ü`' s3://BUCKET/FOLDER/")]
    [InlineData("polars", "LAKE = \"/a 'b/\\\"c/%41/\\\\/ü`\"")]
    public void Path_IsQuotedAsTheEngineReadsIt(string name, string expected) =>
        Assert.Contains(expected, LakeEngines.Text(LakeEngines.Find(name), Described("/a 'b/\"c/%41/\\/ü`")));

    [Fact]
    public void PathThatNoTextCanHold_IsRefused()
    {
        var refused = Assert.Throws<TrailLakeException>(() => LakeEngines.Text(LakeEngines.Find("spark"), Described("/a\nb")));
        Assert.Equal(ErrorKind.Usage, refused.Kind);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void LakeOfManyCopies_IsToldWhereTheViewsAre(string name)
    {
        var text = LakeEngines.Text(LakeEngines.Find(name), Described("/lake") with { CopyRuns = null });
        Assert.Contains("connect --database", text);
        Assert.DoesNotMatch(@"VIEW (\S+\.)?deliveries|(?m)^deliveries =", text);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void LakeOfAnOlderVersion_HasNoCopies(string name)
    {
        var lake = Described("/lake");
        var text = LakeEngines.Text(
            LakeEngines.Find(name), lake with { Columns = lake.Columns.Where(table => table.Key != "copies").ToDictionary() });
        Assert.Contains("no table copies yet", text);
        Assert.DoesNotMatch(@"VIEW (\S+\.)?(copies|deliveries)|(?m)^(copies|deliveries) =|copies_raw", text);
    }

    static EngineLake Described(string path) => new()
    {
        Origin = Origin(path),
        Columns = new Dictionary<string, IReadOnlyList<string>>
        {
            ["events"] = ["eventID", "requestParameters", "date", "account"],
            ["objects"] = ["uri", "etag", "state", "batch"],
            ["rejects"] = ["sourceObject", "batch"],
            ["copies"] = ["copyObject", "batch"],
        },
    };

    static LakeOrigin Origin(string path, long version = 1) =>
        new(path, version, new DateTime(2026, 3, 1, 0, 0, 0, DateTimeKind.Utc), "traillake");

    // Copies, verified objects, a row that a repair guessed, superseded rows and rows of a batch that broke off.
    static QueryLake WithEverything()
    {
        var lake = QueryLake.WithSample();
        lake.AddEvents("2026-03-03", "000000000033", [.. Enumerable.Range(0, 4).Select(i => new Dictionary<string, string>
        {
            ["eventID"] = $"'f{i}'",
            ["sourceObject"] = "'it''s'",
            ["sourceIndex"] = $"{i}",
            ["resources"] = "[{'ARN': 'arn:of:it''s'}]",
        })]);
        lake.AddLedger("objects", Object("second", "t", "done", "2026-03-02", verified: true));
        lake.AddLedger("objects", Object("lost", "", "unreadable", "2026-03-01"));
        lake.AddLedger("objects", Object("guess", "", "unreadable", "2026-03-01"));
        lake.AddLedger("objects", Object("guess", "e", "done", "2026-03-02"));
        lake.AddLedger("objects", Object("twice", "e", "damaged", "2026-03-01"));
        lake.AddLedger("objects", Object("twice", "e", "unreadable", "2026-03-02"));
        lake.AddLedger("objects", Object("broken", "e", "done", "2026-03-01"), batch: "it broke");
        lake.AddLedger("rejects", new() { ["sourceObject"] = "'broken'", ["reason"] = "'not-json'" }, batch: "it broke");
        lake.AddLedger(
            "copies",
            new() { ["copyObject"] = "'second'", ["copyIndex"] = "5", ["keptObject"] = "'it''s'", ["keptIndex"] = "1", ["records"] = "2" });
        lake.AddLedger(
            "copies",
            new() { ["copyObject"] = "'broken'", ["copyIndex"] = "0", ["keptObject"] = "'it''s'", ["keptIndex"] = "0", ["records"] = "1" },
            batch: "it broke");
        lake.Commit();
        return lake;
    }

    static Dictionary<string, string> Object(string uri, string etag, string state, string day, bool verified = false) => new()
    {
        ["uri"] = $"'{uri}'",
        ["etag"] = $"'{etag}'",
        ["state"] = $"'{state}'",
        ["records"] = "3",
        ["ingestedAt"] = $"TIMESTAMPTZ '{day} 00:00:00Z'",
        ["contentSha256"] = $"'{uri}'",
        ["verified"] = verified ? "'valid'" : "NULL",
    };

    static string Text(string engine, QueryLake lake)
    {
        var snapshot = LakeStore.Open(lake.Directory, new ParquetLakeFormat()).Snapshot();
        return LakeEngines.Text(
            LakeEngines.Find(engine),
            EngineLake.Of(LakeFiles.Of(lake.Directory, snapshot), snapshot, Origin(lake.Directory, snapshot.Version)));
    }

    static string Views(string text) => text[..text.IndexOf("\n-- 3. How", StringComparison.Ordinal)] + "\n";

    static List<string> Expected(QueryLake lake)
    {
        using var session = lake.Open();
        return [.. s_questions.Select(sql =>
        {
            using var result = session.Query(sql);
            return string.Join('\n', result.ReadAll().Select(row => $"{row[0]}\t{row[1]}"));
        })];
    }

    static List<string> RunInDuckDB(string script, string[] questions)
    {
        using var connection = new DuckDBConnection("Data Source=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = script;
        command.ExecuteNonQuery();
        return [.. questions.Select(sql =>
        {
            command.CommandText = sql;
            using var reader = command.ExecuteReader();
            var rows = new List<string>();
            while (reader.Read())
            {
                rows.Add($"{reader.GetValue(0)}\t{reader.GetValue(1)}");
            }

            return string.Join('\n', rows);
        })];
    }

    static string Scan(QueryLake lake, string views) =>
        DeltaScan.Replace(views, match => $"read_parquet({Files(lake, match.Groups[1].Value)}, hive_types_autocast = false)");

    static string Files(QueryLake lake, string table) =>
        SqlText.List(Directory.GetFiles(Path.Combine(lake.Directory, table), "*.parquet", SearchOption.AllDirectories));

    [GeneratedRegex(@"delta_scan\('[^']*/(\w+)'\)")]
    static partial Regex DeltaScan { get; }

    [GeneratedRegex(@"```sql\n(.*?)```", RegexOptions.Singleline)]
    static partial Regex CodeBlock { get; }
}
