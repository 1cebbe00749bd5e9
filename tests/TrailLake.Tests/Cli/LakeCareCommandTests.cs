using System;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using TrailLake.Paths;
using TrailLake.Tests.Support;
using Xunit;

namespace TrailLake.Tests.Cli;

/// <summary><c>verify lake</c>, <c>repair</c>, <c>purge</c> and <c>sweep</c> as a person types them.</summary>
public sealed class LakeCareCommandTests : IDisposable
{
    readonly TestLake _lake = new();

    public LakeCareCommandTests()
    {
        _lake.Put("a.json", Records.File(Records.Of("old").Replace("2024-05-01", "2023-01-07"), Records.Of("new")));
        _lake.Ingest();
    }

    public void Dispose() => _lake.Dispose();

    [Fact]
    public async Task DamageIsNamed_Repaired_AndGone()
    {
        var clean = await RunAsync("verify", "lake", _lake.Directory);
        Assert.Equal(0, clean.Exit);
        Assert.EndsWith(
            "sound: every file is there as it was committed, every value decodes, every event is what was ingested, statistics hold, the "
                + "counts add up\n",
            clean.Out,
            StringComparison.Ordinal);
        var file = _lake.Snapshot().Files[0];
        File.Delete(file.Path);

        var found = await RunAsync("verify", "lake", "--lake", _lake.Directory);
        Assert.Equal((1, ""), (found.Exit, found.Error));
        Assert.StartsWith(
            $"damaged: {file.RelativePath}\n  is missing, although a commit names it\n"
                + "  held 1 event of account 111122223333 on 2023-01-07, 10:00:00 to 10:00:00 UTC\n"
                + $"  comes back from 1 object: {FileUri.FromPath(Path.Combine(_lake.Source, "a.json"))}\n",
            found.Out, StringComparison.Ordinal);
        var json = JsonNode.Parse((await RunAsync("verify", "lake", _lake.Directory, "--format", "json")).Out)!;
        Assert.Equal(
            (false, "missing", 1),
            ((bool)json["sound"]!, (string)json["damages"]![0]!["kind"]!, (int)json["damages"]![0]!["sources"]![0]!["rows"]!));

        var repaired = await RunAsync("repair", "--lake", _lake.Directory);
        Assert.Equal(0, repaired.Exit);
        Assert.Equal($"restored: {file.RelativePath}\n1 event and 0 ledger rows brought back from 1 object\n", repaired.Out);
        Assert.Equal($"{_lake.Directory} is sound: nothing to repair\n", (await RunAsync("repair", "--lake", _lake.Directory)).Out);
        Assert.Equal(["new", "old"], _lake.EventIds());
    }

    [Fact]
    public async Task PurgeCountsFirst_AndSweepRemovesTheFiles()
    {
        string before = Hash();
        var plan = await RunAsync("purge", "--lake", _lake.Directory, "--before", "2024-01");
        Assert.Equal(0, plan.Exit);
        Assert.Contains("111122223333  2023-01-07 to 2023-01-07  1 day  1 event  1 file", plan.Out, StringComparison.Ordinal);
        Assert.EndsWith("events before 2024-01-01 (UTC); nothing was changed, --yes does it\n", plan.Out, StringComparison.Ordinal);
        Assert.Equal(before, Hash());

        var done = JsonNode.Parse(
            (await RunAsync("purge", "--lake", _lake.Directory, "--before", "2024-01-01", "--yes", "--format", "json")).Out)!;
        Assert.Equal((true, 1, 1), ((bool)done["done"]!, (int)done["events"]!, (int)done["files"]!));
        Assert.Equal(["new"], _lake.EventIds());
        Assert.Equal(
            "nothing to purge: the lake has no events before 2024-01-01 (UTC)\n",
            (await RunAsync("purge", "--lake", _lake.Directory, "--before", "2024-01-01", "--yes")).Out);
        Assert.Contains("less 1 purged one", (await RunAsync("verify", "lake", _lake.Directory)).Out, StringComparison.Ordinal);

        Assert.Equal("nothing to sweep\n", (await RunAsync("sweep", "--lake", _lake.Directory)).Out);
        await Task.Delay(10, TestContext.Current.CancellationToken);
        var would = await RunAsync("sweep", "--lake", _lake.Directory, "--grace", "0s", "--dry-run");
        Assert.StartsWith("events/date=2023-01-07/account=111122223333/part-", would.Out, StringComparison.Ordinal);
        Assert.StartsWith(
            "swept 1 file, ", (await RunAsync("sweep", "--lake", _lake.Directory, "--grace", "0s")).Out, StringComparison.Ordinal);
        Assert.Equal(0, (await RunAsync("verify", "lake", _lake.Directory)).Exit);
    }

    [Theory]
    [InlineData("verify", "verify needs to know what: traillake verify --help lists what can be verified")]
    [InlineData("verify lake", "no lake was named: give --lake DIR or set TRAILLAKE_LAKE")]
    [InlineData("verify lake L --lake L", "two lakes are named: 'L' and --lake; name one")]
    [InlineData("verify lake L --jobs 0", "--jobs is 0, expected 1 to 256")]
    [InlineData("verify lake L --format yaml", "--format is 'yaml', expected text or json")]
    [InlineData("purge --lake L", "no day was named: give --before DATE, the first day that is kept")]
    [InlineData("purge --lake L --before soon", "--before is 'soon', expected a date (2025-01-01) or a span back from now (400d)")]
    [InlineData("sweep --lake L --grace 31d", "--grace is '31d', expected a span of at most 30 days: 24h, 7d, 2w")]
    [InlineData("sweep --lake L --grace 2024-01-01", "--grace is '2024-01-01', expected a span of at most 30 days: 24h, 7d, 2w")]
    [InlineData("optimize", "no lake was named: give --lake DIR or set TRAILLAKE_LAKE")]
    [InlineData(
        "optimize --lake L --from 2024-02-01 --to 2024-01-01",
        "--from 2024-02-01 00:00:00Z is not before --to 2024-01-02 00:00:00Z: the span is empty")]
    [InlineData("optimize --lake L --format yaml", "--format is 'yaml', expected text or json")]
    [InlineData("optimize --lake /no/lake", null)]
    [InlineData("repair --lake /no/lake", null)]
    [InlineData("verify lake /no/lake", null)]
    public async Task WrongArguments_AreOneLine_AndNothingHappens(string line, string? message)
    {
        string before = Hash();
        var run = await RunAsync([.. line.Split(' ').Select(word => word == "L" ? _lake.Directory : word)]);
        RequireOneLine(run);
        if (message is not null)
        {
            Assert.Equal($"traillake: {message}\n", run.Error.Replace($"'{_lake.Directory}'", "'L'"));
        }

        Assert.Equal(before, Hash());
    }

    [Theory]
    [InlineData("newer", "asks for a Delta reader of version 9")]
    [InlineData("writer", "asks for a Delta writer of version 9")]
    [InlineData("half", "damaged")]
    [InlineData("empty", "empty")]
    [InlineData("gap", "is missing")]
    [InlineData("checkpoint", "checkpoint")]
    [InlineData("objects", "objects has no first commit in its _delta_log: the lake is incomplete")]
    [InlineData("rejects", "rejects has no first commit in its _delta_log: the lake is incomplete")]
    public async Task BrokenLog_IsOneLine_AndNothingChangesOnTheDisk(string how, string words)
    {
        string log = Break(how);
        string before = Hash();
        foreach (string line in (string[])["verify lake L", "repair --lake L", "purge --lake L --before 2024-01-01 --yes",
            "sweep --lake L --grace 0h", "optimize --lake L", "ingest S --lake L", "query FROM(events) --lake L"])
        {
            // What only a newer writer may add to can be read, and events without the ledger.
            string verb = line.Split(' ')[0];
            if (how switch { "writer" => verb is "verify" or "query" or "repair", "objects" or "rejects" => verb == "query", _ => false })
            {
                continue;
            }

            _lake.Put("b.json", Records.File(Records.Of("b")));
            var run = await RunAsync(
                [.. line.Split(' ').Select(word => word == "L" ? _lake.Directory : word == "S" ? _lake.Source : word)]);
            RequireOneLine(run);
            Assert.Contains(words, run.Error, StringComparison.Ordinal);
            Assert.Equal(before, Hash());
        }

        Assert.True(Directory.Exists(log));
    }

    [Theory]
    [InlineData("missing", " is missing; traillake verify lake names what is damaged, traillake repair brings it back")]
    [InlineData("cut", "; traillake verify lake names what is damaged, traillake repair brings it back")]
    [InlineData("changed", "; traillake verify lake names what is damaged, traillake repair brings it back")]
    public async Task DamagedDataFile_IsOneLine_ThatSaysWhatToDo(string how, string words)
    {
        _lake.Put("many.json", Records.File([.. Enumerable.Range(0, 3000).Select(i => Records.Of($"m{i * 7919 % 3001}"))]));
        _lake.Ingest();
        string path = _lake.Snapshot().Files.MaxBy(file => file.Bytes)!.Path;
        long length = new FileInfo(path).Length;
        switch (how)
        {
            case "missing":
                File.Delete(path);
                break;
            case "cut":
                LakeDamager.Truncate(path, length / 2);
                break;
            default:
                for (long at = 4; at < length / 2; at += 3)
                {
                    LakeDamager.Flip(path, at);
                }

                break;
        }

        foreach (string[] question in (string[][])[["query", "SELECT sum(hash(COLUMNS(*)))::VARCHAR FROM events"], ["who", "--all"],
            ["timeline", "eve"]])
        {
            var run = await RunAsync([.. question, "--lake", _lake.Directory]);
            RequireOneLine(run);
            Assert.Contains("a file of the lake cannot be read: ", run.Error, StringComparison.Ordinal);
            Assert.EndsWith(words + "\n", run.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task EventsOfPurgedDaysThatCome_AreSaid()
    {
        _lake.Put(
            "old.json",
            Records.File(Records.Of("x").Replace("2024-05-01", "2023-01-07"), Records.Of("y").Replace("2024-05-01", "2023-01-07")));
        string[] ingest = ["ingest", _lake.Source, "--lake", _lake.Directory];
        Assert.DoesNotContain(
            "purged", (await RunAsync(ingest)).Error + (await RunAsync("status", "--lake", _lake.Directory)).Out, StringComparison.Ordinal);
        await RunAsync("purge", "--lake", _lake.Directory, "--before", "2024-01-01", "--yes");
        Assert.Contains("\npurged           3\n", (await RunAsync("status", "--lake", _lake.Directory)).Out, StringComparison.Ordinal);
        Assert.DoesNotContain("purged", (await RunAsync(ingest)).Error, StringComparison.Ordinal);

        // The ledger loses its rows: the object of which nothing is in the lake any more is met as new.
        foreach (string path in Directory.GetFiles(Path.Combine(_lake.Directory, "objects"), "part-*.parquet"))
        {
            File.Delete(path);
        }

        await RunAsync("repair", "--lake", _lake.Directory);
        Assert.Contains(
            "\n2 events are of days that were purged: the objects are new to the ledger; purge again to be rid of them\n",
            (await RunAsync(ingest)).Error,
            StringComparison.Ordinal);
        Assert.Contains(
            "\npurged           3; 2 events of the purged days came since: purge again to be rid of them\n",
            (await RunAsync("status", "--lake", _lake.Directory)).Out,
            StringComparison.Ordinal);
        var status = JsonNode.Parse((await RunAsync("status", "--lake", _lake.Directory, "--format", "json")).Out)!;
        Assert.Equal((3, 2), ((int)status["purged"]!, (int)status["eventsOfPurgedDays"]!));

        // One that is late, and a purge that takes all of them.
        _lake.Put("late.json", Records.File(Records.Of("late").Replace("2024-05-01", "2023-02-07")));
        Assert.Contains("\n1 event is of days that were purged: ", (await RunAsync(ingest)).Error, StringComparison.Ordinal);
        await RunAsync("purge", "--lake", _lake.Directory, "--before", "2024-01-01", "--yes");
        Assert.Contains("\npurged           6\n", (await RunAsync("status", "--lake", _lake.Directory)).Out, StringComparison.Ordinal);
        Assert.Equal(["new"], _lake.EventIds());
    }

    [Fact]
    public async Task Repair_WritesADamagedCheckpointAnew()
    {
        var store = LakeDamager.Open(_lake.Directory);
        store.CheckpointInterval = 2;
        foreach (string name in (string[])["x", "y", "z"])
        {
            _lake.Put($"{name}.json", Records.File(Records.Of(name)));
            LakeDamager.Ingest(store, _lake.Source);
        }

        var events = _lake.EventIds();
        string log = Path.Combine(_lake.Directory, "events", "_delta_log");
        string[] checkpoints = [.. Directory.GetFiles(log, "*.checkpoint.parquet").Order(StringComparer.Ordinal)];
        Assert.NotEmpty(checkpoints);
        foreach (string checkpoint in checkpoints)
        {
            LakeDamager.Truncate(checkpoint, 50);
        }

        Assert.Equal(1, (await RunAsync("verify", "lake", _lake.Directory)).Exit);
        var repaired = await RunAsync("repair", "--lake", _lake.Directory);
        Assert.Equal(0, repaired.Exit);
        Assert.Equal(
            checkpoints.Select(checkpoint => $"written anew: events/_delta_log/{Path.GetFileName(checkpoint)}"),
            repaired.Out.Split('\n').Where(line => line.StartsWith("written anew", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal));
        Assert.Equal(0, (await RunAsync("verify", "lake", _lake.Directory)).Exit);

        // The lake opens from the checkpoint alone, which is what it was written anew for.
        foreach (string commit in Directory.GetFiles(log, "0*.json")
            .Where(path => string.CompareOrdinal(Path.GetFileName(path), Path.GetFileName(checkpoints[^1])) < 0))
        {
            File.Delete(commit);
        }

        Assert.Equal(events, _lake.EventIds());
        LakeDamager.RequireSound(_lake.Directory);
    }

    [Fact]
    public async Task Answers_CountInSingularAndPlural()
    {
        Assert.StartsWith("2 events by day\n", (await RunAsync("chart", "--lake", _lake.Directory)).Out, StringComparison.Ordinal);
        Assert.StartsWith(
            "1 event by day\n", (await RunAsync("chart", "--lake", _lake.Directory, "--from", "2024-01-01")).Out, StringComparison.Ordinal);
        Assert.Contains(
            "name eve: 1 event; ",
            (await RunAsync("timeline", "eve", "--reads", "--lake", _lake.Directory, "--from", "2024-01-01")).Error,
            StringComparison.Ordinal);
        Assert.Contains(
            "name eve: 2 events; ",
            (await RunAsync("timeline", "eve", "--reads", "--lake", _lake.Directory)).Error,
            StringComparison.Ordinal);
        Assert.Contains(
            ": 1 event, 1 account, 1 region; ",
            (await RunAsync("coverage", "--lake", _lake.Directory, "--from", "2024-01-01")).Out,
            StringComparison.Ordinal);
        Assert.Contains(
            "would purge 1 event in 1 file",
            (await RunAsync("purge", "--lake", _lake.Directory, "--before", "2024-01-01")).Out,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("evnts", "Did you mean \"events\"?")]
    [InlineData("object", "Did you mean \"objects\"?")]
    [InlineData("event_raw", "Did you mean \"events_raw\"?")]
    [InlineData("cloudtrail", "The lake has events, objects, rejects, ")]
    public async Task MisspeltView_IsOfferedByItsName(string name, string offer)
    {
        var run = await RunAsync("query", $"SELECT * FROM {name}", "--lake", _lake.Directory);
        Assert.Equal((2, ""), (run.Exit, run.Out));
        Assert.StartsWith(
            $"traillake: Catalog Error: Table with name {name} does not exist!\n{offer}", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("S/nothing")]
    [InlineData("S/nothing", "S/neither")]
    public async Task MissingSource_LeavesNoEmptyLake(params string[] sources)
    {
        string lake = Path.Combine(_lake.Source, "..", "other");
        var run = await RunAsync(["ingest", .. sources.Select(source => source.Replace("S", _lake.Source)), "--lake", lake]);
        RequireOneLine(run);
        Assert.False(Directory.Exists(lake));
    }

    [Fact]
    public async Task Ingest_CountsInSingularAndPlural()
    {
        string lake = Path.Combine(_lake.Source, "..", "other");
        string one = _lake.Put("one/a.json", Records.File(Records.Of("x")));
        Assert.StartsWith("1 event from 1 object in ", (await RunAsync("ingest", one, "--lake", lake)).Error, StringComparison.Ordinal);
        var again = await RunAsync("ingest", one, "--lake", lake);
        Assert.StartsWith("0 events from 0 objects in ", again.Error, StringComparison.Ordinal);
        Assert.Contains("\n1 object was in the lake already and not read again\n", again.Error, StringComparison.Ordinal);
    }

    string Break(string how)
    {
        string log = Path.Combine(_lake.Directory, "events", "_delta_log");
        var store = LakeDamager.Open(_lake.Directory);
        store.CheckpointInterval = how == "checkpoint" ? 2 : 100;
        foreach (string name in (string[])["x", "y", "z"])
        {
            _lake.Put($"{name}.json", Records.File(Records.Of(name)));
            LakeDamager.Ingest(store, _lake.Source);
        }

        var commits = Directory.GetFiles(log, "0*.json").Order(StringComparer.Ordinal).ToList();
        string whole = File.ReadAllText(commits[^1]);
        switch (how)
        {
            case "newer":
                File.WriteAllText(commits[^1], whole + "{\"protocol\":{\"minReaderVersion\":9,\"minWriterVersion\":9}}\n");
                break;
            case "writer":
                File.WriteAllText(commits[^1], whole + "{\"protocol\":{\"minReaderVersion\":1,\"minWriterVersion\":9}}\n");
                break;
            case "half":
                File.WriteAllText(commits[^1], whole[..(whole.Length / 2)]);
                break;
            case "empty":
                File.WriteAllText(commits[^1], "");
                break;
            case "gap":
                File.Delete(commits[^2]);
                break;
            case "objects" or "rejects":
                Directory.Delete(Path.Combine(_lake.Directory, how, "_delta_log"), recursive: true);
                break;
            default:
                // The commits before a checkpoint were cleaned away, and now it is damaged.
                foreach (var checkpoint in Directory.GetFiles(log, "*.checkpoint.parquet"))
                {
                    LakeDamager.Truncate(checkpoint, 50);
                }

                File.Delete(commits[0]);
                break;
        }

        return log;
    }

    string Hash()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var path in Directory.EnumerateFiles(_lake.Directory, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            hash.AppendData(System.Text.Encoding.UTF8.GetBytes(path));
            hash.AppendData(File.ReadAllBytes(path));
        }

        return Convert.ToHexString(hash.GetHashAndReset());
    }

    static void RequireOneLine(CommandRun run)
    {
        Assert.True(run is { Exit: 2, Out: "" }, $"exit {run.Exit}: {run.Out}{run.Error}");
        Assert.StartsWith("traillake: ", run.Error, StringComparison.Ordinal);
        Assert.Single(run.Error.TrimEnd('\n').Split('\n'));
        Assert.DoesNotContain("unexpected", run.Error);
    }

    static Task<CommandRun> RunAsync(params string[] arguments) => CommandRun.OfAsync(arguments);
}
