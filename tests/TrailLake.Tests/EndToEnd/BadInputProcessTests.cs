using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using TrailLake.Tests.Faults;
using TrailLake.Tests.Support;
using Xunit;

namespace TrailLake.Tests.EndToEnd;

/// <summary>Bad input to the real executable: what it says, its exit code, and that it says it in one line.</summary>
public sealed class BadInputProcessTests : IDisposable
{
    readonly TestLake _lake = new();

    public void Dispose() => _lake.Dispose();

    [Fact]
    public void BadObjects_AreExitCode1_AndTheReportCountsThem()
    {
        _lake.Put("a.json.gz", Records.Gzip(Records.File(Records.Of("a"), Records.Of("b")))[..^20]);
        _lake.Put("b.json", Records.File(Records.Of("c"), Records.Of("d").Replace("2024-05-01T10", "2024-13-01T10")));
        _lake.Put("c.json", "plain text");
        var run = TrailLakeProcess.Run("ingest", _lake.Source, "--lake", _lake.Directory, "--format", "json");
        var report = JsonNode.Parse(run.Out)!;
        Assert.Equal((1, 3, 1), (run.ExitCode, (int)report["objects"]!, (int)report["damagedObjects"]!));
        Assert.Equal((int)report["records"]!, (int)report["events"]! + (int)report["rejects"]!);
        Assert.DoesNotContain("   at ", run.Error);

        var again = TrailLakeProcess.Run("ingest", _lake.Source, "--lake", _lake.Directory);
        Assert.Equal((0, ""), (again.ExitCode, again.Out));
        Assert.Contains("3 objects were in the lake already", again.Error);
    }

    [Fact]
    public void VeryLongString_TakesBoundedMemory()
    {
        string path = Path.Combine(Directory.CreateDirectory(_lake.Source).FullName, "a.json");
        using (var writer = new StreamWriter(path))
        {
            writer.Write("{\"Records\":[" + Records.Of("a") + ",{\"eventVersion\":\"1.08\",\"x\":\"");
            string block = new('y', 1 << 20);
            for (int i = 0; i < 100; i++)
            {
                writer.Write(block);
            }

            writer.Write("\"}," + Records.Of("b") + "]}");
        }

        var run = TrailLakeProcess.Run("ingest", _lake.Source, "--lake", _lake.Directory, "--format", "json");
        var report = JsonNode.Parse(run.Out)!;
        Assert.Equal((1, 2, 1), (run.ExitCode, (int)report["events"]!, (int)report["rejects"]!));
        Assert.InRange((long)report["peakMemoryBytes"]!, 0, 300L << 20);
        Assert.Equal(["a", "b"], _lake.EventIds());
        Assert.Equal("too-long", Assert.Single(_lake.Rejects()).Reason);
    }

    /// <summary>Each a record of its own, of one partition: their number says nothing of their memory.</summary>
    [Theory]
    [InlineData("eventID")]
    [InlineData("unknownKey")]
    public void ManyLongTexts_TakeBoundedMemory(string key)
    {
        string path = Path.Combine(Directory.CreateDirectory(_lake.Source).FullName, "a.json");
        using (var writer = new StreamWriter(path))
        {
            string text = new('y', 1 << 20);
            for (int i = 0; i < 250; i++)
            {
                string record = Records.Of($"{i}").Replace($",\"eventID\":\"{i}\"", key == "eventID" ? "" : $",\"eventID\":\"{i}\"");
                writer.Write($"{(i == 0 ? "{\"Records\":[" : ",")}{record[..^1]},\"{key}\":\"{i}{text}\"}}");
            }

            writer.Write("]}");
        }

        var run = TrailLakeProcess.Run("ingest", _lake.Source, "--lake", _lake.Directory, "--format", "json");
        var report = JsonNode.Parse(run.Out)!;
        Assert.Equal((0, 250), (run.ExitCode, (int)report["events"]!));
        Assert.InRange((long)report["peakMemoryBytes"]!, 0, 300L << 20);
        _lake.CheckLedger();
    }

    /// <summary>No account has more than two records, and they come in turn.</summary>
    [Fact]
    public void ThousandsOfAccounts_TakeBoundedMemory()
    {
        const int Accounts = 4_000;
        string path = Path.Combine(Directory.CreateDirectory(_lake.Source).FullName, "a.json");
        using (var writer = new StreamWriter(path))
        {
            for (int i = 0; i < 2 * Accounts; i++)
            {
                string account = string.Create(CultureInfo.InvariantCulture, $"{100_000_000_000 + (i % Accounts)}");
                writer.Write((i == 0 ? "{\"Records\":[" : ",")
                    + Records.Of($"{i}").Replace("\"recipientAccountId\":\"111122223333\"", $"\"recipientAccountId\":\"{account}\""));
            }

            writer.Write("]}");
        }

        var run = TrailLakeProcess.Run("ingest", _lake.Source, "--lake", _lake.Directory, "--format", "json");
        var report = JsonNode.Parse(run.Out)!;
        Assert.Equal((0, 2 * Accounts, Accounts), (run.ExitCode, (int)report["events"]!, (int)report["files"]!));
        Assert.InRange((long)report["peakMemoryBytes"]!, 0, 300L << 20);
    }

    [Fact]
    public void UnreadableFile_IsNamed_AndReadByTheNextRun()
    {
        string path = _lake.Put("a.json", Records.File(Records.Of("a")));
        _lake.Put("b.json", Records.File(Records.Of("b")));
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.None);
        }

        if (CanRead(path))
        {
            // A superuser reads everything: a link to nothing cannot be read by anyone.
            File.Delete(path);
            File.CreateSymbolicLink(path, _lake.Source + "/gone");
        }

        var run = TrailLakeProcess.Run("ingest", _lake.Source, "--lake", _lake.Directory);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("a.json", run.Error);
        Assert.DoesNotContain("   at ", run.Error);
        Assert.Equal(["b"], _lake.EventIds());

        File.Delete(path);
        _lake.Put("a.json", Records.File(Records.Of("a")));
        Assert.Equal(0, TrailLakeProcess.Run("ingest", _lake.Source, "--lake", _lake.Directory).ExitCode);
        Assert.Equal(["a", "b"], _lake.EventIds());
    }

    [Theory]
    [InlineData("ingest", "--lake", "L")]
    [InlineData("ingest", "S", "--lake", "L", "--jobs", "0")]
    [InlineData("ingest", "S", "--lake", "L", "--jobs", "many")]
    [InlineData("ingest", "S", "--lake", "L", "--memory", "1")]
    [InlineData("ingest", "S", "--lake", "L", "--commit-events", "0")]
    [InlineData("ingest", "S", "--lake", "L", "--format", "yaml")]
    [InlineData("ingest", "S", "--lake", "L", "--from", "someday")]
    [InlineData("ingest", "S", "--lake", "L", "--from", "2024-02-01", "--to", "2024-01-01")]
    [InlineData("ingest", "S/nothing", "--lake", "L")]
    [InlineData("ingest", "-", "-", "--lake", "L")]
    [InlineData("ingest", "s3://", "--lake", "L")]
    [InlineData("ingest", "S", "--lake", "S/a.json")]
    [InlineData("query", "SELECT 1", "--lake", "L")]
    [InlineData("query", "SELECT 1", "--lake", "S")]
    [InlineData("show", "x", "--lake", "S")]
    [InlineData("status", "--lake", "S/a.json")]
    public void WhatCannotRun_IsOneLineAndExitCode2(params string[] arguments)
    {
        _lake.Put("a.json", Records.File(Records.Of("a")));
        string[] real = [.. arguments.Select(word => word == "S" || word.StartsWith("S/", StringComparison.Ordinal)
            ? _lake.Source + word[1..]
            : word == "L" ? _lake.Directory : word)];
        OneLine(TrailLakeProcess.Run(real));
        Assert.False(Directory.Exists(_lake.Directory) && _lake.Snapshot().Files.Count > 0, "nothing was begun");
    }

    [Fact]
    public void DamagedLake_IsOneLineAndExitCode2()
    {
        _lake.Put("a.json", Records.File(Records.Of("a")));
        _lake.Ingest();
        string log = Path.Combine(_lake.Directory, "events", "_delta_log");
        string commit = Directory.GetFiles(log, "*.json").Order(StringComparer.Ordinal).Last();
        string whole = File.ReadAllText(commit);
        string data = Directory.GetFiles(Path.Combine(_lake.Directory, "events"), "*.parquet", SearchOption.AllDirectories)
            .First(file => !file.Contains("_delta_log"));
        byte[] rows = File.ReadAllBytes(data);

        File.WriteAllText(commit, whole[..(whole.Length / 2)]);
        Each("damaged");
        File.WriteAllText(commit, "");
        Each("empty");
        File.WriteAllText(commit, whole + "{\"protocol\":{\"minReaderVersion\":9,\"minWriterVersion\":9}}\n");
        Each("newer");
        File.WriteAllText(commit, whole);

        File.WriteAllBytes(data, rows[..(rows.Length / 2)]);
        OneLine(TrailLakeProcess.Run("query", "FROM events", "--lake", _lake.Directory));
        File.Delete(data);
        OneLine(TrailLakeProcess.Run("query", "FROM events", "--lake", _lake.Directory));
        File.WriteAllBytes(data, rows);
        Assert.Equal(0, TrailLakeProcess.Run("query", "FROM events", "--lake", _lake.Directory).ExitCode);

        void Each(string word)
        {
            _lake.Put("b.json", Records.File(Records.Of("b")));
            Assert.Contains(
                word, OneLine(TrailLakeProcess.Run("query", "FROM events", "--lake", _lake.Directory)), StringComparison.Ordinal);
            Assert.Contains(
                word, OneLine(TrailLakeProcess.Run("ingest", _lake.Source, "--lake", _lake.Directory)), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void FullDisk_IsOneLineAndExitCode2_TheLakeStays_AndTheNextRunDoesTheRest()
    {
        using var disk = new SmallDisk(700);
        string lake = Path.Combine(disk.Path, "lake");
        _lake.Put("a.json", Records.File(Records.Of("a")));
        Assert.Equal(0, TrailLakeProcess.Run("ingest", _lake.Source, "--lake", lake).ExitCode);
        var random = new Random(4);
        var noise = new byte[900];
        _lake.Put("b.json", Records.File([.. Enumerable.Range(0, 2000).Select(i =>
        {
            random.NextBytes(noise);
            return Records.Of($"b{i}", $",\"errorMessage\":\"{Convert.ToBase64String(noise)}\"");
        })]));
        OneLine(TrailLakeProcess.Run("ingest", _lake.Source, "--lake", lake));
        Assert.Equal(
            "1\n",
            TrailLakeProcess.Run("query", "SELECT count(*) FROM events", "--lake", lake, "--format", "csv").Out.Split('\n', 2)[1]);
        disk.Grow();
        Assert.Equal(0, TrailLakeProcess.Run("ingest", _lake.Source, "--lake", lake).ExitCode);
        Assert.Equal(
            "2001\n",
            TrailLakeProcess.Run("query", "SELECT count(*) FROM events", "--lake", lake, "--format", "csv").Out.Split('\n', 2)[1]);
    }

    [Fact]
    public void ScalarRoutines_GiveTheSameLake()
    {
        Require.OrSkip(SharedData.Folder.Length > 0, "The real records are not beside the project.");
        using var other = new TestLake();
        TrailLakeProcess.Run(["ingest", SharedData.Folder, "--lake", _lake.Directory], null, ("TRAILLAKE_FORCE_SCALAR", "0"));
        TrailLakeProcess.Run(["ingest", SharedData.Folder, "--lake", other.Directory], null, ("TRAILLAKE_FORCE_SCALAR", "1"));
        Assert.Equal(_lake.Events(), other.Events());
        const string Rows = "SELECT hash(COLUMNS(* EXCLUDE (batch, rejectedAt))) FROM rejects ORDER BY sourceObject, \"offset\"";
        Assert.Equal(_lake.Query(Rows).Select(row => string.Join(',', row)), other.Query(Rows).Select(row => string.Join(',', row)));
        Assert.Equal(_lake.Rebuild().OrderBy(pair => pair.Key), other.Rebuild().OrderBy(pair => pair.Key));
        Assert.True(_lake.Count("SELECT count(*) FROM events") >= 3050);
    }

    static string OneLine(TrailLakeProcess run)
    {
        Assert.True(run.ExitCode == 2 && run.Out == "", $"exit {run.ExitCode}: {run.Out}{run.Error}");
        Assert.StartsWith("traillake: ", run.Error, StringComparison.Ordinal);
        Assert.Single(run.Error.TrimEnd('\n', '\r').Split('\n'));
        Assert.DoesNotContain("unexpected", run.Error);
        return run.Error;
    }

    static bool CanRead(string path)
    {
        try
        {
            File.OpenRead(path).Dispose();
            return true;
        }
        catch (UnauthorizedAccessException)
        {
            return false;
        }
    }
}
