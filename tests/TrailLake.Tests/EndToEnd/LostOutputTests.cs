using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using TrailLake.Tests.Faults;
using TrailLake.Tests.Support;
using Xunit;

namespace TrailLake.Tests.EndToEnd;

/// <summary>Output that is lost is an error, waiting ends, and what is written is for its owner alone.</summary>
public sealed class LostOutputTests : IDisposable
{
    // One piece of work of hours, in which the engine does not look whether it is to stop.
    const string Endless = "SELECT levenshtein(repeat('ab', 100000), repeat('ba', 100000))";

    readonly TestLake _lake = new();

    public LostOutputTests()
    {
        _lake.Put("a.json", Records.File(Records.Of("a"), Records.Of("b")));
        _lake.Ingest();
    }

    public void Dispose() => _lake.Dispose();

    [Theory]
    [InlineData("query \"SELECT 1\" >/dev/full", 4)]
    [InlineData("query \"FROM range(100000)\" --format csv >/dev/full", 4)]
    [InlineData("status >/dev/full", 4)]
    [InlineData("query \"SELECT 1\" >&-", 4)]
    [InlineData("query \"SELECTX\" 2>/dev/full", 4)]
    [InlineData("ask deleted-bucket 2>/dev/full", 4)]
    [InlineData("query \"SELECT 1\" 2>&-", 0)]
    [InlineData("--version >/dev/full", 4)]
    [InlineData("--version >&-", 4)]
    [InlineData("shell <&-", 0)]
    [InlineData("ingest - <&-", 1)]
    [InlineData("query \"FROM range(10000000)\" --format csv | head -n 1", 0)]
    public void LostOutput_IsExitCode4_AndAClosedPipeIsNone(string command, int expected)
    {
        Require.OrSkip(OperatingSystem.IsLinux(), "/dev/full is Linux's.");
        var (exitCode, _, error) = Shell(command);
        Assert.Equal(expected, exitCode);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
        if (expected == 4 && !command.Contains("2>", StringComparison.Ordinal))
        {
            Assert.Single(
                error.TrimEnd().Split('\n'), line => line.StartsWith("traillake: stdout cannot be written: ", StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("a.csv")]
    [InlineData("a.parquet")]
    [InlineData("a.json")]
    public void FullDiskUnderOutput_IsToldAsThat(string name)
    {
        using var disk = new SmallDisk(64);
        var run = TrailLakeProcess.Run(
            "query", "SELECT md5(range::VARCHAR) FROM range(100000)", "--lake", _lake.Directory, "--output", Path.Combine(disk.Path, name));
        Assert.Equal(4, run.ExitCode);
        Assert.Contains(name + " cannot be written: No space left on device", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("verify lake", run.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(disk.Path));
    }

    [Fact]
    public void Timeout_EndsWhatTheEngineDoesNotEnd()
    {
        var clock = Stopwatch.StartNew();
        var run = TrailLakeProcess.Run("query", Endless, "--lake", _lake.Directory, "--timeout", "0.5s");
        Assert.Equal(124, run.ExitCode);
        Assert.Contains("stopped after 0.5 s (--timeout)", run.Error, StringComparison.Ordinal);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(50), "it went on");
        Assert.Equal(0, TrailLakeProcess.Run("query", "SELECT 1", "--lake", _lake.Directory, "--timeout", "1h").ExitCode);
        Assert.Equal(2, TrailLakeProcess.Run("query", "SELECT 1", "--lake", _lake.Directory, "--timeout", "soon").ExitCode);
    }

    [Theory]
    [InlineData("query", "--file")]
    [InlineData("verify", "evidence")]
    [InlineData("ask", "--questions")]
    public void Pipe_InThePlaceOfAFile_IsNeverOpened(string command, string option)
    {
        Require.OrSkip(OperatingSystem.IsLinux(), "Pipes with names are made by mkfifo.");
        var pipe = NamedPipe.Make(Path.Combine(_lake.Source, "..", "pipe.sql"));
        var run = TrailLakeProcess.Run(
            command, option, option == "--questions" ? Path.GetDirectoryName(pipe)! : pipe, "--lake", _lake.Directory);
        Assert.Contains("pipe", run.Error, StringComparison.Ordinal);
        Assert.Equal(2, run.ExitCode);
    }

    [Fact]
    public void WhatIsWritten_IsForItsOwnerAlone()
    {
        Require.OrSkip(!OperatingSystem.IsWindows(), "Modes are Unix's.");
        var folder = Directory.CreateDirectory(Path.Combine(_lake.Source, "..", "out")).FullName;
        string Path_(string name) => Path.Combine(folder, name);
        UnixFileMode Mode(string name) => OperatingSystem.IsWindows() ? default : File.GetUnixFileMode(Path_(name));
        const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        Ask("--output", Path_("a.csv"), "--evidence", Path_("a.evidence.json"));
        Ask("--output", Path_("a.parquet"));
        Assert.Equal(0, TrailLakeProcess.Run(
            "connect", "--lake", _lake.Directory, "--script", Path_("a.sql"), "--database", Path_("a.duckdb")).ExitCode);
        foreach (var name in (string[])["a.csv", "a.evidence.json", "a.parquet", "a.sql", "a.duckdb"])
        {
            Assert.Equal((name, Private), (name, Mode(name)));
        }

        Ask("--output", Path_("b.csv"), "--mode", "644");
        Ask("--output", Path_("b.parquet"), "--mode", "640");
        Assert.Equal(Private | UnixFileMode.GroupRead | UnixFileMode.OtherRead, Mode("b.csv"));
        Assert.Equal(Private | UnixFileMode.GroupRead, Mode("b.parquet"));
        Ask("--output", Path_("b.csv"));
        Assert.Equal(Private | UnixFileMode.GroupRead | UnixFileMode.OtherRead, Mode("b.csv"));
        Assert.Equal(
            2, TrailLakeProcess.Run("query", "SELECT 1", "--lake", _lake.Directory, "--output", Path_("c.csv"), "--mode", "999").ExitCode);

        // What a broken run left is replaced: a file, or a link to what is not meant.
        File.WriteAllText(Path_("b.csv.partial"), "left");
        File.WriteAllText(Path_("precious"), "precious");
        File.CreateSymbolicLink(Path_("a.csv.partial"), Path_("precious"));
        Ask("--output", Path_("b.csv"));
        Ask("--output", Path_("a.csv"));
        Assert.Equal("precious", File.ReadAllText(Path_("precious")));
        Assert.Empty(Directory.GetFiles(folder, "*.partial"));

        void Ask(params string[] options) =>
            Assert.Equal(0, TrailLakeProcess.Run(["query", "FROM events", "--lake", _lake.Directory, .. options]).ExitCode);
    }

    [Theory]
    [InlineData("query SELECT{0}1 --account abc", 2, "--account is 'abc', expected an account of twelve digits")]
    [InlineData("query SELECT{0}1 --account 11112222333", 2, "did you mean 111122223333?")]
    [InlineData("query SELECT{0}1 --account 999999999999", 1, "the lake has nothing of account 999999999999; it has 111122223333")]
    [InlineData("query SELECT{0}1 --account 111122223333", 0, "")]
    [InlineData("who root --account abc", 2, "--account is 'abc'")]
    [InlineData("timeline root --account 999999999999", 1, "the lake has no events at all in account 999999999999")]
    [InlineData("coverage --account abc", 2, "--account is 'abc'")]
    [InlineData("optimize --account abc", 2, "--account is 'abc'")]
    [InlineData("ingest SOURCE --region eu-wst-1", 2, "--region is 'eu-wst-1', expected a region such as eu-west-1")]
    [InlineData("ingest SOURCE --account abc", 2, "--account is 'abc'")]
    [InlineData("ingest SOURCE --region eusc-de-east-1 --region us-gov-west-1 --region ap-southeast-2 --region us-iso-east-1", 0, "")]
    [InlineData("query SELECT{0}1 --from 2026-03-05 --to 2026-03-01", 2, "the span is empty")]
    public void FilterThatCannotMatch_IsAnError(string command, int expected, string said)
    {
        string[] arguments = [.. command.Split(' ')
            .Select(part => part.Replace("{0}", " ", StringComparison.Ordinal).Replace("SOURCE", _lake.Source, StringComparison.Ordinal))];
        var run = TrailLakeProcess.Run([.. arguments, "--lake", _lake.Directory]);
        Assert.Equal(expected, run.ExitCode);
        Assert.Contains(said, run.Error, StringComparison.Ordinal);
    }

    (int ExitCode, string Out, string Error) Shell(string command)
    {
        var words = command.Split(' ', 2);
        string lake = words[0] == "--version" ? "" : $"--lake '{_lake.Directory}'";
        var call = $"set -o pipefail; dotnet '{TrailLakeProcess.Assembly}' {words[0]} {lake} {(words.Length > 1 ? words[1] : "")}";
        using var process = Process.Start(
            new ProcessStartInfo("bash", ["-c", call]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEndAsync();
        if (!process.WaitForExit(TimeSpan.FromMinutes(1)))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException(command + " did not end");
        }

        return (process.ExitCode, output.Result, error.Result);
    }
}
