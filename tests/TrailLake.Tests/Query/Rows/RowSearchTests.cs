using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using TrailLake.Errors;
using TrailLake.Generator.Archives;
using TrailLake.Ingest.Pipeline;
using TrailLake.Parquet;
using TrailLake.Query.Execution;
using TrailLake.Query.Search;
using TrailLake.Query.Session;
using TrailLake.Store;
using TrailLake.Tests.Generator;
using TrailLake.Tests.Support;
using Xunit;

namespace TrailLake.Tests.Query.Rows;

/// <summary>What a search gives that reads single rows is what DuckDB gives when it reads all of the same files.</summary>
public sealed class RowSearchTests
{
    static readonly string[] s_statements =
    [
        "SELECT * FROM {0}",
        "SELECT count(*) FROM {0}",
        "SELECT eventID, userIdentity.arn, errorCode FROM {0}",
        "SELECT userIdentity FROM {0}",
        "SELECT userIdentity.sessionContext.sessionIssuer, tlsDetails.tlsVersion FROM {0}",
        "SELECT x.userIdentity['type'], resources[1].ARN, len(resources), date, account FROM {0} x",
        "SELECT list_transform(resources, lambda r: r.accountId) FROM {0}",
        "SELECT hash(x) FROM {0} x",
        "WITH a AS (FROM {0}) SELECT a.userIdentity.principalId, b.n FROM a JOIN (SELECT account, count(*) AS n FROM a GROUP BY ALL) b "
            + "USING (account)",
        "SELECT COLUMNS('user.*') FROM {0}",
        "SELECT eventName, count(*) AS n, min(eventTime), bool_or(readOnly), sum(sourceIndex) FROM {0} GROUP BY ALL",
        "SELECT requestParameters->>'bucketName', responseElements, additionalEventData FROM {0} WHERE NOT readOnly",
        "SELECT a.userIdentity.userName FROM {0} a NATURAL JOIN (FROM {0}) b",
        "SELECT count(*) FROM {0} a JOIN {0} b USING (userIdentity, eventID)",
        "SELECT q.who FROM (SELECT eventID, userIdentity AS who FROM {0}) q",
        "SELECT t.c.arn FROM (FROM {0}) AS t(b, c)",
        "(SELECT userIdentity.accountId FROM {0}) UNION ALL (SELECT #1 FROM (SELECT eventID FROM {0}))",
        "SELECT userIdentity.userIdentity.arn, userIdentity.eventName FROM {0} userIdentity",
        "SELECT addendum.userIdentity.arn FROM {0} addendum",
    ];

    [Fact]
    public async Task RealRecords_EveryStatement_GivesTheSameRows()
    {
        using var lake = await RecordsLake.OfSharedDataAsync("invictus");
        AssertSame(lake, [.. ValuesOf(lake, 12)]);
    }

    [Theory]
    [InlineData(GeneratorProfile.Org, 6_000, 1 << 17)]
    [InlineData(GeneratorProfile.DataEvents, 4_000, 1 << 17)]
    [InlineData(GeneratorProfile.Small, 4_000, 1)]
    public async Task GeneratedRecords_EveryStatement_GivesTheSameRows(object profileValue, int events, int rowGroupRows)
    {
        var profile = (GeneratorProfile)profileValue;
        using var archive = new GeneratedArchive(profile, events, seed: 31, days: rowGroupRows == 1 ? 1 : null);
        using var lake = await RecordsLake.OfFolderAsync(archive.Folder, new IngestOptions { RowGroupRows = rowGroupRows });
        AssertSame(lake, [.. ValuesOf(lake, 6)]);
    }

    [Fact]
    public async Task MoreRowsThanAChunk_WithListsOfManyElements_ComeWhole()
    {
        // 3,000 rows, each with up to seven resources: lists and chunks grow past what DuckDB begins with.
        var records = Enumerable.Range(0, 3_000).Select(i => NeedleRecordOf(i, string.Join(',', Enumerable.Range(0, i % 8).Select(
            n => n % 3 == 0
                ? "{}"
                : $$"""{"ARN":"arn:aws:s3:::bucket/{{i}}/{{n}}"{{(n % 2 == 0 ? ",\"accountId\":\"111111111111\"" : "")}}}"""))));
        using var lake = await RecordsLake.OfRecordsAsync([.. records]);
        AssertSame(lake, ["everyone", "one-of-seven"]);
    }

    [Fact]
    public async Task AFileOfAnotherProgram_IsSearchedByDuckDB_BesideThoseOfTrailLake()
    {
        using var lake = await RecordsLake.OfRecordsAsync([.. Enumerable.Range(0, 20)
            .Select(i => NeedleRecordOf(i, "").Replace("2026-03-01T", $"2026-03-{i + 1:00}T", StringComparison.Ordinal))]);
        string path = Files(lake).Events[3].Path;
        string copy = path + ".copy";
        DuckDb.Query(
            $"COPY (SELECT * EXCLUDE (date, account) FROM read_parquet('{path}', hive_partitioning = true)) TO '{copy}' (FORMAT parquet)");
        File.Move(copy, path, overwrite: true);
        Assert.Null(new ParquetLakeFormat().Rows!.TryOpen(path));
        Assert.InRange(AssertSame(lake, ["everyone"]), 20, 40);
    }

    [Fact]
    public async Task ADamagedPage_IsOneLineThatNamesTheFile()
    {
        using var lake = await RecordsLake.OfRecordsAsync([.. Enumerable.Range(0, 500).Select(i => NeedleRecordOf(i, ""))]);
        string path = Files(lake).Events[0].Path;
        byte[] bytes = File.ReadAllBytes(path);

        // The pages stand before the footer: all of them are overwritten.
        bytes.AsSpan(4, bytes.Length / 4).Fill(0xFF);
        File.WriteAllBytes(path, bytes);
        using var session = lake.Open();
        var error = Assert.Throws<TrailLakeException>(() => session.Query("SELECT * FROM events_with('everyone')").ReadAll());
        Assert.Equal(ErrorKind.Lake, error.Kind);
        Assert.Contains(Path.GetFileName(path), error.Message, StringComparison.Ordinal);
        Assert.Contains("traillake verify lake", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public async Task SeveralThreads_GiveEachRowOnce_AndAStatementThatIsNotReadToItsEndDoesNoHarm()
    {
        using var archive = new GeneratedArchive(GeneratorProfile.Org, events: 20_000, seed: 5);
        using var lake = await RecordsLake.OfFolderAsync(archive.Folder);
        using var session = SqlSession.Open(Files(lake), new SessionOptions { Threads = 4 });
        var all = Rows(session, "SELECT eventID FROM events_with('us-east-1')").Count;
        for (int round = 0; round < 20; round++)
        {
            using (var cut = session.Query("SELECT * FROM events_with('us-east-1')"))
            {
                Assert.Equal(all > 0, cut.Read());
            }

            Assert.Equal(all, Rows(session, "SELECT DISTINCT eventID FROM events_with('us-east-1')").Count);
        }
    }

    static int AssertSame(RecordsLake lake, IReadOnlyList<string> values)
    {
        int rows = 0;
        using var own = SqlSession.Open(Files(lake), new SessionOptions { Threads = 2 });
        using var judge = SqlSession.Open(Files(lake) with { Rows = null }, new SessionOptions { Threads = 2 });
        for (int number = 0; number < values.Count; number++)
        {
            // Each value is asked for whole rows and by a part of the statements, each statement with some of the values.
            string value = values[number];
            foreach (string statement in s_statements.Where((_, i) => i == 0 || values.Count < 4 || (i + number) % 4 == 0))
            {
                string sql = statement.Replace(
                    "{0}", $"events_with('{value.Replace("'", "''", StringComparison.Ordinal)}')", StringComparison.Ordinal);
                var (found, expected) = (Outcome(own, sql), Outcome(judge, sql));
                Assert.True(expected.SequenceEqual(found), $"{sql}: {found.Count} rows, expected {expected.Count}; first other one: "
                    + found.Except(expected).FirstOrDefault() + " / " + expected.Except(found).FirstOrDefault());
                rows = Math.Max(rows, found.Count);
            }
        }

        return rows;
    }

    static List<string> Outcome(SqlSession session, string sql)
    {
        try
        {
            return Rows(session, sql);
        }
        catch (TrailLakeException e)
        {
            // Not every statement is one of every version; then both must say the same.
            return [e.Message];
        }
    }

    static List<string> Rows(SqlSession session, string sql)
    {
        using var result = session.Query(sql);
        var rows = new List<string>();
        while (result.Read())
        {
            rows.Add(string.Join('|', Enumerable.Range(0, result.Columns.Length).Select(i => result.GetText(i) ?? "∅")));
        }

        rows.Sort(StringComparer.Ordinal);
        return rows;
    }

    static LakeFiles Files(RecordsLake lake) =>
        LakeFiles.Of(lake.Directory, LakeStore.Open(lake.Directory, new ParquetLakeFormat()).Snapshot());

    // Values of each kind that is searched: names, keys, ids, ARNs, addresses and what stands inside of JSON.
    static IEnumerable<string> ValuesOf(RecordsLake lake, int most)
    {
        using var session = lake.Open();
        string[] picks =
        [
            "userIdentity.accessKeyId", "userIdentity.arn", "userIdentity.userName", "userIdentity.principalId",
            "userIdentity.sessionContext.sessionIssuer.arn",
            "sourceIPAddress", "eventID", "requestID", "resources[1].ARN", "requestParameters->>'bucketName'",
            "requestParameters->>'roleArn'",
            "json_extract_string(responseElements, '$.credentials.accessKeyId')",
        ];
        foreach (string pick in picks)
        {
            foreach (string value in Rows(
                session,
                $"SELECT v FROM (SELECT DISTINCT {pick} AS v FROM events) WHERE v <> '' ORDER BY md5(v) LIMIT {Math.Max(1, most / 6)}"))
            {
                yield return value;
            }
        }

        yield return "198.0.0.0/8";
        yield return "nowhere at all";
    }

    static string NeedleRecordOf(int i, string resources) => $$"""
        {"eventVersion":"1.08","eventID":"id-{{i}}","eventTime":"2026-03-01T00:{{i / 60 % 60:00}}:{{i % 60:00}}Z","eventSource":"s3.amazonaws.com","eventName":"GetObject",
        "awsRegion":"eu-west-1","sourceIPAddress":"198.51.100.7","recipientAccountId":"111111111111","userIdentity":{"type":"IAMUser","userName":"everyone"{{(i % 4 == 0 ? "" : ",\"sessionContext\":{\"attributes\":{}}")}}},
        "requestParameters":{"name":"{{(i % 7 == 0 ? "one-of-seven" : "other")}}"},"resources":[{{resources}}]}
        """;
}
