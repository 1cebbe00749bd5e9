using System;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using TrailLake.Tests.Support;
using Xunit;

namespace TrailLake.Tests.Lookup;

public sealed class LookupTests
{
    static readonly string s_eve = TestRecord.User("eve", "AKIAQEXAMPLEKEY00001");
    static readonly string s_admin = TestRecord.Session("admin", "ci", "ASIAQEXAMPLEKEY00001", "2026-03-10T01:00:00Z");

    [Theory]
    [InlineData("EventId=00000000-0000-4000-8000-000000000002", new[] { 2 })]
    [InlineData("EventName=DeleteBucket", new[] { 3, 1 })]
    [InlineData("ReadOnly=true", new[] { 2 })]
    [InlineData("Username=eve", new[] { 3, 2 })]
    [InlineData("Username=ci", new[] { 1 })]
    [InlineData("Username=root", new[] { 4 })]
    [InlineData("ResourceType=AWS::S3::Bucket", new[] { 3, 1 })]
    [InlineData("ResourceName=data", new[] { 1 })]
    [InlineData("EventSource=iam.amazonaws.com", new[] { 4, 2 })]
    [InlineData("AccessKeyId=ASIAQEXAMPLEKEY00001", new[] { 1 })]
    [InlineData("AttributeKey=EventName,AttributeValue=ListUsers", new[] { 2 })]
    public async Task EachAttribute_FindsItsEvents_NewestFirst(string attribute, int[] expected)
    {
        using var lake = await RecordsLake.OfRecordsAsync(
            TestRecord.Of(1, "2026-03-10T01:00:00Z", s_admin, "s3:DeleteBucket", """{"bucketName":"data"}"""),
            TestRecord.Of(2, "2026-03-10T01:00:01Z", s_eve, "iam:ListUsers", """{"note":"data"}""", isReadOnly: true),
            TestRecord.Of(3, "2026-03-10T01:00:02Z", s_eve, "s3:DeleteBucket", """{"bucketName":"data-old"}"""),
            TestRecord.Of(
                4, "2026-03-10T01:00:03Z", """{"type":"Root","accountId":"111122223333"}""", "iam:CreateUser", """{"userName":"x"}"""));
        var run = await lake.RunAsync("lookup", "--attribute", attribute);
        Assert.Equal(0, run.ExitCode);
        Assert.Equal(
            expected.Select(TestRecord.Id), JsonNode.Parse(run.Out)!["Events"]!.AsArray().Select(found => (string?)found!["EventId"]));
        var limited = await lake.RunAsync("lookup", "--lookup-attributes", attribute, "--max-results", "1", "--start-time", "2026-03-10");
        Assert.Equal(TestRecord.Id(expected[0]), (string?)JsonNode.Parse(limited.Out)!["Events"]!.AsArray().Single()!["EventId"]);
    }

    [Fact]
    public async Task Invictus_GivesTheRecordAsItWasDelivered()
    {
        using var lake = await RecordsLake.OfSharedDataAsync("invictus");
        var found = JsonNode.Parse((await lake.RunAsync("lookup", "--attribute", "EventName=StopLogging")).Out)!["Events"]!.AsArray();
        var delivered = SharedData.LogFiles("invictus").Select(file => JsonNode.Parse(File.ReadAllText(file))).OfType<JsonObject>()
            .SelectMany(root => root["Records"]?.AsArray() ?? []).Where(record => (string?)record!["eventName"] == "StopLogging")
            .ToDictionary(record => (string)record!["eventID"]!);
        Assert.Equal(3, found.Count);
        foreach (var one in found)
        {
            var record = delivered[(string)one!["EventId"]!]!;
            Assert.True(JsonNode.DeepEquals(record, JsonNode.Parse((string)one["CloudTrailEvent"]!)));
            Assert.Equal("false", (string?)one["ReadOnly"]);
            Assert.Equal(DateTimeOffset.Parse((string)record["eventTime"]!), DateTimeOffset.Parse((string)one["EventTime"]!));
            Assert.Equal("AWS::CloudTrail::Trail", (string?)one["Resources"]![0]!["ResourceType"]);
        }
    }

    [Theory]
    [InlineData("Color=red")]
    [InlineData("EventName")]
    [InlineData("EventName=")]
    [InlineData("1=x")]
    public async Task WrongAttribute_IsRefused(string attribute)
    {
        using var lake = await RecordsLake.OfRecordsAsync();
        Assert.Equal(
            new(
                2,
                "",
                $"traillake: --attribute is '{attribute}', expected KEY=VALUE with one of the keys EventId, EventName, ReadOnly, Username,"
                    + " ResourceType, ResourceName, EventSource, AccessKeyId\n"),
            await lake.RunAsync("lookup", "--attribute", attribute));
        Assert.StartsWith(
            "traillake: --attribute is 'Evntname=x', did you mean EventName?; expected KEY=VALUE with one of the keys EventId, ",
            (await lake.RunAsync("lookup", "--attribute", "Evntname=x")).Error);
        Assert.Equal(2, (await lake.RunAsync("lookup", "--attribute", "ReadOnly=maybe")).ExitCode);
        Assert.Equal(
            new(1, "{\"Events\": []}\n", "traillake: the lake is empty: ingest an archive first\n"), await lake.RunAsync("lookup"));
    }
}
