using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using TrailLake.Tests.Support;
using Xunit;

namespace TrailLake.Tests.Evidence;

/// <summary>Manifests name every object that delivered the events of an answer, and no object that delivered only others.</summary>
public sealed class DeliveringObjectsTests : IDisposable
{
    readonly TempFolder _folder = new();
    readonly TestLake _lake = new();

    public DeliveringObjectsTests()
    {
        var eve = TestRecord.User("eve", "AKIAEVE");
        var bob = TestRecord.User("bob", "AKIABOB");
        string first = TestRecord.Of(1, "2026-03-01T01:00:00Z", eve, "s3:DeleteBucket");
        string second = TestRecord.Of(2, "2026-03-01T02:00:00Z", bob, "ec2:RunInstances");
        _lake.Put("one.json", $"[{first},{second}]");
        _lake.Put("two.json", $"[{TestRecord.Of(3, "2026-03-02T01:00:00Z", bob, "ec2:RunInstances")}]");
        _lake.Ingest();
        CopyBatch.CommitAll(_lake, "s3://second/eve.json", [TestRecord.Id(1)], verified: "valid");
        CopyBatch.CommitAll(_lake, "s3://second/bob.json", [TestRecord.Id(2)]);
        CopyBatch.Commit(_lake.Directory, "s3://third/eve.json", [("s3://second/eve.json", 0)]);
    }

    string Manifest => _folder.File("answer.evidence.json");

    public void Dispose()
    {
        _lake.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData(
        "query|SELECT sourceObject, sourceIndex FROM events WHERE userIdentity.userName = 'eve'",
        "Rows",
        "one second/eve third/eve",
        "1 of 1 event")]
    [InlineData("query|SELECT eventID, sourceObject FROM events WHERE userIdentity.userName = 'eve'", "Rows", "one second/eve third/eve")]
    [InlineData(
        "query|SELECT eventName, sourceObject FROM events WHERE userIdentity.userName = 'eve'",
        "Rows",
        "one second/bob second/eve third/eve")]
    [InlineData(
        "query|SELECT eventID FROM events WHERE userIdentity.userName = 'eve'", "Events", "one second/eve third/eve", "1 of 1 event")]
    [InlineData("query|SELECT eventID, sourceObject FROM events", "Rows", "one second/bob second/eve third/eve two", "1 of 3 events")]
    [InlineData("query|SELECT sourceObject, sourceIndex FROM events WHERE date = '2026-03-02'", "Rows", "two")]
    [InlineData("query|SELECT eventID, sourceObject FROM verified_events", "Rows", "one second/eve third/eve")]
    [InlineData("show|00000000-0000-4000-8000-000000000002", "Rows", "one second/bob")]
    [InlineData("timeline|eve", "Rows", "one second/eve third/eve")]
    [InlineData("who|eve", "Contributing", "one second/eve third/eve")]
    [InlineData("chart|--by|day|--to|2026-03-01", "Contributing", "one second/bob second/eve third/eve")]
    [InlineData("chart|--by|day|--from|2026-03-02", "Contributing", "two")]
    [InlineData("trace|bob", "Contributing", "one second/bob two")]
    public async Task Manifest_NamesAllThatDelivered(string line, string rule, string expected, string? verified = null)
    {
        var words = line.Split('|');
        var run = await CommandRun.OfAsync([.. words, "--lake", _lake.Directory, "--evidence", Manifest]);
        Assert.True(run.Exit == 0, run.Error);
        var manifest = JsonNode.Parse(File.ReadAllText(Manifest))!;
        Assert.Equal(rule, (string?)manifest["sourceRule"]);
        Assert.Equal(expected, string.Join(' ', Names(manifest)));
        if (verified is not null)
        {
            Assert.Contains($", {verified} verified by one of them → ", run.Error, StringComparison.Ordinal);
            Assert.Equal(1, (long?)manifest["events"]!["verified"]);
        }

        var check = await CommandRun.OfAsync("verify", "evidence", Manifest);
        Assert.True(check.Exit == 0, check.Out + check.Error);
    }

    [Fact]
    public async Task ManifestThatNamesTheKeptObjectAlone_IsConfirmedStill()
    {
        // As versions wrote it that knew no copies.
        await CommandRun.OfAsync("who", "eve", "--lake", _lake.Directory, "--evidence", Manifest);
        var manifest = JsonNode.Parse(File.ReadAllText(Manifest))!;
        var sources = manifest["sources"]!.AsArray();
        foreach (var source in sources.Where(source => ((string)source!["uri"]!).StartsWith("s3:", StringComparison.Ordinal)).ToList())
        {
            sources.Remove(source);
        }

        manifest.AsObject().Remove("events");
        File.WriteAllText(Manifest, manifest.ToJsonString());
        var check = await CommandRun.OfAsync("verify", "evidence", Manifest);
        Assert.True(check.Exit == 0, check.Out + check.Error);
    }

    static IEnumerable<string> Names(JsonNode manifest) => manifest["sources"]!.AsArray()
        .Select(source => (string)source!["uri"]!)
        .Select(uri => uri.StartsWith("s3://", StringComparison.Ordinal) ? uri[5..] : Path.GetFileName(uri))
        .Select(name => name.Replace(".json", "", StringComparison.Ordinal))
        .Order(StringComparer.Ordinal);
}
