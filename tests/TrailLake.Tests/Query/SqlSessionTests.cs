using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using TrailLake.Errors;
using TrailLake.Query.Search;
using TrailLake.Query.Session;
using TrailLake.Tests.Support;
using Xunit;

namespace TrailLake.Tests.Query;

public sealed class SqlSessionTests
{
    static string[] Rows(SqlSession session, string sql)
    {
        using var result = session.Query(sql);
        return [.. result.ReadAll().Select(row => string.Join('|', row.Select(cell => cell ?? "∅")))];
    }

    [Fact]
    public void Events_HaveCloudTrailsNamesAndThePartitions()
    {
        using var lake = QueryLake.WithSample();
        using var session = lake.Open();
        Assert.Equal(
            ["e1|DeleteBucket|2026-03-01T10:00:00Z|arn:aws:iam::000000000011:user/eve|b|2026-03-01|000000000011"],
            Rows(
                session,
                "SELECT EVENTID, eventname, eventTime, useridentity.ARN, requestParameters->>'$.bucketName', date, account FROM Events "
                    + "WHERE eventName = 'DeleteBucket'"));
    }

    [Fact]
    public void DeliveredNull_IsNullInEventsAndTextInRaw()
    {
        using var lake = QueryLake.WithSample();
        using var session = lake.Open();
        Assert.Equal(["∅"], Rows(session, "SELECT responseElements FROM events WHERE eventID = 'e1'"));
        Assert.Equal(["null"], Rows(session, "SELECT responseElements FROM events_raw WHERE eventID = 'e1'"));
    }

    [Theory]
    [InlineData(null, null, null, "e1,e2,e3")]
    [InlineData("2026-03-01T12:00", null, null, "e2,e3")]
    [InlineData(null, "2026-03-02T00:00", null, "e1,e2")]
    [InlineData("2026-03-02", null, null, "e3")]
    [InlineData(null, null, "000000000011", "e1,e2")]
    [InlineData(null, null, "999999999999", "")]
    public void Filter_LimitsRows(string? from, string? to, string? account, string expected)
    {
        using var lake = QueryLake.WithSample();
        using var session = lake.Open(new EventFilter { From = Utc(from), To = Utc(to), Accounts = account is null ? [] : [account] });
        Assert.Equal(expected, string.Join(',', Rows(session, "SELECT eventID FROM events ORDER BY 1")));
    }

    [Fact]
    public void Filter_PrunesFilesBeforeTheyAreOpened()
    {
        using var lake = QueryLake.WithSample();
        foreach (var file in Directory.GetFiles(
            Path.Combine(lake.Directory, "events", "date=2026-03-02"), "*.parquet", SearchOption.AllDirectories))
        {
            File.WriteAllText(file, "not Parquet");
        }

        using var session = lake.Open(new EventFilter { To = Utc("2026-03-02T00:00") });
        Assert.Equal(["2"], Rows(session, "SELECT count(eventName) FROM events"));
    }

    [Fact]
    public void Where_OnDateOrAccountPrunesFiles()
    {
        using var lake = QueryLake.WithSample();
        using var session = lake.Open();
        foreach (var where in new[] { "date = '2026-03-02'", "account = '000000000022'" })
        {
            var plan = string.Concat(Rows(session, "EXPLAIN ANALYZE SELECT eventName FROM events WHERE " + where));
            Assert.Contains("1/2", plan);
        }
    }

    [Theory]
    [InlineData("unknown")]
    [InlineData("a/b=c %25")]
    [InlineData("ÄÖ '\"")]
    public void Account_ComesBackAsItWas(string account)
    {
        using var lake = new QueryLake();
        lake.AddEvents(
            "2026-03-01",
            account,
            new Dictionary<string, string> { ["eventID"] = "'e'", ["eventTime"] = "TIMESTAMPTZ '2026-03-01 00:00:00Z'" });
        lake.Commit();
        using var session = lake.Open(new EventFilter { Accounts = [account] });
        Assert.Equal([account], Rows(session, "SELECT account FROM events"));
    }

    [Fact]
    public void Objects_ShowTheNewestRowOfCommittedBatches()
    {
        using var lake = QueryLake.WithSample();
        lake.AddLedger("objects", new()
        {
            ["uri"] = "'s3://b/k'",
            ["etag"] = "'t'",
            ["state"] = "'unreadable'",
            ["ingestedAt"] = "TIMESTAMPTZ '2030-01-01 00:00:00Z'",
        });
        lake.AddLedger("objects", new() { ["uri"] = "'s3://b/other'", ["etag"] = "'t'", ["state"] = "'done'" }, batch: "broke-off");
        using var session = lake.Open();
        Assert.Equal(["s3://b/k|done|5"], Rows(session, "SELECT uri, state, records FROM objects"));
        Assert.Equal(["not-json"], Rows(session, "SELECT reason FROM rejects"));
    }

    [Fact]
    public void EmptyLake_HasAllViewsWithTheSameTypes()
    {
        using var full = QueryLake.WithSample();
        using var empty = new QueryLake();
        using var fullSession = full.Open();
        using var emptySession = empty.Open();
        foreach (var view in new[] { "events", "events_raw", "objects", "rejects" })
        {
            Assert.Equal(Rows(fullSession, "DESCRIBE " + view), Rows(emptySession, "DESCRIBE " + view));
            Assert.Equal(["0"], Rows(emptySession, $"SELECT count(*) FROM {view}"));
        }
    }

    [Fact]
    public void Sql_ThatIsWrong_SaysWhere()
    {
        using var lake = QueryLake.WithSample();
        using var session = lake.Open();
        var error = Assert.Throws<TrailLakeException>(() => session.Query("SELECT eventNam FROM events"));
        Assert.Equal(ErrorKind.Query, error.Kind);
        Assert.Contains("eventNam", error.Message);
        Assert.Contains("LINE 1: SELECT eventNam FROM events\n               ^", error.Message);
        Assert.Contains("syntax error", Assert.Throws<TrailLakeException>(() => session.Query("SELEC 1")).Message);
        Assert.Contains(
            "Conversion Error", Assert.Throws<TrailLakeException>(() => Rows(session, "SELECT eventName::INT FROM events")).Message);
    }

    [Fact]
    public void ArrowWithoutParentheses_IsExplained()
    {
        using var lake = QueryLake.WithSample();
        using var session = lake.Open();
        var error = Assert.Throws<TrailLakeException>(
            () => Rows(session, "FROM events WHERE eventName = 'DeleteBucket' AND requestParameters->>'$.bucketName' = 'b'"));
        Assert.EndsWith("\nPut the arrow in parentheses: (column->>'$.key') = 'value'", error.Message);
    }

    [Fact]
    public void Query_TakesParameters()
    {
        using var lake = QueryLake.WithSample();
        using var session = lake.Open();
        using var result = session.Query("SELECT eventName FROM events WHERE eventID = ?", ["e3"]);
        Assert.Equal("GetObject", Assert.Single(result.ReadAll())[0]);
        Assert.Contains("1 parameters", Assert.Throws<TrailLakeException>(() => session.Query("SELECT ?")).Message);
    }

    [Fact]
    public void Cancellation_StopsAQuery()
    {
        using var lake = QueryLake.WithSample();
        using var session = lake.Open();
        using var source = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        Assert.Throws<OperationCanceledException>(() =>
        {
            using var result = session.Query(
                "SELECT sum(a.range * b.range) FROM range(1000000) a, range(1000000) b", cancellation: source.Token);
            result.ReadAll();
        });
    }

    [Fact]
    public void WriteParquet_WritesTheRowsAndNothingElse()
    {
        using var lake = QueryLake.WithSample();
        var folder = Directory.CreateTempSubdirectory("traillake-out-").FullName;
        try
        {
            var path = Path.Combine(folder, "it's.parquet");
            using (var session = lake.Open(parquetOutput: path))
            {
                Assert.Equal(3, session.WriteParquet("SELECT eventID, date FROM events ORDER BY eventID DESC; -- it's all"));
                Assert.Throws<TrailLakeException>(() => session.WriteParquet("SELECT 1) TO '/tmp/x'; --"));
                Assert.Throws<TrailLakeException>(() => session.WriteParquet("EXPLAIN SELECT 1"));
            }

            Assert.Equal([path], Directory.GetFiles(folder));
            Assert.Equal(["e3", "e2", "e1"], DuckDb.Query($"SELECT eventID FROM '{path.Replace("'", "''")}'").Select(row => row[0]));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    static DateTime? Utc(string? text) => text is null
        ? null
        : DateTime.SpecifyKind(DateTime.Parse(text, System.Globalization.CultureInfo.InvariantCulture), DateTimeKind.Utc);
}
