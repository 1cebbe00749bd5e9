using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using DuckDB.NET.Data;
using TrailLake.Cli;
using TrailLake.Cli.Terminals;
using TrailLake.Tests.Support;
using Xunit;

namespace TrailLake.Tests.Connections;

/// <summary>What <c>connect</c> writes, opened by DuckDB alone, without a session of TrailLake.</summary>
public sealed class ConnectTests
{
    static readonly string[] s_questions =
    [
        "SELECT string_agg(eventID, ' ' ORDER BY eventTime) FROM events",
        "SELECT string_agg(account, ' ' ORDER BY eventTime) FROM events_raw",
        "SELECT string_agg(state || records::VARCHAR, ' ') FROM objects",
        "SELECT string_agg(reason, ' ') FROM rejects",
        "SELECT string_agg(eventid, ' ' ORDER BY eventtime) FROM cloudtrail_logs WHERE json_extract_scalar(requestparameters, "
            + "'$.bucketName') = 'b'",
        "SELECT string_agg(event_id, ' ' ORDER BY event_time) FROM aws_cloudtrail_log WHERE tp_index = '000000000011'",
        "SELECT string_agg(api || ' ' || result, ' ' ORDER BY eventTime) FROM calls WHERE is_shown",
        "SELECT ip_in('2001:db8::1', '2001:db8::/32')::VARCHAR || element_at([{'a': 7}], 1).a::VARCHAR",
    ];

    [Fact]
    public async Task Database_AnswersAsTheSessionDoes()
    {
        using var lake = QueryLake.WithSample();
        using var folder = new TempFolder();
        var path = folder.File("it's.duckdb");
        var run = await RunAsync(lake, "--database", path);
        Assert.Equal(0, run.Exit);
        Assert.Contains($"{path} shows snapshot 1 of {lake.Directory}", run.Out);
        Assert.Equal(Expected(lake), Answers(path, script: null));
        Assert.Equal(
            [lake.Directory, "1"], Answers(path, script: null, "SELECT lake FROM traillake", "SELECT snapshot::VARCHAR FROM traillake"));
        Assert.Equal([path], Directory.GetFiles(folder.Path));
    }

    [Fact]
    public async Task Script_AnswersAsTheSessionDoes_AndLeavesNothingInTheDatabase()
    {
        using var lake = QueryLake.WithSample();
        using var folder = new TempFolder();
        var path = folder.File("trail.sql");
        Assert.Equal(0, (await RunAsync(lake, "--script", path)).Exit);
        var own = folder.File("own.duckdb");
        Assert.Equal(Expected(lake), Answers(own, File.ReadAllText(path)));
        Assert.Equal(["0"], Answers(own, script: null, "SELECT count(*)::VARCHAR FROM duckdb_views() WHERE NOT internal"));

        // A second time in one session, as an init script may run.
        Assert.Equal(Expected(lake), Answers(own, File.ReadAllText(path) + File.ReadAllText(path)));
    }

    [Fact]
    public async Task ViewsThatKnowTheCopies_AnswerAsInASession()
    {
        using var lake = new QueryLake();
        lake.AddEvents("2026-03-01", "000000000011", [.. Enumerable.Range(0, 5).Select(
            i => new Dictionary<string, string> { ["eventID"] = $"'e{i}'", ["sourceObject"] = "'it''s'", ["sourceIndex"] = $"{i}" })]);
        lake.AddLedger("objects", new()
        {
            ["uri"] = "'second'",
            ["etag"] = "'t'",
            ["records"] = "3",
            ["state"] = "'done'",
            ["contentSha256"] = "'c'",
            ["verified"] = "'valid'",
        });
        lake.AddLedger(
            "copies",
            new() { ["copyObject"] = "'second'", ["copyIndex"] = "0", ["keptObject"] = "'it''s'", ["keptIndex"] = "2", ["records"] = "2" });
        lake.AddLedger(
            "copies",
            new() { ["copyObject"] = "'second'", ["copyIndex"] = "0", ["keptObject"] = "'it''s'", ["keptIndex"] = "0", ["records"] = "1" },
            batch: "never");
        lake.Commit();
        string[] questions =
        [
            "SELECT string_agg(eventID, ' ' ORDER BY eventID) FROM verified_events",
            "SELECT string_agg(concat_ws(' ', eventID, deliveredObject, deliveredIndex), ', ' ORDER BY eventID) FROM deliveries WHERE "
                + "deliveredObject <> sourceObject",
            "SELECT sum(records)::VARCHAR FROM copies",
        ];
        string?[] expected = ["e2 e3", "e2 second 0, e3 second 1", "2"];
        using var folder = new TempFolder();
        var (database, script) = (folder.File("a.duckdb"), folder.File("a.sql"));
        Assert.Equal(0, (await RunAsync(lake, "--database", database, "--script", script)).Exit);
        Assert.Equal(expected, Answers(database, script: null, questions));
        Assert.Equal(expected, Answers(folder.File("own.duckdb"), File.ReadAllText(script) + File.ReadAllText(script), questions));
    }

    [Fact]
    public async Task Snapshot_IsThatOfTheMomentItWasWritten()
    {
        using var lake = QueryLake.WithSample();
        using var folder = new TempFolder();
        var (database, script) = (folder.File("a.duckdb"), folder.File("a.sql"));
        await RunAsync(lake, "--database", database, "--script", script);
        lake.AddEvents(
            "2026-03-03",
            "000000000011",
            new Dictionary<string, string> { ["eventID"] = "'e4'", ["eventTime"] = "TIMESTAMPTZ '2026-03-03 10:00:00Z'" });
        lake.Commit();
        Assert.Equal(["e1 e2 e3"], Answers(database, script: null, s_questions[0]));
        Assert.Equal(["e1 e2 e3"], Answers(":memory:", File.ReadAllText(script), s_questions[0]));

        // Both are our own, so they are replaced without being asked.
        Assert.Equal(0, (await RunAsync(lake, "--database", database, "--script", script)).Exit);
        Assert.Contains("e4", Answers(database, script: null, s_questions[0])[0]);
        Assert.Contains("e4", Answers(":memory:", File.ReadAllText(script), s_questions[0])[0]);
    }

    [Fact]
    public async Task Database_IsOfUtcInAnyZone()
    {
        string[] questions =
        [
            "SELECT to_iso8601(eventTime) || date_format(eventTime, '%Y-%m-%d %H:%i') || format_datetime(eventTime, 'yyyy-MM-dd HH:mm') "
                + "FROM events ORDER BY eventID LIMIT 1",
            "SELECT string_agg(eventtime, ' ' ORDER BY eventtime) FROM cloudtrail_logs",
            "SELECT string_agg(event_time::VARCHAR || tp_timestamp::VARCHAR, ' ' ORDER BY event_time) FROM aws_cloudtrail_log",
            "SELECT from_iso8601_date('2026-03-01')::VARCHAR || from_iso8601_date('2026-03-01T23:30:00-01:00')::VARCHAR",
            "SELECT epoch(from_iso8601_timestamp('2026-03-01T00:00:00'))::VARCHAR || ' ' || "
                + "epoch(from_iso8601_timestamp('2026-03-01T02:00:00+02:00'))::VARCHAR",
            "SELECT string_agg(eventid, ' ' ORDER BY eventid) FROM cloudtrail_logs WHERE from_iso8601_timestamp(eventtime) >= "
                + "date_parse('2026-03-02', '%Y-%m-%d')",
            "SELECT epoch(parse_datetime('2026-03-01 00:00', 'yyyy-MM-dd HH:mm'))::VARCHAR",
            "SELECT to_iso8601(date_add('month', 1, from_iso8601_timestamp('2026-03-01T02:00:00Z'))) || date_add('day', 1, DATE "
                + "'2026-03-07')::VARCHAR",
            "SELECT to_iso8601(TIMESTAMP '2026-03-01 00:00:00') || to_iso8601('2026-03-01') || to_iso8601(DATE '2026-03-01') || "
                + "to_iso8601(from_unixtime(0))",
            "SELECT array_join([first, NULL, 'b'], separator) || array_join([]::VARCHAR[], ',') || array_join([1, 2], '-') FROM (VALUES "
                + "('a', ', ')) AS v(first, separator)",
        ];
        string?[] expected =
        [
            "2026-03-01T10:00:00Z2026-03-01 10:002026-03-01 10:00",
            "2026-03-01T10:00:00Z 2026-03-01T23:59:59Z 2026-03-02T00:00:00Z",
            "2026-03-01 10:00:002026-03-01 10:00:00 2026-03-01 23:59:592026-03-01 23:59:59 2026-03-02 00:00:002026-03-02 00:00:00",
            "2026-03-012026-03-02",
            "1772323200.0 1772323200.0",
            "e3",
            "1772323200.0",
            "2026-04-01T02:00:00Z2026-03-08 00:00:00",
            "2026-03-01T00:00:00Z2026-03-01T00:00:00Z2026-03-01T00:00:00Z1970-01-01T00:00:00Z",
            "a, b1-2",
        ];
        using var lake = QueryLake.WithSample();
        using var folder = new TempFolder();
        var path = folder.File("a.duckdb");
        Assert.Equal(0, (await RunAsync(lake, "--database", path)).Exit);
        foreach (var zone in new[] { "UTC", "America/New_York", "Asia/Kolkata" })
        {
            Assert.Equal(expected, AnswersIn(zone, path, script: null, questions));
        }
    }

    [Fact]
    public async Task EventsWith_SaysWhereItIs()
    {
        using var lake = QueryLake.WithSample();
        using var folder = new TempFolder();
        var (database, script) = (folder.File("a.duckdb"), folder.File("a.sql"));
        Assert.Equal(0, (await RunAsync(lake, "--database", database, "--script", script)).Exit);
        foreach (var (path, text) in new[] { (database, (string?)null), (":memory:", File.ReadAllText(script)) })
        {
            var refused = Assert.ThrowsAny<DuckDBException>(() => Answers(path, text, "SELECT count(*) FROM events_with('AKIA')"));
            Assert.Contains("use it in traillake query", refused.Message);
            Assert.Contains("userIdentity.accessKeyId = 'AKIA'", refused.Message);
        }
    }

    [Fact]
    public async Task Engine_PrintsItsText_AndWritesNothing()
    {
        using var lake = QueryLake.WithSample();
        var before = lake.Fingerprint();
        var run = await RunAsync(lake, "--engine", "SPARK");
        Assert.Equal((0, ""), (run.Exit, run.Error));
        Assert.StartsWith($"-- Apache Spark: snapshot 1 of the lake {lake.Directory}\n", run.Out);
        Assert.Equal(before, lake.Fingerprint());
    }

    [Fact]
    public async Task EmptyLake_HasEmptyViews()
    {
        using var lake = new QueryLake();
        using var folder = new TempFolder();
        var path = folder.File("empty.duckdb");
        Assert.Equal(0, (await RunAsync(lake, "--database", path)).Exit);
        Assert.Equal(["0", "0", "0"], Answers(
            path,
            script: null,
            [.. new[] { "events", "objects", "cloudtrail_logs" }.Select(name => $"SELECT count(*)::VARCHAR FROM {name}")]));
    }

    [Theory]
    [InlineData("--database")]
    [InlineData("--script")]
    public async Task FilesOfOthers_AreOverwrittenByForceOnly(string option)
    {
        using var lake = QueryLake.WithSample();
        using var folder = new TempFolder();
        var foreign = folder.File("foreign.duckdb");
        Answers(foreign, script: null, "CREATE TABLE mine AS SELECT 1");
        var text = folder.Write("mine.sql", "-- mine");
        foreach (var path in new[] { foreign, text })
        {
            var before = File.ReadAllBytes(path);
            var run = await RunAsync(lake, option, path);
            Assert.Equal((2, "", $"traillake: {path} is there and was not written by traillake connect; --force overwrites it"), run);
            Assert.Equal(before, File.ReadAllBytes(path));
            Assert.Equal(0, (await RunAsync(lake, option, path, "--force")).Exit);
            Assert.Equal(0, (await RunAsync(lake, option, path)).Exit);
        }
    }

    [Theory]
    [InlineData("traillake: nothing to write was named: give --database FILE, --script FILE or both")]
    [InlineData("traillake: --engine is 'foo', expected duckdb, clickhouse, spark, trino, athena or polars", "--engine", "foo")]
    [InlineData(
        "traillake: --engine prints text, --database and --script write files for DuckDB: give one or the other", "--engine", "duckdb",
        "--script", "/tmp/x")]
    [InlineData("traillake: --database is '/', expected a file", "--database", "/")]
    [InlineData("traillake: --database and --script both name /tmp/x", "--database", "/tmp/x", "--script", "/tmp/x")]
    [InlineData("traillake: /no/such/folder/x.duckdb cannot be written:", "--database", "/no/such/folder/x.duckdb")]
    [InlineData("traillake: /no/such/folder/x.sql cannot be written:", "--script", "/no/such/folder/x.sql")]
    public async Task WhatCannotBeWritten_IsRefused(string expected, params string[] arguments)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the paths are Unix's");
        using var lake = QueryLake.WithSample();
        var run = await RunAsync(lake, arguments);
        Assert.Equal((expected.Contains("cannot be written", StringComparison.Ordinal) ? 4 : 2, ""), (run.Exit, run.Out));
        Assert.StartsWith(expected, run.Error);
    }

    [Fact]
    public async Task Python_OpensBoth()
    {
        using var lake = QueryLake.WithSample();
        using var folder = new TempFolder();
        var (database, script) = (folder.File("a.duckdb"), folder.File("a.sql"));
        await RunAsync(lake, "--database", database, "--script", script);
        var program = $"""
            import duckdb
            print(duckdb.connect('{database}', read_only=True).execute("{s_questions[0]}").fetchone()[0])
            connection = duckdb.connect()
            connection.execute(open('{script}').read())
            print(connection.execute("{s_questions[6]}").fetchone()[0])
            """;
        Assert.Equal("e1 e2 e3\n" + Expected(lake)[6] + "\n", Python(program).ReplaceLineEndings("\n"));
    }

    static string Python(string program)
    {
        var start = new ProcessStartInfo("python3", ["-c", program]) { RedirectStandardOutput = true, RedirectStandardError = true };
        try
        {
            using var process = Process.Start(start)!;
            var output = process.StandardOutput.ReadToEnd();
            var error = process.StandardError.ReadToEnd();
            process.WaitForExit();
            Assert.SkipWhen(
                error.Contains("No module named 'duckdb'", StringComparison.Ordinal), "Python has no duckdb: pip install duckdb");
            Assert.True(process.ExitCode == 0, error);
            return output;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("there is no python3");
            throw;
        }
    }

    static List<string> Expected(QueryLake lake)
    {
        using var session = lake.Open();
        return [.. s_questions.Select(sql =>
        {
            using var result = session.Query(sql);
            return result.ReadAll()[0][0]!;
        })];
    }

    static List<string> Answers(string database, string? script, params string[] questions) =>
        AnswersIn("UTC", database, script, questions);

    static List<string> AnswersIn(string zone, string database, string? script, params string[] questions)
    {
        using var connection = new DuckDBConnection($"Data Source={database}");
        connection.Open();
        using var command = connection.CreateCommand();
        foreach (var statement in new[] { script, $"SET TimeZone = '{zone}'" }.OfType<string>())
        {
            command.CommandText = statement;
            command.ExecuteNonQuery();
        }

        return [.. (questions.Length == 0 ? s_questions : questions).Select(sql =>
        {
            command.CommandText = sql;
            return command.ExecuteScalar()?.ToString() ?? "";
        })];
    }

    static async Task<(int Exit, string Out, string Error)> RunAsync(QueryLake lake, params string[] options)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        using var terminal = new Terminal(TextReader.Null, output, error);
        var exit = await CommandLine.RunAsync(["connect", "--lake", lake.Directory, .. options], terminal, CancellationToken.None);
        return ((int)exit, output.ToString(), error.ToString().Trim());
    }
}
