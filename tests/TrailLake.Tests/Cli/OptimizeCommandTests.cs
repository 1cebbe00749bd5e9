using System;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using TrailLake.Ingest.Sources;
using TrailLake.Tests.Support;
using Xunit;

namespace TrailLake.Tests.Cli;

/// <summary>What <c>traillake optimize</c> prints and exits with.</summary>
public sealed class OptimizeCommandTests : IDisposable
{
    readonly TestLake _lake = new();

    public OptimizeCommandTests()
    {
        foreach (string id in (string[])["a", "b", "c"])
        {
            _lake.Put(
                $"{id}.json",
                Records.File(Records.Of(id), Records.Of(id + "2").Replace("2024-05-01", "2024-05-02", StringComparison.Ordinal)));
            _lake.Ingest();
        }
    }

    public void Dispose() => _lake.Dispose();

    [Fact]
    public async Task SaysWhatItWouldDo_DoesIt_AndFindsNothingMore()
    {
        var files = Files();
        var plan = await RunAsync("--dry-run");
        Assert.Equal((0, ""), (plan.Exit, plan.Error));
        Assert.Matches(
            "^would join 6 data files of 2 days and accounts, [0-9.]+ KB\nnothing was changed; without --dry-run it is done\n$", plan.Out);
        Assert.Equal(files, Files());

        var done = await RunAsync();
        Assert.Equal((0, ""), (done.Exit, done.Error));
        Assert.Matches(
            "^joined 6 data files of 2 days and accounts, [0-9.]+ KB, into 2 files of [0-9.]+ KB, in 1 commit; the lake is at version 4\n"
                + "traillake sweep removes the old files when no query can be reading them any more\n$",
            done.Out);
        Assert.Equal(["a", "a2", "b", "b2", "c", "c2"], _lake.EventIds());
        foreach (string[] options in (string[][])[[], ["--dry-run"]])
        {
            Assert.Equal(
                new CommandRun(0, "nothing to do: no day and account has two small data files, and the index is whole\n", ""),
                await RunAsync(options));
        }
    }

    [Fact]
    public async Task Rewrite_WritesFilesOfTheRightSizeToo()
    {
        await RunAsync();
        var files = Files();
        Assert.StartsWith(
            "would rewrite 2 data files of 2 days and accounts, ",
            (await RunAsync("--rewrite", "--dry-run")).Out,
            StringComparison.Ordinal);
        var done = await RunAsync("--rewrite");
        Assert.Equal((0, ""), (done.Exit, done.Error));
        Assert.StartsWith("rewrote 2 data files of 2 days and accounts, ", done.Out, StringComparison.Ordinal);
        Assert.Equal(2, Files().Except(files).Count(file => Path.GetFileName(file).StartsWith("part-", StringComparison.Ordinal)));
        Assert.Equal(["a", "a2", "b", "b2", "c", "c2"], _lake.EventIds());
        Assert.Equal(
            new CommandRun(0, "nothing to do: no day and account has two small data files, and the index is whole\n", ""),
            await RunAsync());
    }

    [Fact]
    public async Task Json_HasEachDayAndAccount()
    {
        var plan = JsonNode.Parse((await RunAsync("--dry-run", "--format", "json", "--from", "2024-05-02")).Out)!;
        Assert.Equal(
            (false, 3, null, 1),
            ((bool)plan["done"]!, (int)plan["filesBefore"]!, (int?)plan["filesAfter"], plan["partitions"]!.AsArray().Count));
        var done = JsonNode.Parse((await RunAsync("--format", "json", "--to", "2024-05-01", "--account", "111122223333")).Out)!;
        var day = Assert.Single(done["partitions"]!.AsArray())!;
        Assert.Equal(
            ("2024-05-01", "111122223333", 3, 3, 1, 0),
            ((string)day["date"]!, (string)day["account"]!, (int)day["events"]!, (int)day["filesBefore"]!, (int)day["filesAfter"]!,
                (int)day["duplicates"]!));
        Assert.Equal((true, 1, 4), ((bool)done["done"]!, (int)done["commits"]!, (int)done["version"]!));
        Assert.Empty(done["left"]!.AsArray());
    }

    [Fact]
    public async Task DamagedDay_IsLeft_AndTheExitCodeSaysSo()
    {
        var file = _lake.Snapshot().Files[0];
        File.Delete(file.Path);
        var done = await RunAsync();
        Assert.Equal((1, ""), (done.Exit, done.Error));
        Assert.StartsWith(
            $"left as it is: 2024-05-01 of account 111122223333: {file.Path} is missing, although", done.Out, StringComparison.Ordinal);
        Assert.Contains("joined 3 data files of 1 day and account, ", done.Out, StringComparison.Ordinal);
        Assert.Contains(
            "traillake verify lake says what is damaged, traillake repair brings it back; then optimize again\n",
            done.Out,
            StringComparison.Ordinal);
        var json = JsonNode.Parse((await RunAsync("--format", "json")).Out)!;
        Assert.Equal("2024-05-01", (string)Assert.Single(json["left"]!.AsArray())!["date"]!);
    }

    [Fact]
    public async Task Index_IsMadeAnew_AndSaid()
    {
        await RunAsync();
        Directory.Delete(Path.Combine(_lake.Directory, "events", "_needles"), recursive: true);
        Assert.Equal(
            "index: would make the part of 2 data files that it lacked\nnothing was changed; without --dry-run it is done\n",
            (await RunAsync("--dry-run")).Out);
        Assert.Equal("index: made the part of 2 data files that it lacked\n", (await RunAsync()).Out);
    }

    [Fact]
    public async Task NewRuns_ReadTheSourceNoMore()
    {
        await RunAsync();
        Assert.Equal(0, _lake.Ingest().Objects);
        string copy = _lake.Put("copy/d.json", File.ReadAllBytes(Path.Combine(_lake.Source, "a.json")));
        Assert.Equal((0L, 2L), (_lake.Ingest(new LocalLogSource(copy)) is var report ? report.Events : -1, report.Duplicates));
    }

    string[] Files() => [.. Directory.GetFiles(_lake.Directory, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];

    Task<CommandRun> RunAsync(params string[] options) => CommandRun.OfAsync(["optimize", "--lake", _lake.Directory, .. options]);
}
