using System;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using TrailLake.Cli;
using TrailLake.Cli.Processes;
using TrailLake.Cli.Terminals;
using TrailLake.Maintenance;
using TrailLake.Tests.Support;
using Xunit;

namespace TrailLake.Tests.Evidence;

/// <summary><c>--evidence</c> and <c>verify evidence</c>: an answer that stands is confirmed, and each change of it is told.</summary>
public sealed class EvidenceTests : IDisposable
{
    readonly TempFolder _folder = new();
    readonly TestLake _lake = new();

    public EvidenceTests()
    {
        for (var i = 0; i < 6; i++)
        {
            Put(i);
        }

        _lake.Ingest();
    }

    string Manifest => _folder.File("answer.evidence.json");

    public void Dispose()
    {
        _lake.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("ask created-access-key", "Span")]
    [InlineData("query|SELECT eventID, sourceObject FROM events WHERE eventName = 'CreateAccessKey'", "Rows")]
    [InlineData("query|SELECT eventID FROM events", "Events")]
    [InlineData("query|SELECT count(*) FROM events", "Span")]
    [InlineData("query|SELECT max /* the last */ (eventID) AS eventID FROM events", "Span")]
    [InlineData("query|SELECT eventID FROM events WHERE eventTime = (SELECT eventTime FROM events ORDER BY ALL LIMIT 1)", "Span")]
    [InlineData("query|SELECT eventID FROM events WHERE eventName NOT LIKE '%List' AND eventName <> 'Count'", "Events")]
    [InlineData("query|--format|json|--|-- a comment\nSELECT eventName, count(*) FROM events GROUP BY ALL", "Span")]
    [InlineData("timeline eve --from 2026-03-01T03:00", "Rows")]
    [InlineData("timeline nobody", "Span")]
    [InlineData("trace AKIAEVE --format json", "Span")]
    [InlineData("trace eve", "Contributing")]
    [InlineData("who eve", "Contributing")]
    [InlineData("who --all --format csv --from 5000d", "Contributing")]
    [InlineData("lookup --attribute EventName=CreateAccessKey --start-time 2026-03-01", "Rows")]
    [InlineData("chart --by call", "Contributing")]
    [InlineData("show 00000000-0000-4000-8000-000000000002", "Rows")]
    [InlineData("coverage --format json", "Span")]
    public async Task Answer_IsConfirmedLater_AlsoWhenTheLakeHasGrown(string line, string rule)
    {
        string[] arguments = line.Contains('|', StringComparison.Ordinal) ? line.Split('|') : line.Split(' ');
        var options = new[] { "--evidence", Manifest, "--lake", _lake.Directory };
        var (exit, output, error) = await RunAsync([arguments[0], .. options, .. arguments[1..]]);
        Assert.True(exit < 2, error);
        var manifest = JsonNode.Parse(File.ReadAllText(Manifest))!;
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(output))), (string?)manifest["output"]!["sha256"]);
        Assert.Equal(rule, (string?)manifest["sourceRule"]);
        Put(100);
        _lake.Ingest();
        var check = await VerifyAsync();
        Assert.True(check.Exit == 0, check.Out + check.Error);
        Assert.StartsWith("confirmed: the same answer from version 1 of the lake, and ", check.Out);
    }

    [Fact]
    public async Task Sources_AreThoseOfTheRows_WithTheHashesOfTheirBytes()
    {
        await RunAsync(
            "query", "SELECT sourceObject, eventID FROM events WHERE eventName = 'CreateAccessKey'", "--evidence", Manifest, "--lake",
            _lake.Directory);
        var sources = JsonNode.Parse(File.ReadAllText(Manifest))!["sources"]!.AsArray();
        Assert.Equal(
            _lake.Query("SELECT DISTINCT sourceObject FROM events WHERE eventName = 'CreateAccessKey' ORDER BY 1").Select(row => row[0]),
            sources.Select(source => (string?)source!["uri"]));
        Assert.Equal(2, sources.Count);
        Assert.All(sources, source => Assert.Equal(
            Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(new Uri((string)source!["uri"]!).LocalPath))),
            (string?)source!["sha256"]));
    }

    [Fact]
    public async Task TimelineThatHidesReads_NamesTheObjectsOfAllThatItIsAbout()
    {
        _lake.Put("read.json", "[" + TestRecord.Of(
            50, "2026-03-01T05:30:00Z", TestRecord.User("eve", "AKIAEVE"), "ec2:DescribeInstances", isReadOnly: true) + "]");
        _lake.Put(
            "other.json", "[" + TestRecord.Of(51, "2026-03-01T05:40:00Z", TestRecord.User("bob", "AKIABOB"), "ec2:RunInstances") + "]");
        _lake.Ingest();
        var (exit, _, error) = await RunAsync("timeline", "eve", "--evidence", Manifest, "--lake", _lake.Directory);
        Assert.Equal(0, exit);
        Assert.Contains("1 read-only call is not shown", error);
        Assert.Equal(
            _lake.Query("SELECT DISTINCT sourceObject FROM events WHERE NOT ends_with(sourceObject, 'other.json') ORDER BY 1")
                .Select(row => row[0]),
            JsonNode.Parse(File.ReadAllText(Manifest))!["sources"]!.AsArray().Select(source => (string?)source!["uri"]));
    }

    [Fact]
    public async Task OutputFile_IsHashedAndWrittenAgain()
    {
        var csv = _folder.File("rows.csv");
        await RunAsync(
            "query", "SELECT eventID FROM events ORDER BY 1", "--output", csv, "--evidence", Manifest, "--lake", _lake.Directory);
        var output = JsonNode.Parse(File.ReadAllText(Manifest))!["output"]!;
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(csv))), (string?)output["sha256"]);
        var before = File.GetLastWriteTimeUtc(csv);
        Assert.Equal(0, (await VerifyAsync()).Exit);
        Assert.Equal(before, File.GetLastWriteTimeUtc(csv));
    }

    [Fact]
    public async Task SqlFromStdin_IsKept()
    {
        using var output = new StringWriter();
        using var terminal = new Terminal(new StringReader("SELECT count(*) AS n FROM events"), output, TextWriter.Null);
        Assert.Equal(
            ExitCode.Done, await CommandLine.RunAsync(["query", "--evidence", Manifest, "--lake", _lake.Directory], terminal, default));
        Assert.Equal("SELECT count(*) AS n FROM events", (string?)JsonNode.Parse(File.ReadAllText(Manifest))!["question"]!["input"]);
        Assert.Equal(0, (await VerifyAsync()).Exit);
    }

    public static TheoryData<string, string, string> Changes() => new()
    {
        { "output/sha256", "\"00\"", "the answer is " },
        { "output/exitCode", "1", "the exit code is 0, in the manifest 1" },
        { "sources/0/sha256", "\"00\"", "in the manifest 00" },
        { "sources/0/eTag", "\"other\"", "with the ETag other is not in the ledger" },
        { "sources/0/verified", "\"valid\"", "verified is missing in the ledger, valid in the manifest" },
        { "lake/batchesSha256", "\"00\"", "was made of other batches" },
        { "lake/version", "99", "the lake no longer has version 99" },
        { "question/arguments/1", "\"SELECT 7 AS eventID\"", "the answer is " },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task EachChange_IsTold(string path, string value, string expected)
    {
        await RunAsync("query", "SELECT eventID, sourceObject FROM events", "--evidence", Manifest, "--lake", _lake.Directory);
        Edit(path, JsonNode.Parse(value));
        if (path == "output/sha256")
        {
            Edit("output/linesSha256", "00");
        }

        var (exit, output, _) = await VerifyAsync();
        Assert.Equal(1, exit);
        Assert.StartsWith("differs: ", output);
        Assert.Contains(expected, output);
    }

    [Fact]
    public async Task ObjectsThatAreVerifiedLater_AreNoChange_AndThoseFoundInvalidAre()
    {
        await RunAsync("query", "SELECT eventID, sourceObject FROM events", "--evidence", Manifest, "--lake", _lake.Directory);
        var store = LakeDamager.Open(_lake.Directory);
        new DigestVerdictRecorder(store, row => row.Uri.EndsWith("o1.json", StringComparison.Ordinal) ? "valid" : null).Run();
        Assert.Equal(
            (0, "confirmed: the same answer from version 1 of the lake, and 6 source objects with the same hashes, 1 of them found valid "
                + "by digests since\n", ""),
            await VerifyAsync());
        new DigestVerdictRecorder(LakeDamager.Open(_lake.Directory), _ => "invalid-hash").Run();
        var (exit, output, _) = await VerifyAsync();
        Assert.Equal(1, exit);
        Assert.Contains("o1.json: verified is invalid-hash in the ledger, missing in the manifest", output);
    }

    [Fact]
    public async Task OrderThatTheSqlDoesNotGive_DoesNotCount()
    {
        await RunAsync(
            "query", "SELECT eventID FROM events ORDER BY 1", "--format", "json", "--evidence", Manifest, "--lake", _lake.Directory);
        Edit("question/arguments/1", "SELECT eventID FROM events ORDER BY 1 DESC");
        Assert.Equal(0, (await VerifyAsync()).Exit);
    }

    /// <summary>
    /// Every second record has the eventID and time of the one before and other content; calls are as many as others. In many files, which
    /// several threads read.
    /// </summary>
    [Theory]
    [InlineData("timeline|eve|--reads")]
    [InlineData("trace|AKIAQEXAMPLEKEY00001")]
    [InlineData("who|eve")]
    [InlineData("who|--all|--format|csv")]
    [InlineData("chart|--by|call|--top|7")]
    [InlineData("lookup|--max-results|33")]
    [InlineData("show|00000000-0000-4000-8000-000000000074")]
    [InlineData("query|SELECT eventName, count(*) FROM events GROUP BY ALL ORDER BY 2 LIMIT 15")]
    [InlineData("query|SELECT eventTime, eventName, eventID FROM events ORDER BY eventTime LIMIT 99")]
    [InlineData("query|SELECT eventID, any_value(eventName) FROM events GROUP BY ALL|--format|json")]
    [InlineData("query|SELECT eventName, list(eventID) FROM events GROUP BY ALL|--output|PARQUET")]
    [InlineData("ask|created-access-key|--format|csv")]
    public async Task TiesOfRows_AreNoChange(string line)
    {
        using var lake = new TestLake();
        for (var day = 1; day <= 24; day++)
        {
            lake.Put($"{day}.json", "[" + string.Join(',', Enumerable.Range(0, 120).Select(i => TestRecord.Of(
                (day * 60) + (i / 2),
                $"2026-03-{day:00}T0{i / 2 % 8}:10:00Z",
                TestRecord.User("eve", "AKIAQEXAMPLEKEY00001"),
                i % 40 == 0 ? "iam:CreateAccessKey" : $"ec2:Run{i * 7 % 60}",
                $"{{\"userName\":\"eve{i}\"}}"))) + "]");
        }

        lake.Ingest();
        Assert.Equal(24 * 120, lake.Count("SELECT count(*) FROM events"));
        var (exit, _, error) = await RunAsync([
            .. line.Replace("PARQUET", _folder.File("rows.parquet"), StringComparison.Ordinal).Split('|'), "--evidence", Manifest, "--lake",
            lake.Directory]);
        Assert.True(exit == 0, error);
        for (var i = 0; i < 3; i++)
        {
            var check = await VerifyAsync();
            Assert.True(check.Exit == 0, check.Out + check.Error);
        }
    }

    [Theory]
    [InlineData("[\"ingest\",\"/tmp\"]")]
    [InlineData("[\"generate\",\"x\"]")]
    [InlineData("[\"query\",\"SELECT 1\",\"--output\",\"stolen.csv\"]")]
    [InlineData("[\"query\",\"SELECT 1\",\"--output=stolen.csv\"]")]
    [InlineData("[\"chart\",\"--evidence\",\"stolen.json\"]")]
    [InlineData("[]")]
    public async Task ManifestThatWantsMoreThanAnAnswer_IsRefused(string arguments)
    {
        await RunAsync("query", "SELECT 1", "--evidence", Manifest, "--lake", _lake.Directory);
        Edit("question/arguments", JsonNode.Parse(arguments));
        var (exit, output, error) = await VerifyAsync();
        Assert.Equal((2, ""), (exit, output));
        Assert.StartsWith("traillake: the manifest's question is '", error);
    }

    [Theory]
    [InlineData("not json", "is not a manifest that --evidence wrote: ")]
    [InlineData("{}", "is not a manifest that --evidence wrote: ")]
    [InlineData("[1]", "is not a manifest that --evidence wrote: ")]
    [InlineData("null", "the format is '', expected traillake-evidence/1")]
    public async Task FileThatIsNoManifest_IsRefused(string content, string expected)
    {
        File.WriteAllText(Manifest, content);
        var (exit, _, error) = await VerifyAsync();
        Assert.Equal(2, exit);
        Assert.Contains(expected, error);
        Assert.Single(error.Trim().Split('\n'));
        Assert.Equal(2, (await RunAsync("verify", "evidence", _folder.File("none.json"))).Exit);
        Assert.Equal(2, (await RunAsync("verify")).Exit);
    }

    [Fact]
    public async Task ManifestThatCannotBeWritten_IsNamed()
    {
        var path = _folder.File(Path.Combine("none", "m.json"));
        var (exit, _, error) = await RunAsync("query", "SELECT 1", "--evidence", path, "--lake", _lake.Directory);
        Assert.Equal(4, exit);
        Assert.StartsWith($"traillake: {path} cannot be written: ", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnotherLake_DoesNotConfirm()
    {
        await RunAsync("query", "SELECT eventID, sourceObject FROM events", "--evidence", Manifest, "--lake", _lake.Directory);
        using var other = new TestLake();
        other.Put("x.json", "[]");
        other.Ingest();
        var (exit, output, _) = await RunAsync("verify", "evidence", Manifest, "--lake", other.Directory);
        Assert.Equal(1, exit);
        Assert.Contains("it is not the lake that was asked", output);
    }

    void Put(int number) => _lake.Put($"o{number}.json", "[" + TestRecord.Of(
        number,
        $"2026-03-01T0{number % 8}:10:00Z",
        TestRecord.User("eve", "AKIAEVE"),
        number % 3 == 0 ? "iam:CreateAccessKey" : "ec2:RunInstances",
        "{\"userName\":\"eve\"}") + "]");

    void Edit(string path, JsonNode? value)
    {
        var root = JsonNode.Parse(File.ReadAllText(Manifest))!;
        var parts = path.Split('/');
        var node = root;
        foreach (var part in parts[..^1])
        {
            node = int.TryParse(part, out var index) ? node[index]! : node[part]!;
        }

        if (int.TryParse(parts[^1], out var last))
        {
            node[last] = value;
        }
        else
        {
            node[parts[^1]] = value;
        }

        File.WriteAllText(Manifest, root.ToJsonString());
    }

    Task<(int Exit, string Out, string Error)> VerifyAsync() => RunAsync("verify", "evidence", Manifest);

    static async Task<(int Exit, string Out, string Error)> RunAsync(params string[] arguments)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        using var terminal = new Terminal(TextReader.Null, output, error);
        var exit = await CommandLine.RunAsync(arguments, terminal, default);
        return ((int)exit, output.ToString(), error.ToString());
    }
}
