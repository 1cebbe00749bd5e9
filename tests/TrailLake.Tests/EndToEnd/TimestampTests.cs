using System;
using System.Linq;
using TrailLake.Ingest.Reading;
using TrailLake.Tests.Support;
using Xunit;

namespace TrailLake.Tests.EndToEnd;

/// <summary>Records that came through Logstash or Elastic have <c>@timestamp</c> in the place of eventTime.</summary>
public sealed class TimestampTests
{
    const string EventTime = "\"eventTime\":\"2024-05-01T10:00:00Z\",";

    [Theory]
    [InlineData("2026-03-09T10:00:00.000Z", "2026-03-09 10:00:00+00")]
    [InlineData("2026-03-09T10:00:00.123456+01:00", "2026-03-09 09:00:00.123456+00")]
    [InlineData("2026-03-09T10:00:00Z", "2026-03-09 10:00:00+00")]
    public void StandsInForEventTime_AndIsRebuiltAsDelivered(string time, string expected)
    {
        using var lake = new TestLake();
        string record = Of("a", $",\"@timestamp\":\"{time}\",\"@version\":\"1\"");
        lake.Put("a.jsonl", record + "\n" + Of("b", $",\"@timestamp\":\"{time}\""));
        var report = lake.Ingest();
        Assert.Equal((2L, 0L), (report.Events, report.Rejects));
        Assert.Equal(expected, lake.Scalar("SELECT CAST(eventTime AS VARCHAR) FROM events WHERE eventID = 'a'"));
        TestLake.AssertSameJson(record, lake.Rebuild().Single(pair => pair.Key.Index == 0).Value);
        var note = Assert.Single(report.Notes);
        Assert.Equal((IngestNoteKind.TimestampForEventTime, 2L, 1L), (note.Kind, note.Count, note.Objects));
    }

    /// <summary>Both stand there: eventTime counts, and both are given back.</summary>
    [Fact]
    public void BesideEventTime_IsNoTime()
    {
        using var lake = new TestLake();
        string record = Records.Of("a", ",\"@timestamp\":\"2026-03-09T10:00:00.000Z\"");
        lake.Put("a.jsonl", record);
        var report = lake.Ingest();
        Assert.Empty(report.Notes);
        Assert.Equal("2024-05-01 10:00:00+00", lake.Scalar("SELECT CAST(eventTime AS VARCHAR) FROM events"));
        TestLake.AssertSameJson(record, lake.Rebuild().Single().Value);
    }

    [Theory]
    [InlineData("\"@timestamp\":\"yesterday\"")]
    [InlineData("\"@timestamp\":1709978400")]
    [InlineData("\"@timestamp\":null")]
    [InlineData("\"x\":{\"@timestamp\":\"2026-03-09T10:00:00Z\"}")]
    public void NoTime_IsAReject(string member)
    {
        using var lake = new TestLake();
        lake.Put("a.jsonl", Of("a", "," + member));
        lake.Ingest();
        Assert.Equal("missing-event-time", Assert.Single(lake.Rejects()).Reason);
    }

    /// <summary>A copy is equal as JSON: one with eventTime is another record.</summary>
    [Fact]
    public void SameRecordWithEventTime_IsNoCopy()
    {
        using var lake = new TestLake();
        lake.Put(
            "a.jsonl",
            Of("a", ",\"@timestamp\":\"2024-05-01T10:00:00Z\"") + "\n" + Records.Of("a", ",\"@timestamp\":\"2024-05-01T10:00:00Z\""));
        var report = lake.Ingest();
        Assert.Equal((2L, 1L), (report.Events, report.Conflicts));
    }

    static string Of(string id, string more) => Records.Of(id, more).Replace(EventTime, "", StringComparison.Ordinal);
}
