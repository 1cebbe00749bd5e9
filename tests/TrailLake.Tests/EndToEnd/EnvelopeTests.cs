using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using TrailLake.Tests.Support;
using Xunit;

namespace TrailLake.Tests.EndToEnd;

/// <summary>Records as services and tools wrap them: each comes out as it was delivered, and what is none is said once.</summary>
public sealed class EnvelopeTests
{
    static readonly string[] s_records =
        [.. Enumerable.Range(0, 12)
            .Select(i => Records.Of($"e{i:D2}", i % 3 == 0 ? ",\"x\":\"ä\\\"\\\\😀\\u00e4\\n\\ud83d\\ude00\"" : ""))];

    static readonly Dictionary<string, string> s_forms = new()
    {
        ["CloudWatch Logs subscription"] = Subscription(s_records),
        ["subscriptions without breaks, as Firehose writes them"] = string.Concat(s_records.Chunk(5).Select(Subscription)),
        ["CloudWatch Logs export"] = string.Concat(s_records.Select(record => $"2026-03-10T09:00:00.123Z {record}\n")),
        ["CloudWatch Logs export, CRLF"] = string.Concat(s_records.Select(record => $"2026-03-10T09:00:00.123Z {record}\r\n")),
        ["filter-log-events"] = "{\n \"events\": [" + string.Join(",\n", s_records.Select(LogEvent)) + "], \"searchedLogStreams\": []}",
        ["get-log-events"] = "{\"nextForwardToken\":\"f/1\",\"events\":["
            + string.Join(',', s_records.Select(LogEvent)) + "],\"nextBackwardToken\":\"b/1\"}",
        ["awslogs of a Lambda function"] = "{\"awslogs\":{\"data\":\"" + Base64(Records.Gzip(Subscription(s_records))) + "\"}}",
        ["Kinesis records of a Lambda function"] = "{\"Records\":[" + string.Join(',', s_records.Chunk(5).Select(chunk =>
            "{\"kinesis\":{\"data\":\""
            + Base64(Records.Gzip(Subscription(chunk))) + "\"},\"eventSource\":\"aws:kinesis\",\"eventVersion\":\"1.0\","
            + "\"eventName\":\"aws:kinesis:record\",\"awsRegion\":\"eu-west-1\"}")) + "]}",
        ["kinesis get-records"] = "{\"Records\":[" + string.Join(',', s_records.Select(record =>
            "{\"SequenceNumber\":\"1\",\"Data\":\"" + Base64(Records.Utf8(record)) + "\"}")) + "],\"MillisBehindLatest\":0}",
        ["SNS"] = string.Join('\n', s_records.Select(record => Sns(Detail(record)))),
        ["SQS that holds SNS that holds EventBridge"] = "{\"Messages\":["
            + string.Join(',', s_records.Select(record => Sqs(Sns(Detail(record))))) + "]}",
        ["SQS messages of a Lambda function"] = "{\"Records\":[" + string.Join(',', s_records.Select(record =>
            "{\"messageId\":\"m\",\"body\":" + Text(record) + ",\"eventSource\":\"aws:sqs\",\"awsRegion\":\"eu-west-1\"}")) + "]}",
        ["a body with many records"] = Sqs("{\"Records\":[" + string.Join(',', s_records) + "]}"),
        ["CloudTrail Lake"] = "{\"QueryStatus\":\"FINISHED\",\"QueryResultRows\":["
            + string.Join(',', s_records.Select(record => "[{\"eventJson\":" + Text(record) + "}]")) + "]}",
        ["Splunk's export"] = string.Join(
            '\n', s_records.Select(record => "{\"preview\":false,\"result\":{\"_time\":\"t\",\"_raw\":" + Text(record) + "}}")),
        ["Splunk's JSON"] = "{\"results\":[" + string.Join(',', s_records.Select(record => "{\"_raw\":" + Text(record) + "}")) + "]}",
        ["HEC"] = string.Concat(s_records.Select(record => "{\"time\":1,\"sourcetype\":\"aws:cloudtrail\",\"event\":" + record + "}")),
        ["HEC of text"] = string.Join('\n', s_records.Select(record => "{\"time\":1,\"event\":" + Text(record) + "}")),
        ["Elastic"] = string.Join('\n', s_records.Select(record =>
            "{\"@timestamp\":\"2024-05-01T10:00:00Z\",\"message\":\"{}\",\"event\":{\"action\":\"GetObject\",\"original\":"
                + Text(record) + "}}")),
        ["Elastic, flat"] = string.Join('\n', s_records.Select(record => "{\"event.original\":" + Text(record) + "}")),
        ["a search in Elastic"] = "{\"took\":1,\"hits\":{\"total\":{\"value\":12},\"hits\":["
            + string.Join(',', s_records.Select(record => "{\"_index\":\"i\",\"_source\":" + record + "}")) + "]}}",
        ["Filebeat"] = string.Join(
            '\n', s_records.Select(record => "{\"@timestamp\":\"x\",\"message\":" + Text(record) + ",\"input\":{\"type\":\"s3\"}}")),
        ["container logs"] = string.Join('\n', s_records.Select(record => "{\"log\":" + Text(record + "\n") + ",\"stream\":\"stdout\"}")),
        ["keys in lower case around records"] = "{\"count\":12,\"records\":[" + string.Join(',', s_records) + "]}",
        ["slurped files"] = "[" + string.Join(',', s_records.Chunk(5).Select(chunk => Records.File(chunk))) + "]",
    };

    public static TheoryData<string> Names() => [.. s_forms.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Form_GivesTheRecordsAsDelivered(string name)
    {
        using var lake = new TestLake();
        lake.Put("a.json.gz", Records.Gzip(s_forms[name]));
        var report = lake.Ingest();
        Assert.Empty(lake.Rejects().Select(reject => $"{reject.Reason} at {reject.Offset}: {reject.Message}"));
        Assert.Equal((s_records.Length, 0L), (report.Events, report.Duplicates));
        var rebuilt = lake.Rebuild().ToDictionary(pair => pair.Key.Index, pair => pair.Value);
        for (int i = 0; i < s_records.Length; i++)
        {
            TestLake.AssertSameJson(s_records[i], rebuilt[i]);
        }
    }

    [Fact]
    public void AllForms_AreCopiesOfOneAnother()
    {
        using var lake = new TestLake();
        foreach (var (name, content) in s_forms)
        {
            lake.Put(name + ".json", content);
        }

        var report = lake.Ingest();
        Assert.Equal(
            (s_records.Length, s_records.Length * (s_forms.Count - 1L), 0L, 0L),
            (report.Events, report.Duplicates, report.Conflicts, report.Rejects));
    }

    /// <summary>A text before each record, and behind it: the records are events, the texts are one reject that holds them.</summary>
    [Theory]
    [InlineData("Mar 10 09:00:00 collector aws-trail[12]: {0}\n")]
    [InlineData("<134>1 2026-03-10T09:00:00Z host app 12 - [x@1 k=\"v\"] {0}\n")]
    [InlineData("2026-03-10T09:00:00+00:00\taws.cloudtrail\t{0}\n")]
    [InlineData("EVENTS\tAKIA\t{0}\t1\tGetObject\ts3.amazonaws.com\neve\n")]
    public void TextAroundRecords_IsOneReject(string line)
    {
        using var lake = new TestLake();
        lake.Put("a.log", string.Concat(s_records.Select(record => line.Replace("{0}", record, StringComparison.Ordinal))));
        var report = lake.Ingest();
        Assert.Equal((s_records.Length, 1L), (report.Events, report.Rejects));
        var reject = Assert.Single(lake.Rejects());
        Assert.Equal(("text-around-records", 0L, 0L), (reject.Reason, reject.Offset, reject.SourceIndex));
        Assert.StartsWith(
            line[..line.IndexOf('{', StringComparison.Ordinal)],
            System.Text.Encoding.UTF8.GetString(reject.Content),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"events\":[{\"message\":\"START\"},R,{\"message\":\"END\"},{\"message\":\"{\\\"a\\\":1}\"},R]}")]
    [InlineData("{\"a\":1}\nR\n{\"a\":2}\nR\n{\"a\":3}")]
    [InlineData("[{\"Type\":\"Notification\",\"Message\":\"hello\"},R,{\"Message\":\"{}\"},R]")]
    [InlineData("[{\"Message\":\"H4sIAAAA\"},R,R]")]
    [InlineData("[{\"Message\":\"eyJ#\"},R,R]")]
    public void WhatIsNoRecord_IsOneRejectOfItsKind(string form)
    {
        using var lake = new TestLake();
        int count = 0;
        lake.Put("a.json", System.Text.RegularExpressions.Regex.Replace(form, "R(?=[,\\n\\]])", _ => Records.Of($"r{count++}")));
        var report = lake.Ingest();
        Assert.Equal((2L, 1L), (report.Events, report.Rejects));
        Assert.NotEmpty(Assert.Single(lake.Rejects()).Content);
    }

    [Fact]
    public void ControlMessage_StandsForNothing()
    {
        using var lake = new TestLake();
        lake.Put("a", "{\"messageType\":\"CONTROL_MESSAGE\",\"logEvents\":[{\"id\":\"\",\"timestamp\":1,"
            + "\"message\":\"CWL CONTROL MESSAGE: Checking health of destination Firehose.\"}]}");
        Assert.Equal((0L, 0L), lake.Ingest() is var report ? (report.Records, report.Rejects) : default);
    }

    [Fact]
    public void TextsInTexts_AreReadToABound_AndNeverSilent()
    {
        using var lake = new TestLake();
        string text = Records.Of("deep");
        for (int depth = 0; depth < 12; depth++)
        {
            text = "{\"Message\":" + Text(text) + "}";
            lake.Put($"{depth:D2}.json", text);
        }

        lake.Ingest();
        Assert.All(lake.Ledger(), row => Assert.Equal(1, row.Records));
        Assert.Equal("deep", Assert.Single(lake.EventIds()));
        Assert.InRange(lake.Rejects().Count, 3, 8);
    }

    /// <summary>Base64 of gzip that inflates to more than a log event can.</summary>
    [Fact]
    public void BombInAText_IsAReject()
    {
        using var lake = new TestLake();
        lake.Put("a.json", "{\"awslogs\":{\"data\":\"" + Base64(Records.Gzip(new byte[300 << 20])) + "\"}}");
        Assert.Equal((0L, 1L), lake.Ingest() is var report ? (report.Events, report.Rejects) : default);
    }

    [Fact]
    public void BrokenLogEvent_CostsItself()
    {
        using var lake = new TestLake();
        string broken = LogEvent(s_records[1])[..^20];
        lake.Put(
            "a.json",
            "{\"events\":[" + LogEvent(s_records[0]) + ",\n" + broken + ",\n" + string.Join(",\n", s_records[2..].Select(LogEvent)) + "]}");
        lake.Ingest();
        Assert.Equal(s_records.Length - 1, lake.EventIds().Count);
        Assert.NotEmpty(lake.Rejects());
    }

    static string Text(string text) => JsonSerializer.Serialize(text);

    static string Base64(byte[] bytes) => Convert.ToBase64String(bytes);

    static string LogEvent(string record) => "{\"logStreamName\":\"s\",\"timestamp\":1,\"message\":" + Text(record) + ",\"eventId\":\"3\"}";

    static string Subscription(string[] records) =>
        "{\"messageType\":\"DATA_MESSAGE\",\"owner\":\"1\",\"logGroup\":\"g\",\"logEvents\":["
            + string.Join(',', records.Select(LogEvent)) + "]}";

    static string Detail(string record) =>
        "{\"version\":\"0\",\"detail-type\":\"AWS API Call via CloudTrail\",\"resources\":[],\"detail\":" + record + "}";

    static string Sns(string message) =>
        "{\"Type\":\"Notification\",\"MessageId\":\"m\",\"Message\":" + Text(message) + ",\"Signature\":\"s\"}";

    static string Sqs(string body) => "{\"MessageId\":\"m\",\"ReceiptHandle\":\"r\",\"Body\":" + Text(body) + "}";
}
