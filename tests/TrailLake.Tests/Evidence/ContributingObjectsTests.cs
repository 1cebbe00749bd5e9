using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using TrailLake.Cli;
using TrailLake.Cli.Terminals;
using TrailLake.Tests.Support;
using Xunit;

namespace TrailLake.Tests.Evidence;

/// <summary>
/// The manifests of <c>who</c>, <c>chart</c> and <c>trace</c> name the objects of exactly the events that the answer was computed from. The
/// judge is a plain loop over the archive with JsonDocument.
/// </summary>
public sealed class ContributingObjectsTests : IDisposable
{
    const string LongKey = "AKIAQEXAMPLEKEY00001";
    const string Temporary = "ASIAQEXAMPLEKEY00001";
    const string T0 = "2026-03-01T01:00:00Z";
    const string Other = "222233334444";
    const string Shared = ",\"sharedEventID\":\"3a3a3a3a-0000-4000-8000-000000000001\"";
    static readonly string s_eve = TestRecord.User("eve", LongKey);
    static readonly string s_bob = TestRecord.User("bob", "AKIAQEXAMPLEKEY00009");
    static readonly string s_admin = TestRecord.Session("admin", "night", Temporary, T0, Other);

    readonly TempFolder _folder = new();
    readonly TestLake _lake = new();

    public ContributingObjectsTests()
    {
        const string Request = """{"roleArn":"arn:aws:iam::222233334444:role/admin","roleSessionName":"night"}""";
        string hidden = $$"""{"type":"AWSAccount","principalId":"AIDAEXAMPLEEVE","accountId":"{{TestRecord.Account}}"}""";
        Put(
            "issue.json",
            TestRecord.Of(1, T0, s_eve, "sts:AssumeRole", Request, TestRecord.Credentials(Temporary), isReadOnly: true, more: Shared));
        Put("issue-other.json", TestRecord.Of(
            2, T0, hidden, "sts:AssumeRole", Request, TestRecord.Credentials(Temporary), isReadOnly: true, account: Other, more: Shared));
        Put("use.json", TestRecord.Of(3, "2026-03-01T02:00:00Z", s_admin, "s3:DeleteBucket", account: Other));
        Put("use-later.json", TestRecord.Of(4, "2026-03-02T02:00:00Z", s_admin, "s3:ListBuckets", account: Other, isReadOnly: true));
        Put("eve.json", TestRecord.Of(5, "2026-03-01T00:30:00Z", s_eve, "ec2:RunInstances", error: "AccessDenied"));
        Put(
            "both.json",
            TestRecord.Of(6, "2026-03-01T03:00:00Z", s_bob, "ec2:RunInstances"),
            TestRecord.Of(7, "2026-03-01T03:10:00Z", s_eve, "ec2:RunInstances"));
        Put("bob.json", TestRecord.Of(8, "2026-03-02T03:00:00Z", s_bob, "ec2:RunInstances", address: "198.51.100.7"));
        Put("first.json", TestRecord.Of(9, "2026-02-01T00:00:00Z", s_bob, "iam:ListUsers", isReadOnly: true));

        // What no event came from: the span names these too.
        Put("empty.json");
        Put("rejected.json", "{\"eventVersion\":\"1.08\"}");
        _lake.Ingest();
    }

    string Manifest => _folder.File("answer.evidence.json");

    public void Dispose()
    {
        _lake.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Who_NamesTheObjectsOfThePrincipalsCalls()
    {
        await RequireAsync(record => Text(record, "userIdentity", "userName") == "eve", "who", "eve");
        await RequireAsync(
            record => Text(record, "userIdentity", "userName") == "bob" && Day(record) == "2026-03-02", "who", "bob", "--from",
            "2026-03-02", "--format", "json");
    }

    [Fact]
    public async Task WhoAll_NamesTheObjectsThatHoldEvents() => await RequireAsync(_ => true, "who", "--all", "--format", "csv");

    [Fact]
    public async Task Chart_NamesTheObjectsOfWhatIsDrawn()
    {
        await RequireAsync(_ => true, "chart", "--by", "hour");
        await RequireAsync(record => Day(record) == "2026-03-01", "chart", "--by", "day", "--from", "2026-03-01", "--to", "2026-03-01");
        await RequireAsync(record => Text(record, "sourceIPAddress") == "198.51.100.7", "chart", "198.51.100.0/24");

        // RunInstances has four events, each other call fewer.
        await RequireAsync(record => Text(record, "eventName") == "RunInstances", "chart", "--by", "call", "--top", "1");
    }

    [Fact]
    public async Task Trace_NamesTheObjectsOfItsLinks()
    {
        // All calls with the two keys, and both accounts' records of the call that issued one with the other.
        await RequireAsync(
            record => Text(record, "userIdentity", "accessKeyId") is LongKey or Temporary || Text(record, "eventName") == "AssumeRole",
            "trace",
            Temporary,
            "--format",
            "json");
        await RequireAsync(record => Text(record, "userIdentity", "userName") == "bob", "trace", "bob");
    }

    [Fact]
    public async Task TimelineOfANetwork_NamesTheObjectsOfItsRows() =>
        await RequireRuleAsync("Rows", record => Text(record, "sourceIPAddress") == "198.51.100.7", "timeline", "198.51.100.0/24");

    [Theory]
    [InlineData("who", "nobody")]
    [InlineData("trace", "AKIAQEXAMPLEKEY00077")]
    [InlineData("chart", "nobody")]
    public async Task WhatFindsNothing_StandsOnTheWholeSpan(params string[] arguments)
    {
        var (rule, sources) = await AskAsync(1, arguments);
        Assert.Equal("Span", rule);
        Assert.Equal(Directory.GetFiles(_lake.Source).Length, sources.Count);
    }

    Task RequireAsync(Func<JsonElement, bool> isWanted, params string[] arguments) => RequireRuleAsync("Contributing", isWanted, arguments);

    async Task RequireRuleAsync(string rule, Func<JsonElement, bool> isWanted, params string[] arguments)
    {
        var (found, sources) = await AskAsync(0, arguments);
        Assert.Equal(rule, found);
        var expected = Directory.GetFiles(_lake.Source)
            .Where(path => Records(path).Any(record => record.TryGetProperty("eventID", out _) && isWanted(record)));
        Assert.Equal(expected.Select(Path.GetFileName).Order(StringComparer.Ordinal), sources.Order(StringComparer.Ordinal));
        var check = await RunAsync("verify", "evidence", Manifest);
        Assert.True(check.Exit == 0, check.Text);
    }

    async Task<(string Rule, IReadOnlyList<string> Sources)> AskAsync(int exit, string[] arguments)
    {
        var run = await RunAsync([.. arguments, "--lake", _lake.Directory, "--evidence", Manifest]);
        Assert.True(run.Exit == exit, run.Text);
        using var manifest = JsonDocument.Parse(File.ReadAllText(Manifest));
        return (
            manifest.RootElement.GetProperty("sourceRule").GetString()!,
            [.. manifest.RootElement.GetProperty("sources").EnumerateArray()
                .Select(source => Path.GetFileName(new Uri(source.GetProperty("uri").GetString()!).LocalPath))]);
    }

    void Put(string name, params string[] records) => _lake.Put(name, $"{{\"Records\":[{string.Join(',', records)}]}}");

    static IEnumerable<JsonElement> Records(string path)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(path));
        return [.. document.RootElement.GetProperty("Records").EnumerateArray().Select(record => record.Clone())];
    }

    static string? Text(JsonElement record, params string[] path)
    {
        foreach (var name in path)
        {
            if (!record.TryGetProperty(name, out record))
            {
                return null;
            }
        }

        return record.GetString();
    }

    static string Day(JsonElement record) => Text(record, "eventTime")![..10];

    static async Task<(int Exit, string Text)> RunAsync(params string[] arguments)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var terminal = new Terminal(TextReader.Null, output, output);
        var exit = await CommandLine.RunAsync(arguments, terminal, default);
        return ((int)exit, output.ToString());
    }
}
