using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using TrailLake.Maintenance;
using TrailLake.Store;
using TrailLake.Tests.Support;
using Xunit;

namespace TrailLake.Tests.Lake.Foreign;

/// <summary>What the tables' properties ask of other engines holds before, during and after TrailLake's own changes.</summary>
public sealed class TablePropertiesTests : IDisposable
{
    static readonly string[] s_tables = ["events", "objects", "rejects", "copies"];

    readonly TestLake _lake = new();

    public TablePropertiesTests()
    {
        _lake.Put("a.json", Records.File(Records.Of("a"), Records.Of("b")));
        _lake.Ingest();
    }

    public void Dispose() => _lake.Dispose();

    [Fact]
    public void NewLake_IsAppendOnly_AndNamesTheColumnsWithStatistics()
    {
        Assert.All(s_tables, table => Assert.Equal("true", Newest(_lake.Directory, table)["delta.appendOnly"]));
        Assert.Equal(
            "userIdentity,eventTime,eventSource,eventName,awsRegion,sourceIPAddress,errorCode,recipientAccountId,eventCategory",
            Newest(_lake.Directory, "events")["delta.dataSkippingStatsColumns"]);
    }

    /// <summary>The commit that removes rows says in itself that the table lets it; the next one takes that back.</summary>
    [Fact]
    public void Purge_LiftsAndRestores()
    {
        Purge();
        Assert.Equal(["true", "false", "true"], History(_lake.Directory, "events"));
        Assert.All(Commits(_lake.Directory, "events"), commit => Assert.True(
            !commit.Any(action => action.TryGetProperty("remove", out _))
                || commit.Any(action => action.TryGetProperty("metaData", out _))));
    }

    [Fact]
    public void Verdicts_LiftAndRestore()
    {
        new DigestVerdictRecorder(LakeDamager.Open(_lake.Directory), _ => "valid").Run();
        Assert.Equal(["true", "false", "true"], History(_lake.Directory, "objects"));
        Assert.Equal(["true"], History(_lake.Directory, "events"));
        Assert.True(LakeDamager.Verify(_lake.Directory).IsSound);
    }

    [Fact]
    public void BrokenOff_BeforeItIsRestored_TheNextCommitDoesIt()
    {
        Purge();
        var log =
            Directory.GetFiles(Path.Combine(_lake.Directory, "events", "_delta_log"), "*.json").Order(StringComparer.Ordinal).ToList();
        File.Delete(log[^1]);
        Assert.Equal("false", Newest(_lake.Directory, "events")["delta.appendOnly"]);
        _lake.Put("b.json", Records.File(Records.Of("c")));
        LakeStore store = LakeDamager.Open(_lake.Directory);
        LakeDamager.Ingest(store, _lake.Source);
        Assert.Equal("true", Newest(_lake.Directory, "events")["delta.appendOnly"]);
    }

    [Fact]
    public void LakeOfBefore_GetsThem_WithItsNextCommit_AndKeepsWhatOthersChose()
    {
        foreach (var table in s_tables)
        {
            Edit(table, line => line.Replace(
                "\"configuration\":{\"delta.appendOnly\":\"true\"",
                "\"configuration\":{\"delta.logRetentionDuration\":\"interval 9 days\"",
                StringComparison.Ordinal));
        }

        Edit("events", line => System.Text.RegularExpressions.Regex.Replace(
            line, "\"delta.dataSkippingStatsColumns\":\"[^\"]*\"", "\"delta.dataSkippingNumIndexedCols\":\"5\""));
        Assert.DoesNotContain("delta.appendOnly", Newest(_lake.Directory, "events"));
        _lake.Put("b.json", Records.File(Records.Of("c"), Records.Of("c"), "{\"eventTime\":1}"));
        _lake.Ingest();
        Assert.All(s_tables, table => Assert.Equal("true", Newest(_lake.Directory, table)["delta.appendOnly"]));
        var events = Newest(_lake.Directory, "events");
        Assert.Equal(("interval 9 days", "5"), (events["delta.logRetentionDuration"], events["delta.dataSkippingNumIndexedCols"]));
        Assert.DoesNotContain("delta.dataSkippingStatsColumns", events);
    }

    /// <summary>
    /// Other engines pass over a file that has values of such a column and no bound: text of the greatest character has one, too.
    /// </summary>
    [Theory]
    [InlineData(16)]
    [InlineData(17)]
    [InlineData(3000)]
    public void TextOfTheGreatestCharacter_HasABound(int length)
    {
        string name = string.Concat(Enumerable.Repeat("\U0010FFFF", length));
        _lake.Put("b.json", Records.File(Records.Of("c").Replace("GetObject", name, StringComparison.Ordinal)));
        _lake.Ingest();
        var bounds = _lake.Snapshot().Files.Select(
            file => JsonDocument.Parse(file.Stats!).RootElement.GetProperty("maxValues").GetProperty("eventName").GetString());
        Assert.Contains(name, bounds);
        Assert.True(LakeDamager.Verify(_lake.Directory).IsSound);
    }

    [Fact]
    public void Sweep_RemovesTheFoldersThatAPurgeEmptied()
    {
        Purge();
        var events = Path.Combine(_lake.Directory, "events");
        Assert.Single(Directory.GetDirectories(events, "date=*"));
        var store = LakeDamager.Open(_lake.Directory);
        new LakeSweep(store).Run(TimeSpan.FromMinutes(-1));
        Assert.Empty(Directory.GetDirectories(events, "date=*"));
        _lake.Put("b.json", Records.File(Records.Of("c")));
        LakeDamager.Ingest(store, _lake.Source);
        Assert.Equal(1, _lake.Count("SELECT count(*) FROM events"));
    }

    void Purge() => new LakePurge(LakeDamager.Open(_lake.Directory), new DateOnly(2100, 1, 1)).Run();

    void Edit(string table, Func<string, string> edit)
    {
        var path = Path.Combine(_lake.Directory, table, "_delta_log", $"{0:D20}.json");
        File.WriteAllLines(path, [.. File.ReadAllLines(path).Select(edit)]);
    }

    static IReadOnlyList<string> History(string lake, string table) =>
        [.. Commits(lake, table).SelectMany(commit => commit).Where(action => action.TryGetProperty("metaData", out _))
            .Select(action => action.GetProperty("metaData").GetProperty("configuration").GetProperty("delta.appendOnly").GetString()!)];

    static Dictionary<string, string> Newest(string lake, string table) =>
        Commits(lake, table).SelectMany(commit => commit).Last(action => action.TryGetProperty("metaData", out _))
            .GetProperty("metaData").GetProperty("configuration").Deserialize<Dictionary<string, string>>()!;

    static IEnumerable<List<JsonElement>> Commits(string lake, string table) =>
        Directory.GetFiles(Path.Combine(lake, table, "_delta_log"), "*.json").Order(StringComparer.Ordinal)
            .Select(path => File.ReadAllLines(path).Select(line => JsonDocument.Parse(line).RootElement).ToList());
}
