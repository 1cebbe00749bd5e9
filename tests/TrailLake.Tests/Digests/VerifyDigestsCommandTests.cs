using System;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text.Json;
using TrailLake.Tests.Support;
using Xunit;

namespace TrailLake.Tests.Digests;

/// <summary>The command as its users run it.</summary>
public sealed class VerifyDigestsCommandTests
{
    [Fact]
    public void Valid_Exit0_AndTheSummary()
    {
        using var archive = new DigestArchive();
        archive.AddHours(3, logs: 2);
        var run = TrailLakeProcess.Run("verify", "digests", archive.Copy, "--keys", archive.Keys);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Equal(
            "account 123456789012, region eu-west-1, trail my_trail of us-east-1\n  digests           3 valid\n"
                + "  log files         6 valid\n", run.Out);
    }

    [Fact]
    public void Damaged_Exit1_AndJsonForEachDigestAndLog()
    {
        using var archive = new DigestArchive();
        var digests = archive.AddHours(3, logs: 1);
        archive.Delete(digests[1].LogKeys[0]);
        var run = TrailLakeProcess.Run("verify", "digests", archive.Copy, "--keys", archive.Keys, "--format", "json");
        Assert.Equal((1, ""), (run.ExitCode, run.Error));
        var lines =
            run.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal(["digest", "log", "digest", "log", "digest", "log"], lines.Select(line => line.GetProperty("kind").GetString()));
        Assert.Equal(["valid", "valid", "valid", "missing", "valid", "valid"], lines.Select(line => line.GetProperty("state").GetString()));
        Assert.Equal(archive.UriOf(digests[1].LogKeys[0]), lines[3].GetProperty("uri").GetString());
        Assert.Contains("is not here", lines[3].GetProperty("why").GetString());
        run = TrailLakeProcess.Run("verify", "digests", archive.Copy, "--keys", archive.Keys);
        Assert.StartsWith($"missing  log  {archive.UriOf(digests[1].LogKeys[0])}\n    named by ", run.Out);
        Assert.Contains("  log files         2 valid, 1 missing\n", run.Out);
    }

    [Fact]
    public void Record_WritesTheLedger_AndSaysSo()
    {
        using var archive = new DigestArchive();
        archive.AddHours(3, logs: 2);
        string lake = archive.File("lake");
        Assert.Equal(0, TrailLakeProcess.Run("ingest", archive.Copy, "--lake", lake).ExitCode);
        Assert.Contains("verified         nothing", TrailLakeProcess.Run("status", "--lake", lake).Out);
        var run = TrailLakeProcess.Run("verify", "digests", archive.Copy, "--keys", archive.Keys, "--record", "--lake", lake);
        Assert.Equal((0, "recorded in the ledger: 6 valid\n"), (run.ExitCode, run.Error));
        Assert.Contains("verified         6 of 6 objects with 6 events valid\n", TrailLakeProcess.Run("status", "--lake", lake).Out);
    }

    [Fact]
    public void NoDigests_Exit1()
    {
        using var archive = new DigestArchive();
        archive.AddLog("eu-west-1", archive.Clock);
        var run = TrailLakeProcess.Run("verify", "digests", archive.Copy, "--keys", archive.Keys);
        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith("no digest files in ", run.Error);
    }

    [Fact]
    public void BadInput_Exit2_OneLine_NothingChangedOnDisk()
    {
        using var archive = new DigestArchive();
        var digests = archive.AddHours(3, logs: 1);
        string lake = archive.File("lake");
        TrailLakeProcess.Run("ingest", archive.Copy, "--lake", lake);
        string notKeys = archive.File("not-keys.json");
        File.WriteAllText(notKeys, "ssh-rsa AAAA");
        archive.Write(digests[1].Key, Records.Gzip("no digest"));
        string before = Fingerprint(archive);
        AssertFails(
            2, "traillake: '" + notKeys + "' is no keys file: it is not JSON", "verify", "digests", archive.Copy, "--keys", notKeys);
        AssertFails(2, "traillake: the keys file 'nowhere' cannot be read", "verify", "digests", archive.Copy, "--keys", "nowhere");
        AssertFails(
            2,
            $"traillake: {archive.UriOf(digests[1].Key)} is no digest: it is not JSON (line 1, byte 1)",
            "verify", "digests", archive.Copy, "--keys", archive.Keys, "--record", "--lake", lake);
        AssertFails(2, "traillake: stdin (-) is no archive", "verify", "digests", "-", "--keys", archive.Keys);
        AssertFails(2, "traillake: no file or folder at", "verify", "digests", archive.File("gone"), "--keys", archive.Keys);
        AssertFails(
            2, "traillake: There is no lake at", "verify", "digests", archive.Copy, "--keys", archive.Keys, "--record", "--lake",
            archive.File("none"));
        AssertFails(2, "traillake: ", "verify", "digests", archive.Copy);
        AssertFails(2, "traillake: ", "verify");
        Assert.Equal(before, Fingerprint(archive));
    }

    static void AssertFails(int exitCode, string start, params string[] arguments)
    {
        var run = TrailLakeProcess.Run(arguments);
        Assert.StartsWith(start, run.Error);
        Assert.Equal(1, run.Error.Count(c => c == '\n'));
        Assert.Equal(exitCode, run.ExitCode);
    }

    static string Fingerprint(
        DigestArchive archive) => string.Join('\n', Directory.GetFiles(archive.File("."), "*", SearchOption.AllDirectories)
        .Order(StringComparer.Ordinal).Select(path => path + Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(path)))));
}
