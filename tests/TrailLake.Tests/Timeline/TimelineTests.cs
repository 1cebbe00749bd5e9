using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using TrailLake.Answers.Timelines;
using TrailLake.Query.Entities;
using TrailLake.Tests.Support;
using Xunit;

namespace TrailLake.Tests.Timelines;

public sealed class TimelineTests
{
    const string Key = "AKIAQEXAMPLEKEY00001";
    static readonly string s_eve = TestRecord.User("eve", Key);

    [Theory]
    [InlineData("AKIATFQR7NSC8Q4X20BJ")]
    [InlineData("AKIATFQR7NSC3ZO6PKAZ")]
    public async Task Invictus_OfAKey_IsWhatAPlainLoopFinds(string key)
    {
        using var lake = await RecordsLake.OfSharedDataAsync("invictus");
        using var session = lake.Open();
        var timeline = new Timeline(
            session, Entity.Parse(key), new TimelineOptions { IncludeReads = true, GroupPause = TimeSpan.FromSeconds(-1) });
        var found = timeline.Read().ToList();

        var expected = SharedData.LogFiles("invictus").Select(file => JsonNode.Parse(File.ReadAllText(file))).OfType<JsonObject>()
            .Where(root => root["Records"] is JsonArray).SelectMany(root => root["Records"]!.AsArray()).Where(record => Holds(record, key))
            .Select(record => (string)record!["eventID"]!);
        Assert.Equal(expected.Order(), found.Select(entry => entry.First.EventId).Order());
        Assert.Equal(found.Select(entry => entry.First.Time).Order(), found.Select(entry => entry.First.Time));
        Assert.All(found, entry => Assert.DoesNotContain("called ", entry.Sentence));

        var grouped = new Timeline(session, Entity.Parse(key), new TimelineOptions { IncludeReads = true }).Read().ToList();
        Assert.Equal(found.Count, grouped.Sum(entry => entry.Count));
    }

    [Fact]
    public async Task Name_IsFoundWhole_NotAsPartOfAnother()
    {
        using var lake = await RecordsLake.OfRecordsAsync(
            TestRecord.Of(1, "2026-03-10T01:00:00Z", s_eve, "s3:DeleteBucket", """{"bucketName":"data"}"""),
            TestRecord.Of(2, "2026-03-10T01:00:01Z", s_eve, "s3:DeleteBucket", """{"bucketName":"data-old"}"""),
            TestRecord.Of(3, "2026-03-10T01:00:02Z", s_eve, "s3:PutBucketTagging", """{"bucketName":"x","data":"y"}"""),
            TestRecord.Of(4, "2026-03-10T01:00:03Z", s_eve, "athena:CreateWorkGroup", """{"name":"w","to":"arn:aws:s3:::data"}"""),
            TestRecord.Of(
                5, "2026-03-10T01:00:04Z", TestRecord.User("data", "AKIAQEXAMPLEKEY00002"), "sns:Publish",
                """{"topicArn":"arn:aws:sns:us-east-1:1:t"}"""),
            TestRecord.Of(
                6, "2026-03-10T01:00:05Z", s_eve, "s3:PutObject", """{"bucketName":"y"}""",
                more: ""","resources":[{"type":"AWS::S3::Object","ARN":"arn:aws:s3:::data/k"}]"""));
        using var session = lake.Open();

        var timeline = new Timeline(session, Entity.Parse("data"));
        Assert.Equal([1, 4, 5, 6], Numbers(timeline.Read()));
        Assert.Equal(["bucket", "user"], timeline.Meanings.Keys);
        Assert.Equal([1, 4, 6], Numbers(new Timeline(session, Entity.Parse("arn:aws:s3:::data")).Read()));

        var run = await lake.RunAsync("timeline", "data");
        Assert.Equal(0, run.ExitCode);
        Assert.Equal("name data: 4 events; it is several things: bucket (1 event), user (1 event)\n", run.Error);
        Assert.StartsWith("name eve: 5 events; it is a user\n", (await lake.RunAsync("timeline", "eve")).Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("203.0.113.7", new[] { 1, 4 })]
    [InlineData("203.0.113.0/24", new[] { 1, 2 })]
    [InlineData("2001:db8::/32", new[] { 3 })]
    [InlineData(Key, new[] { 1, 2, 3, 4 })]
    [InlineData("00000000-0000-4000-8000-000000000002", new[] { 2 })]
    public async Task OtherKinds_AreFound(string entity, int[] expected)
    {
        using var lake = await RecordsLake.OfRecordsAsync(
            TestRecord.Of(1, "2026-03-10T01:00:00Z", s_eve, "s3:DeleteBucket", address: "203.0.113.7"),
            TestRecord.Of(2, "2026-03-10T01:00:01Z", s_eve, "s3:DeleteBucket", address: "203.0.113.70"),
            TestRecord.Of(3, "2026-03-10T01:00:02Z", s_eve, "s3:DeleteBucket", address: "2001:db8::9"),
            TestRecord.Of(
                4, "2026-03-10T01:00:03Z", s_eve, "ec2:AuthorizeSecurityGroupIngress", """{"groupId":"sg-1","cidrIp":"203.0.113.7/32"}""",
                address: "198.51.100.1"));
        using var session = lake.Open();
        Assert.Equal(expected, Numbers(new Timeline(session, Entity.Parse(entity)).Read()));
    }

    [Fact]
    public async Task RepeatedCalls_AreOneEntry_ButNotAcrossAChange()
    {
        string[] apis = ["ec2:DescribeInstances", "s3:ListBuckets", "ec2:DescribeInstances", "cloudtrail:StopLogging",
            "ec2:DescribeInstances", "s3:DeleteObjects", "s3:DeleteObjects"];
        using var lake = await RecordsLake.OfRecordsAsync(
            [.. apis.Select((api, i) => TestRecord.Of(
                i, $"2026-03-10T01:00:0{i}Z", s_eve, api, isReadOnly: api.Contains("Describe") || api.Contains("List")))]);
        var run = await lake.RunAsync("timeline", "eve", "--reads");
        Assert.Equal(
            """
            2026-03-10 01:00:00Z  IAMUser eve described instances from 203.0.113.7 (2 times, until 01:00:02Z)
            2026-03-10 01:00:01Z  IAMUser eve listed buckets from 203.0.113.7
            2026-03-10 01:00:03Z  IAMUser eve stopped logging from 203.0.113.7
            2026-03-10 01:00:04Z  IAMUser eve described instances from 203.0.113.7
            2026-03-10 01:00:05Z  IAMUser eve deleted objects from 203.0.113.7 (2 times, until 01:00:06Z)

            """,
            run.Out);

        var changes = await lake.RunAsync("timeline", "eve");
        Assert.Equal(2, changes.Out.Split('\n').Length - 1);
        Assert.Contains("4 read-only calls are not shown; --reads shows them", changes.Error);
    }

    [Theory]
    [InlineData("json")]
    [InlineData("jsonl")]
    [InlineData("csv")]
    [InlineData("markdown")]
    [InlineData("table")]
    [InlineData("text")]
    public async Task HostileText_NeverReachesTheTerminalRaw(string format)
    {
        using var lake = await RecordsLake.OfRecordsAsync(
            TestRecord.Of(
                1, "2026-03-10T01:00:00Z", s_eve, "s3:DeleteBucket", """{"bucketName":"a\u001b[2Jb\u202ec"}""",
                address: "=cmd()\u001b]0;x\u0007"));
        var run = await lake.RunAsync(outIsTerminal: true, ["timeline", "eve", "--format", format]);
        Assert.Equal(0, run.ExitCode);
        Assert.DoesNotContain("\u001b[2J", run.Out);
        Assert.DoesNotContain("\u001b]", run.Out);
        Assert.DoesNotContain('\u202e', run.Out);
    }

    [Fact]
    public async Task NothingFound_IsSaidWithWhatMayHelp()
    {
        using var lake = await RecordsLake.OfRecordsAsync(
            TestRecord.Of(1, "2026-03-10T01:00:00Z", s_eve, "s3:DeleteBucket", """{"bucketName":"exports-2026"}"""));
        Assert.Equal(
            new(1, "", "traillake: no event about name export-2026\ndid you mean exports-2026?\n"),
            await lake.RunAsync("timeline", "export-2026"));
        Assert.Equal(
            new(
                1,
                "",
                "traillake: no event about name eve in account 999999999999\n"
                    + "traillake: the lake has no events at all in account 999999999999; traillake status says what is in it\n"),
            await lake.RunAsync("timeline", "eve", "--account", "999999999999"));

        using var empty = await RecordsLake.OfRecordsAsync();
        Assert.Equal(
            new(1, "", "traillake: no event about name eve\ntraillake: the lake is empty: ingest an archive first\n"),
            await empty.RunAsync("timeline", "eve"));
    }

    [Theory]
    [InlineData(
        "arn:aws:s3", "traillake: 'arn:aws:s3' cannot be looked for: an ARN has six parts: arn:aws:service:region:account:resource\n")]
    [InlineData("10.0.0.300", "traillake: '10.0.0.300' cannot be looked for: an address is written like 203.0.113.7 or 2001:db8::7\n")]
    [InlineData("10.0.0.0/33", "traillake: '10.0.0.0/33' cannot be looked for: a range is written like 203.0.113.0/24 or 2001:db8::/32\n")]
    public async Task WhatLooksLikeAnAddressAndIsNone_IsRefused(string text, string expected)
    {
        using var lake = await RecordsLake.OfRecordsAsync();
        Assert.Equal(new(2, "", expected), await lake.RunAsync("timeline", text));
    }

    static int[] Numbers(IEnumerable<TimelineEntry> entries) => [.. entries.Select(entry => int.Parse(entry.First.EventId[^12..]))];

    static bool Holds(JsonNode? node, string text) => node switch
    {
        JsonObject members => members.Any(member => Holds(member.Value, text)),
        JsonArray list => list.Any(item => Holds(item, text)),
        JsonValue value => value.TryGetValue<string>(out var found) && found == text,
        _ => false,
    };
}
