using System;
using System.Globalization;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using TrailLake.Cli;
using TrailLake.Cli.Processes;
using TrailLake.Cli.Terminals;
using TrailLake.Generator.Story;
using TrailLake.Tests.Support;
using Xunit;

namespace TrailLake.Tests.Cli;

public sealed class DemoCommandTests : IDisposable
{
    readonly TempFolder _folder = new();

    [Fact]
    public async Task Demo_EmptyFolder_TellsWhatIsTrueInTheArchive()
    {
        var facts = IncidentStory.Write(_folder.File("truth"));

        var (exitCode, output, error) = await RunAsync("demo", "--dir", _folder.File("demo"));

        Assert.Equal((ExitCode.Done, ""), (exitCode, error));
        Assert.Contains($"{facts.Events.ToString("N0", CultureInfo.InvariantCulture)} events from {facts.Objects} objects", output);
        Assert.Contains("who     " + facts.DeletionArn, output);
        Assert.Contains("key     " + facts.DeletionAccessKey, output);
        Assert.Contains($"when    {facts.DeletionTime:yyyy-MM-ddTHH:mm:ss}Z", output);
        Assert.Contains($"where   from {IncidentStory.AttackerAddress} to us-east-1", output);
        Assert.Contains("with    " + facts.DeletionUserAgent, output);
        Assert.Contains("request " + facts.DeletionRequest, output);
        Assert.Contains("eventID " + facts.DeletionEventId, output);
        Assert.Contains($"user/{IncidentStory.LeakedUser} (IAMUser), with the key {facts.LeakedAccessKey}", output);
        Assert.Contains($"2026-03-09  {IncidentStory.SimilarBucket}  ada.k@example.com  another bucket\n", output);
        Assert.Contains($"2026-03-09  {IncidentStory.Bucket}      ben.m              AccessDenied\n", output);
        Assert.DoesNotContain('\u001b', output);
        Assert.DoesNotContain(
            "AKIA", await File.ReadAllTextAsync(ProjectFolder.File("src", "TrailLake.Cli", "Demo", "DemoInvestigation.cs")));
    }

    [Fact]
    public async Task Demo_SecondRun_ReadsNothingAgainAndAnswersTheSame()
    {
        var first = await RunAsync("demo", "--dir", _folder.File("demo"));
        var second = await RunAsync("demo", "--dir", _folder.File("demo"));

        Assert.Equal(ExitCode.Done, second.ExitCode);
        Assert.Contains("there from an earlier run", second.Output);
        Assert.Contains("nothing new to read", second.Output);
        Assert.Equal(AnswerOf(first.Output), AnswerOf(second.Output));
    }

    [Fact]
    public async Task Demo_BrokenOffWhileWriting_StartsTheArchiveAgain()
    {
        _folder.Write("demo/ABOUT-THIS-DEMO.txt");
        _folder.Write("demo/archive.partial/half.json.gz", "half");

        var (exitCode, _, _) = await RunAsync("demo", "--dir", _folder.File("demo"));

        Assert.Equal(ExitCode.Done, exitCode);
        Assert.False(File.Exists(_folder.File("demo/archive/half.json.gz")));
    }

    [Fact]
    public async Task Demo_ForeignFolder_IsRefused()
    {
        _folder.Write("mine/thesis.txt", "do not touch");

        var (exitCode, output, error) = await RunAsync("demo", "--dir", _folder.File("mine"));

        Assert.Equal((ExitCode.Failed, ""), (exitCode, output));
        Assert.Equal(
            $"traillake: the folder {_folder.File("mine")} is not empty and not that of a demo: give another one with --dir\n", error);
        Assert.Equal([_folder.File("mine/thesis.txt")], Directory.GetFileSystemEntries(_folder.File("mine")));
    }

    [Theory]
    [InlineData("/usr/bin/traillake", "/bin:/usr/bin", "/home/me", "traillake")]
    [InlineData("/home/me/src/out/traillake", "/bin", "/home/me/src", "out/traillake")]
    [InlineData("/home/me/traillake", "/bin", "/home/me", "./traillake")]
    [InlineData("/opt/a b/traillake", "/bin", "/home/me/deep/below", "'/opt/a b/traillake'")]
    [InlineData("/usr/bin/dotnet", "/bin", "/home/me", "traillake")]
    public void CommandName_IsOneThatThePersonCanType(string process, string searchPath, string folder, string expected)
    {
        Require.OrSkip(!OperatingSystem.IsWindows(), "paths of this test are those of Unix");
        Assert.Equal(expected, TrailLake.Cli.Demo.CommandName.Of(process, searchPath, folder));
    }

    public void Dispose() => _folder.Dispose();

    static string AnswerOf(string output) => output[output.IndexOf("Who deleted", StringComparison.Ordinal)..];

    static async Task<(ExitCode ExitCode, string Output, string Error)> RunAsync(params string[] args)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        using var terminal = new Terminal(TextReader.Null, output, error);
        var exitCode = await CommandLine.RunAsync(args, terminal, CancellationToken.None);
        return (exitCode, output.ToString(), error.ToString());
    }
}
