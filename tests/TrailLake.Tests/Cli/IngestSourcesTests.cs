using System;
using System.Diagnostics;
using System.IO;
using System.Text.Json;
using System.Threading.Tasks;
using TrailLake.Tests.Support;
using Xunit;

namespace TrailLake.Tests.Cli;

/// <summary>Sources that are not what they seem, through the command: what is read, what is said, and the exit code.</summary>
public sealed class IngestSourcesTests : IDisposable
{
    readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("a", "missing")]
    [InlineData("missing", "a")]
    public async Task OneOfTwoIsMissing_TheOtherIsReadAndItIsNamed(string first, string second)
    {
        Put("a/x.json", 1);
        foreach (int events in new[] { 1, 0 })
        {
            var run = await IngestAsync("lake", _folder.File(first), _folder.File(second));
            Assert.Equal(1, run.Exit);
            Assert.Equal(events, Events(run));
            Assert.Contains($"no file or folder at '{_folder.File("missing")}'", run.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task AllAreMissing_NothingIsMade()
    {
        var run = await IngestAsync("lake", _folder.File("m1"), _folder.File("m2"));
        Assert.Equal(2, run.Exit);
        Assert.Contains("m1", run.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder.File("lake")));
    }

    [Fact]
    public async Task LakesInsideTheSource_ArePassedOverAndNamedOnce()
    {
        Put("in/a.jsonl", 1);
        Put("in/b.json", 2);
        for (int i = 0; i < 2; i++)
        {
            var run = await IngestAsync("in/lake", _folder.File("in"));
            Assert.Equal((0, i == 0 ? 2 : 0), (run.Exit, Events(run)));
            Assert.Single(run.Error.Split('\n'), line => line.Contains("lake of TrailLake", StringComparison.Ordinal));
        }

        var other = await IngestAsync("other", _folder.File("in"));
        Assert.Equal((0, 2), (other.Exit, Events(other)));
        Assert.EndsWith(
            "1 lake of TrailLake, whose own files are no archive and are not read: lake\n", other.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ArchiveBesideALakesTables_IsRead()
    {
        Put("in/AWSLogs/a.json", 1);
        for (int i = 0; i < 2; i++)
        {
            var run = await IngestAsync("in", _folder.File("in"));
            Assert.Equal((0, 1 - i), (run.Exit, Events(run)));
        }

        Assert.Equal(1, Events(await IngestAsync("other", _folder.File("in/AWSLogs"))));
    }

    [Theory]
    [InlineData("lake", "is a lake, which holds events that were ingested already")]
    [InlineData("lake/events", "is part of the lake")]
    [InlineData("lake/objects/_delta_log", "is part of the lake")]
    public async Task SourceIsALake_SaysSo(string source, string message)
    {
        Put("a.json", 1);
        await IngestAsync("lake", _folder.File("a.json"));
        var run = await IngestAsync("other", _folder.File(source));
        Assert.Equal(2, run.Exit);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder.File("other")));
    }

    [Fact]
    public async Task NamesThatAreNoUtf8_AreReadAndKnownAgain()
    {
        // A shell makes them: .NET cannot.
        Put("in/ok.json", 1);
        Put("two", 2);
        Put("three", 3);
        Shell(
            @"cd in && mkdir ""$(printf 'd\351r')"" && mv ../two ""$(printf 'd\351r')/x.json"""
                + @" && mv ../three ""$(printf 'f\344\377.json')""");
        for (int i = 0; i < 2; i++)
        {
            var run = await IngestAsync("lake", _folder.File("in"));
            Assert.Equal((0, i == 0 ? 3 : 0), (run.Exit, Events(run)));
        }

        var ledger = await CommandRun.OfAsync(
            "query", "SELECT uri FROM objects ORDER BY uri", "--lake", _folder.File("lake"), "--format", "csv");
        Assert.Contains("/d%E9r/x.json\n", ledger.Out.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Contains("/f%E4%FF.json\n", ledger.Out.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Shell("rm -r in");
    }

    void Put(string name, int id) => _folder.Write(
        name,
        $$"""{"Records":[{"eventVersion":"1.08","eventID":"{{id}}","eventTime":"2026-03-10T09:30:00Z","eventName":"A","recipientAccountId":"111122223333"}]}""");

    void Shell(string script)
    {
        var start = new ProcessStartInfo("sh", ["-c", script]) { WorkingDirectory = _folder.Path };
        using var shell = Process.Start(start)!;
        shell.WaitForExit();
        Assert.Equal(0, shell.ExitCode);
    }

    Task<CommandRun> IngestAsync(string lake, params string[] sources) =>
        CommandRun.OfAsync(["ingest", .. sources, "--lake", _folder.File(lake), "--format", "json"]);

    static int Events(CommandRun run) => JsonDocument.Parse(run.Out).RootElement.GetProperty("events").GetInt32();
}
