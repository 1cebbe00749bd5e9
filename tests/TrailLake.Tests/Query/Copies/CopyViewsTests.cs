using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using TrailLake.Answers.Lookups;
using TrailLake.Tables;
using TrailLake.Tests.Support;
using Xunit;

namespace TrailLake.Tests.Query.Copies;

/// <summary>
/// The views that know the copies, over lakes whose files DuckDB wrote, compared with a judge that goes record by record.
/// </summary>
public sealed class CopyViewsTests : IDisposable
{
    readonly QueryLake _lake = new();

    public void Dispose() => _lake.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void RandomCopies_GiveWhatTheJudgeFinds(int seed)
    {
        var random = new Random(seed);
        string[] objects = [.. Enumerable.Range(0, random.Next(2, 8)).Select(i => $"s3://b'{i}")];
        var valid = objects.Where(_ => random.Next(3) == 0).ToHashSet();
        var rows = Enumerable.Range(0, random.Next(1, 30)).Select(_ => Row(
            objects[random.Next(objects.Length)],
            random.Next(40) * 100,
            objects[random.Next(objects.Length)],
            random.Next(40) * 100,
            random.Next(1, 3000))).ToList();
        var events = Enumerable.Range(0, 120).Select(_ => (Object: objects[random.Next(objects.Length)], Record: (long)random.Next(4000)))
            .Distinct().ToList();
        foreach (var item in objects)
        {
            AddObject(item, valid.Contains(item) ? "valid" : random.Next(2) == 0 ? "invalid-hash" : null);
        }

        rows.ForEach(Add);
        AddEvents(events);
        _lake.Commit();

        var judge = new EventJudge(rows);
        var expected = events.SelectMany(
            one => judge.Of(one.Object, one.Record).Select(other => (one.Object, one.Record, other.Object, other.Record)));
        using var session = _lake.Open();
        using (var result = session.Query("SELECT sourceObject, sourceIndex, deliveredObject, deliveredIndex FROM deliveries"))
        {
            var found = result.ReadAll().Select(row => (row[0]!, Number(row[1]), row[2]!, Number(row[3]))).Order().ToList();
            Assert.Equal(expected.Order(), found);
        }

        using (var result = session.Query("SELECT sourceObject, sourceIndex FROM verified_events"))
        {
            var verified = events.Where(one => judge.Of(one.Object, one.Record).Any(other => valid.Contains(other.Object)));
            Assert.Equal(verified.Order(), result.ReadAll().Select(row => (row[0]!, Number(row[1]))).Order());
        }

        foreach (var (item, record) in events.Take(12))
        {
            var found = EventDeliveries.Of(session, item, record, TestContext.Current.CancellationToken);
            Assert.Equal((item, record), (found[0].Object, found[0].Record));
            Assert.Equal(judge.Of(item, record), found.Select(delivery => (delivery.Object, delivery.Record)).OrderBy(
                one => one.Object, StringComparer.Ordinal).ThenBy(one => one.Record));
        }
    }

    [Fact]
    public void Chain_IsFollowedInBothDirections_ToWhatIsVerified()
    {
        // A was a copy of B; B was removed as a copy of C; a repair brought the event back from A.
        AddObject("a", null);
        AddObject("b", null);
        AddObject("c", "valid");
        Add(Row("a", 0, "b", 5, 2));
        Add(Row("b", 5, "c", 9, 1));
        AddEvents([("a", 0), ("a", 1), ("c", 9)]);
        _lake.Commit();
        Assert.Equal(
            "a 0, c 9",
            Text("SELECT string_agg(sourceObject || ' ' || sourceIndex, ', ' ORDER BY sourceObject, sourceIndex) FROM verified_events"));
        Assert.Equal(
            "a 0, b 5, c 9",
            Text(
                "SELECT string_agg(deliveredObject || ' ' || deliveredIndex, ', ' ORDER BY deliveredObject) FROM deliveries WHERE "
                    + "sourceObject = 'a' AND sourceIndex = 0"));
        Assert.Equal(
            "a 1, b 6",
            Text(
                "SELECT string_agg(deliveredObject || ' ' || deliveredIndex, ', ' ORDER BY deliveredObject) FROM deliveries WHERE "
                    + "sourceObject = 'a' AND sourceIndex = 1"));
    }

    [Fact]
    public void EventsThatAreNotInTheLake_AreNotBroughtBackByTheirCopies()
    {
        AddObject("a", "valid");
        AddObject("b", "valid");
        Add(Row("a", 0, "b", 0, 100));
        AddEvents([("b", 99)]);
        _lake.Commit();
        Assert.Equal("1 2", Text("SELECT (SELECT count(*) FROM verified_events) || ' ' || (SELECT count(*) FROM deliveries)"));
    }

    [Fact]
    public void ObjectThatWasMetWithSeveralContents_SaysNothingOfOthers()
    {
        // Record 0 of a is not the same in both: it cannot be told which was a copy of b's.
        AddObject("a", null);
        AddObject("a", null, etag: "'u'", sha256: "'other'");
        AddObject("b", "valid");
        AddObject("c", null);
        Add(Row("a", 0, "b", 0, 1));
        Add(Row("c", 0, "a", 0, 1));
        AddEvents([("a", 0), ("b", 0), ("c", 0)]);
        _lake.Commit();
        Assert.Equal("b", Text("SELECT string_agg(sourceObject, ' ') FROM verified_events"));
        Assert.Equal("3", Text("SELECT count(*)::VARCHAR FROM deliveries"));
        using var session = _lake.Open();
        Assert.All(
            (string[])["a", "b", "c"], item => Assert.Single(EventDeliveries.Of(session, item, 0, TestContext.Current.CancellationToken)));
    }

    [Fact]
    public void ObjectThatWasMetTwiceWithOneContent_IsOne()
    {
        AddObject("a", null);
        AddObject("a", "valid", etag: "'u'");
        AddObject("b", null);
        Add(Row("a", 0, "a", 0, 3));
        Add(Row("b", 0, "a", 0, 3));
        AddEvents([("a", 0)]);
        _lake.Commit();
        Assert.Equal("1 2", Text("SELECT (SELECT count(*) FROM verified_events) || ' ' || (SELECT count(*) FROM deliveries)"));
    }

    [Fact]
    public void VerifiedUri_OfWhichAnotherContentIsNot_VerifiesNothing()
    {
        AddObject("a", "valid");
        AddObject("a", "invalid-hash", etag: "'u'", sha256: "'other'");
        AddEvents([("a", 0)]);
        _lake.Commit();
        Assert.Equal("0", Text("SELECT count(*)::VARCHAR FROM verified_events"));
    }

    [Fact]
    public void LakeWithoutCopies_HasEmptyOnes()
    {
        System.IO.Directory.Delete(System.IO.Path.Combine(_lake.Directory, "copies"), recursive: true);
        var first = System.IO.Path.Combine(_lake.Directory, "events", "_delta_log", "00000000000000000000.json");
        System.IO.File.WriteAllLines(
            first, System.IO.File.ReadAllLines(first).Where(line => !line.Contains("traillake:copies", StringComparison.Ordinal)));
        AddObject("a", "valid");
        AddEvents([("a", 0)]);
        _lake.Commit();
        Assert.Equal(
            "0 1 1",
            Text(
                "SELECT (SELECT count(*) FROM copies) || ' ' || (SELECT count(*) FROM verified_events) || ' ' || (SELECT count(*) FROM "
                    + "deliveries)"));
        using var session = _lake.Open();
        Assert.Single(EventDeliveries.Of(session, "a", 0, TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData(-1, 0, 5)]
    [InlineData(0, 0, 0)]
    [InlineData(0, long.MaxValue, 5)]
    [InlineData(0, 0, -7)]
    public void RowsThatCannotBe_SayNothing(long copy, long kept, long records)
    {
        AddObject("a", null);
        AddObject("b", "valid");
        Add(Row("b", copy, "a", kept, records));
        Add(Row("a", copy, "b", kept, records));
        AddEvents([("a", 0)]);
        _lake.Commit();
        Assert.Equal("0 1", Text("SELECT (SELECT count(*) FROM verified_events) || ' ' || (SELECT count(*) FROM deliveries)"));
        using var session = _lake.Open();
        Assert.Single(EventDeliveries.Of(session, "a", 0, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Copies_OfBatchesThatAreNotCommitted_DoNotCount()
    {
        AddObject("a", null);
        AddObject("b", "valid");
        _lake.AddLedger("copies", Values(Row("a", 0, "b", 0, 1)), batch: "never");
        AddEvents([("a", 0)]);
        _lake.Commit();
        Assert.Equal(
            "0 0 1",
            Text(
                "SELECT (SELECT count(*) FROM copies) || ' ' || (SELECT count(*) FROM verified_events) || ' ' || (SELECT count(*) FROM "
                    + "deliveries)"));
    }

    string? Text(string sql)
    {
        using var session = _lake.Open();
        using var result = session.Query(sql);
        return Assert.Single(result.ReadAll())[0];
    }

    void AddObject(string uri, string? verified, string etag = "'t'", string? sha256 = null) => _lake.AddLedger("objects", new()
    {
        ["uri"] = Quoted(uri),
        ["etag"] = etag,
        ["records"] = "1",
        ["state"] = "'done'",
        ["contentSha256"] = sha256 ?? Quoted("content of " + uri),
        ["verified"] = verified is null ? "NULL" : Quoted(verified),
    });

    void AddEvents(IEnumerable<(string Object, long Record)> events) =>
        _lake.AddEvents("2026-03-01", "111122223333", [.. events.Select(one => new Dictionary<string, string>
        {
            ["eventID"] = "'e'",
            ["eventTime"] = "TIMESTAMPTZ '2026-03-01 10:00:00Z'",
            ["sourceObject"] = Quoted(one.Object),
            ["sourceIndex"] = one.Record.ToString(CultureInfo.InvariantCulture),
        })]);

    void Add(CopyRow row) => _lake.AddLedger("copies", Values(row));

    static Dictionary<string, string> Values(CopyRow row) => new()
    {
        ["copyObject"] = Quoted(row.CopyObject),
        ["copyIndex"] = row.CopyIndex.ToString(CultureInfo.InvariantCulture),
        ["keptObject"] = Quoted(row.KeptObject),
        ["keptIndex"] = row.KeptIndex.ToString(CultureInfo.InvariantCulture),
        ["records"] = row.Records.ToString(CultureInfo.InvariantCulture),
    };

    static CopyRow Row(string copy, long copyIndex, string kept, long keptIndex, long records) => new()
    {
        CopyObject = copy,
        CopyIndex = copyIndex,
        KeptObject = kept,
        KeptIndex = keptIndex,
        Records = records,
        Batch = "",
    };

    static string Quoted(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    static long Number(string? text) => long.Parse(text!, CultureInfo.InvariantCulture);
}
