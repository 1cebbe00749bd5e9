using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using TrailLake.Tests.Support;
using Xunit;

namespace TrailLake.Tests.EndToEnd;

/// <summary>What is no log of CloudTrail in a form that is read: one reject that says what it is, whatever its length.</summary>
public sealed class UnsupportedFormatTests
{
    static readonly string s_csvRow = string.Join(',', Enumerable.Repeat("x", 14)) + "\n";

    static readonly Dictionary<string, (string Content, string Word)> s_forms = new()
    {
        ["console"] = ("User name,AWS access key,Event time,Event source,Event name,AWS region\n"
            + Repeat(s_csvRow), "CSV of the event history"),
        ["console with a mark"] = ("\uFEFFUser name,AWS access key,Event time,Event source\r\n"
            + Repeat(s_csvRow), "CSV of the event history"),
        ["Athena"] = ("\"eventversion\",\"useridentity\",\"eventtime\"\n"
            + Repeat("\"1.08\",\"{type=IAMUser}\",\"2026\"\n"), "CSV of a table"),
        ["Splunk"] = ("\"_raw\",\"_time\"\n" + Repeat("\"{\"\"eventVersion\"\":\"\"1.08\"\"}\",x\n"), "CSV"),
        ["semicolons"] = ("eventName;eventTime;x\n" + Repeat("{a;b;c\n"), "CSV"),
        ["tabs"] = ("event_name\tevent_time\tx\n" + Repeat("a\tb\tc\n"), "CSV"),
        ["YAML"] = ("Events:\n" + Repeat("- CloudTrailEvent: '{\"eventVersion\":\"1.08\",\"x\":\"it''s\"}'\n  EventId: x\n"), "YAML"),
        ["table"] = ("------------\n|  LookupEvents  |\n" + Repeat("||  EventId  |  {x}  ||\n"), "table"),
        ["HTML"] = ("<!DOCTYPE html>\n<html>" + Repeat("{\"a\":1}\n"), "HTML"),
        ["S3 error"] = ("<?xml version=\"1.0\"?>\n<Error><Code>AccessDenied</Code></Error>", "AccessDenied"),
        ["Parquet"] = ("PAR1" + Repeat("\n{\"x\":1}"), "Parquet"),
        ["pcap"] = ("\u000A\u000D\u000D\u000A" + Repeat("\n{x"), "pcap"),
        ["foreign lines"] = (Repeat("{\"srcaddr\":\"10.0.0.1\",\"n\":1}\n"), "no CloudTrail record"),
        ["foreign events"] = ("{\"events\":[" + Repeat("{\"level\":1},") + "{}]}", "no CloudTrail record"),
        ["flow logs"] = ("version account-id interface-id\n" + Repeat("2 123456789012 eni-1 10.0.0.1 10.0.0.2\n"), "no record was found"),
        ["Python"] = (Repeat("{'eventVersion': '1.08', 'x': None}\n"), "no record was found"),
        ["lower case"] = (Repeat("{\"eventversion\":\"1.08\",\"eventname\":\"x\",\"eventtime\":\"t\"}\n"), "lower case"),
        ["digest"] = ("{\"awsAccountId\":\"1\",\"digestS3Object\":\"x\",\"logFiles\":[]}", "verify digests"),
        ["S3 notification"] =
            ("{\"Records\":[{\"eventVersion\":\"2.1\",\"eventSource\":\"aws:s3\",\"s3\":{\"s3SchemaVersion\":\"1.0\"}}]}",
                "notification of S3"),
        ["columns of CloudTrail Lake"] = ("{\"QueryResultRows\":["
            + Repeat("[{\"eventID\":\"a\"},{\"eventName\":\"b\"}],") + "[]]}", "eventJson"),
        ["7z"] = ("7z\u00BC\u00AF\u0027\u001C" + Repeat("\n{x"), "7z"),
    };

    public static TheoryData<string> Names() => [.. s_forms.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void IsOneReject_ThatNamesIt(string name)
    {
        using var lake = new TestLake();
        var (content, word) = s_forms[name];
        byte[] bytes = name == "7z" ? Encoding.Latin1.GetBytes(content) : Encoding.UTF8.GetBytes(content);
        lake.Put("plain.json", bytes);
        lake.Put("packed.json.gz", Records.Gzip(bytes));
        var report = lake.Ingest();
        Assert.Equal((0L, 2L, 2L), (report.Events, report.Rejects, report.Records));
        Assert.All(lake.Rejects(), reject =>
        {
            Assert.Contains(word, reject.Message, StringComparison.Ordinal);
            Assert.NotEmpty(reject.Content);
        });
        Assert.All(lake.Ledger(), row => Assert.NotNull(row.ContentSha256));
    }

    /// <summary>Binary data of no form: one reject, or what a hunt through it makes of it, but never one for each of its lines.</summary>
    [Fact]
    public void Noise_IsAFewRejects()
    {
        using var lake = new TestLake();
        var bytes = new byte[300_000];
        new Random(4).NextBytes(bytes);
        lake.Put("a.json", bytes);
        Assert.InRange(lake.Ingest().Rejects, 1, 3);
    }

    static string Repeat(string line) => string.Concat(Enumerable.Repeat(line, 200));
}
