using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using TrailLake.Answers.Principals;
using TrailLake.Tests.Support;
using Xunit;

namespace TrailLake.Tests.Who;

public sealed class WhoTests
{
    static readonly string s_eve = TestRecord.User("eve", "AKIAQEXAMPLEKEY00001");
    static readonly string s_bob = TestRecord.User("bob", "AKIAQEXAMPLEKEY00002");

    static Task<RecordsLake> LakeAsync() => RecordsLake.OfRecordsAsync(
        TestRecord.Of(1, "2026-03-09T23:00:00Z", s_eve, "s3:ListBuckets", isReadOnly: true),
        TestRecord.Of(2, "2026-03-11T01:00:00Z", s_eve, "s3:DeleteBucket", """{"bucketName":"x"}""", error: "AccessDenied"),
        TestRecord.Of(3, "2026-03-11T01:00:01Z", s_eve, "s3:DeleteBucket", """{"bucketName":"x"}""", error: "NoSuchBucket"),
        TestRecord.Of(4, "2026-03-11T01:00:02Z", s_eve, "cloudtrail:StopLogging", """{"name":"t"}""", address: "198.51.100.9"),
        TestRecord.Of(5, "2026-03-11T01:00:03Z", s_bob, "lambda:UpdateFunctionCode20150331v2", """{"functionName":"f"}"""));

    [Fact]
    public async Task Report_HasCountsAndTheRiskiestCallsFirst()
    {
        using var lake = await LakeAsync();
        var run = await lake.RunAsync("who", "eve");
        Assert.Equal(0, run.ExitCode);
        Assert.Equal(
            """
            who         eve (name)
            principals  arn:aws:iam::111122223333:user/eve
            type        IAMUser
            account     111122223333
            first seen  2026-03-09 23:00:00Z
            last seen   2026-03-11 01:00:02Z
            calls       4: 2 succeeded, 1 denied, 1 failed otherwise
            addresses   203.0.113.7 (3), 198.51.100.9 (1)
            agents      test
            regions     us-east-1
            keys        AKIAQEXAMPLEKEY00001
            MFA         no event tells
            services    s3.amazonaws.com (3), cloudtrail.amazonaws.com (1)

            calls, the riskiest first
              cloudtrail StopLogging                                   1  risk 5: blinds the trail or the defence
              s3 DeleteBucket                                          2 (1 denied)  risk 5: destroys what may not be restored
              s3 ListBuckets                                           1  risk 1: looks around

            calls by day (UTC)
              2026-03-09  ██████████████ 1
              2026-03-10  0
              2026-03-11  ████████████████████████████████████████ 3 (2 failed)

            """,
            run.Out[..(run.Out.IndexOf("\ncalls by hour", System.StringComparison.Ordinal))]);

        var json = JsonNode.Parse((await lake.RunAsync("who", "eve", "--format", "json")).Out)!;
        Assert.Equal((4, 1, 2), ((int)json["calls"]!, (int)json["denied"]!, (int)json["failed"]!));
        Assert.Equal(["2026-03-09", "2026-03-11"], json["days"]!.AsArray().Select(day => (string?)day!["value"]));
        Assert.Equal([1, 3], json["days"]!.AsArray().Select(day => (int)day!["calls"]!));
        Assert.Equal(
            ["StopLogging", "DeleteBucket", "ListBuckets"], json["riskiest"]!.AsArray().Select(call => (string?)call!["eventName"]));
    }

    [Fact]
    public async Task All_ListsPrincipalsByRisk()
    {
        using var lake = await LakeAsync();
        var run = await lake.RunAsync("who", "--all", "--format", "json");
        var rows = JsonNode.Parse(run.Out)!.AsArray();
        Assert.Equal(
            ["arn:aws:iam::111122223333:user/eve", "arn:aws:iam::111122223333:user/bob"], rows.Select(row => (string?)row!["principal"]));
        Assert.Equal([5, 3], rows.Select(row => (int)row!["risk"]!));
        Assert.Equal("StopLogging 1, DeleteBucket 2, ListBuckets 1", (string?)rows[0]!["riskiest"]);
        Assert.Equal(
            (4, 1, 2, 2), ((int)rows[0]!["calls"]!, (int)rows[0]!["denied"]!, (int)rows[0]!["failed"]!, (int)rows[0]!["addresses"]!));
    }

    [Fact]
    public async Task Chart_ShowsBars_AndTheSameNumbersAsJson()
    {
        using var lake = await LakeAsync();
        Assert.Equal(
            """
            5 events by principal
              arn:aws:iam::111122223333:user/eve  ████████████████████████████████████████ 4 (2 failed)
              arn:aws:iam::111122223333:user/bob  ██████████ 1

            """,
            (await lake.RunAsync("chart", "--by", "principal")).Out);
        var rows = JsonNode.Parse((await lake.RunAsync("chart", "--by", "hour", "--format", "json")).Out)!.AsArray();
        Assert.Equal(24, rows.Count);
        Assert.Equal((4, 2), ((int)rows[1]!["events"]!, (int)rows[1]!["failed"]!));

        var drawn = await lake.RunAsync(outIsTerminal: true, ["chart", "203.0.113.7", "--by", "day"]);
        Assert.Equal(0, drawn.ExitCode);
        Assert.Contains("2026-03-10", drawn.Out);
        Assert.Contains("█", drawn.Out);
    }

    [Fact]
    public async Task WrongUse_IsRefused_AndNothingFoundIsSaid()
    {
        using var lake = await LakeAsync();
        Assert.Equal(new(2, "", "traillake: no principal was named: expected one, or --all\n"), await lake.RunAsync("who"));
        Assert.Equal(
            new(2, "", "traillake: both a principal and --all are given: expected one of them\n"),
            await lake.RunAsync("who", "eve", "--all"));
        Assert.Equal(new(1, "", "traillake: no event about name evee\ndid you mean eve?\n"), await lake.RunAsync("who", "evee"));
        using var empty = await RecordsLake.OfRecordsAsync();
        Assert.Equal(new(1, "", "traillake: the lake is empty: ingest an archive first\n"), await empty.RunAsync("who", "--all"));
        Assert.Equal(new(1, "", "traillake: the lake is empty: ingest an archive first\n"), await empty.RunAsync("chart"));
    }

    [Theory]
    [InlineData("lambda.amazonaws.com", "UpdateFunctionCode20150331v2", 3)]
    [InlineData("cloudtrail.amazonaws.com", "StopLogging", 5)]
    [InlineData("ec2.amazonaws.com", "DescribeInstances", null)]
    public void Risk_IsThatOfTheTable(string source, string name, int? score) => Assert.Equal(score, CallRiskTable.Of(source, name)?.Score);
}
