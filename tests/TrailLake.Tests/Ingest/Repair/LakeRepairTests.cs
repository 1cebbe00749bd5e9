using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using TrailLake.Ingest.Pipeline;
using TrailLake.Ingest.Repair;
using TrailLake.Ingest.Sources;
using TrailLake.Maintenance;
using TrailLake.Tables;
using TrailLake.Tests.Generator;
using TrailLake.Tests.Support;
using Xunit;

namespace TrailLake.Tests.Ingest.Repair;

/// <summary>A repaired lake holds the events of an undamaged one, no more and no less, and what cannot come back is said.</summary>
public sealed class LakeRepairTests : IDisposable
{
    readonly TestLake _lake = new();

    public void Dispose() => _lake.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void RandomDamage_OfAnArchiveWithCopies_ComesBackExactly(int seed)
    {
        using var archive = new GeneratedArchive(
            TrailLake.Generator.Archives.GeneratorProfile.Small, 4_000, seed: (ulong)seed, duplicates: 0.2);
        _lake.Ingest(new LocalLogSource(archive.Folder), new IngestOptions { CommitEvents = 1_500 });
        var expected = Identities();
        var random = new Random(seed);
        long damaged = 0;
        foreach (var file in _lake.Snapshot().Files.Where(_ => random.Next(3) == 0))
        {
            Damage(file.Path, random);
            damaged += file.Rows;
        }

        Assert.True(damaged > 0);
        var report = Repair();
        Assert.True(report.IsComplete, string.Join('\n', report.Files.Select(file => file.Message)));
        Assert.Equal((damaged, 0L), (report.Rows, report.Lost));
        LakeDamager.RequireSound(_lake.Directory);
        _lake.CheckLedger();
        Assert.Equal(expected, Identities());

        // Nothing is left for the next run, neither of repair nor of ingest.
        Assert.Empty(Repair().Files);
        Assert.Equal(0, _lake.Ingest(new LocalLogSource(archive.Folder)).Objects);
    }

    [Fact]
    public void CopiesInTwoTrails_ComeBackFromTheObjectThatCountsThem()
    {
        // Each object lacks as many rows as the ledger counts for it, though both hold all records.
        var records = Enumerable.Range(0, 40).Select(i => Records.Of($"e{i:00}")).ToList();
        _lake.Put("one.json", Records.File([.. records.Take(30)]));
        _lake.Ingest();
        _lake.Put("two.json", Records.File([.. records.Skip(10)]));
        _lake.Ingest();
        var counts = _lake.Ledger().Select(row => row.Events).ToList();
        Assert.Equal([30, 10], counts);
        foreach (var file in _lake.Snapshot().Files)
        {
            File.Delete(file.Path);
        }

        Assert.True(Repair().IsComplete);
        LakeDamager.RequireSound(_lake.Directory);
        Assert.Equal(40, _lake.Count("SELECT count(DISTINCT eventID) FROM events"));
        Assert.Equal(30, _lake.Count("SELECT count(*) FROM events WHERE sourceObject LIKE '%one.json'"));
    }

    [Fact]
    public void CopyAssignment_FindsRoomWhereverThereIsSome()
    {
        for (int seed = 0; seed < 200; seed++)
        {
            // Records with a known right answer; every copy of them elsewhere is a temptation.
            var random = new Random(seed);
            var sources = Enumerable.Range(0, random.Next(1, 8)).Select(i => new RepairSource($"o{i}")).ToList();
            var groups = new List<MissingRow[]>();
            for (int record = 0; record < random.Next(1, 40); record++)
            {
                var owner = sources[random.Next(sources.Count)];
                owner.Missing++;
                groups.Add([.. sources.Where(source => source == owner || random.Next(3) == 0)
                    .Select(source => new MissingRow(source, record, default))]);
            }

            new CopyAssignment().Run(groups, []);
            Assert.All(sources, source => Assert.Equal(source.Missing, source.Chosen.Count));
            Assert.Equal(groups.Count, sources.SelectMany(source => source.Chosen).Distinct().Count());
        }
    }

    [Fact]
    public void ChangedSource_BringsNothingBack_AndTheFileStays()
    {
        var file = OneDay();
        string source = Path.Combine(_lake.Source, "a.json");
        LakeDamager.Flip(file.Path, 30);
        File.WriteAllText(source, File.ReadAllText(source).Replace("curl", "CURL"));
        byte[] before = File.ReadAllBytes(file.Path);
        var report = Repair();
        Assert.Equal(RepairOutcome.Left, Assert.Single(report.Files).Outcome);
        Assert.Contains("it was changed since it was ingested", Assert.Single(report.Problems).Message, StringComparison.Ordinal);
        Assert.StartsWith("2 of 3 rows can be brought back; file:///", report.Files[0].Message, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(file.Path));
        Assert.Equal(file.RelativePath, Assert.Single(_lake.Snapshot().Files).RelativePath);
    }

    [Fact]
    public void AcceptedLoss_IsRecorded_AndTheLakeIsSoundWithoutIt()
    {
        var file = OneDay();
        string source = Path.Combine(_lake.Source, "a.json");
        File.Delete(file.Path);
        File.Move(source, source + ".away");
        var report = Repair(new RepairOptions { AcceptLoss = true });
        Assert.Equal((RepairOutcome.Partly, 2L, 1L), (Assert.Single(report.Files).Outcome, report.Rows, report.Lost));
        var found = LakeDamager.RequireSound(_lake.Directory);
        Assert.Equal((2L, 3L, 1L), (found.Events, found.LedgerEvents, found.Lost));
        Assert.Equal(["b", "c"], _lake.EventIds());
        var row = _lake.Ledger().Single(row => row.Uri.EndsWith("a.json", StringComparison.Ordinal));
        Assert.Equal(
            (ObjectState.Unreadable, "1 of its events was lost with a damaged file, and it could not be read again"),
            (row.State, row.Reason));

        // It turns up after all, as it was.
        File.Move(source + ".away", source);
        Assert.Equal(1, LakeDamager.Ingest(LakeDamager.Open(_lake.Directory), _lake.Source).Events);
        LakeDamager.RequireSound(_lake.Directory);
        Assert.Equal(["a", "b", "c"], _lake.EventIds());
        Assert.All(_lake.Ledger(), row => Assert.Equal(ObjectState.Done, row.State));
    }

    [Fact]
    public void ChangedFileThatDecodes_IsNotGivenUp()
    {
        var file = OneDay();
        File.AppendAllText(file.Path, "");
        File.Delete(Path.Combine(_lake.Source, "a.json"));

        // Other bytes, the same values: the version of the writer in the footer.
        byte[] bytes = File.ReadAllBytes(file.Path);
        bytes[bytes.AsSpan().LastIndexOf("TrailLake version"u8)] = (byte)'t';
        File.WriteAllBytes(file.Path, bytes);
        Assert.Equal(RepairOutcome.Left, Assert.Single(Repair(new RepairOptions { AcceptLoss = true }).Files).Outcome);
        Assert.Equal(["a", "b", "c"], _lake.EventIds());
    }

    [Theory]
    [InlineData("")]
    [InlineData("deep/er")]
    public void MovedArchive_IsFoundByTheEndsOfItsKeys(string below)
    {
        using var archive = new GeneratedArchive(TrailLake.Generator.Archives.GeneratorProfile.Small, 500, seed: 3);
        _lake.Ingest(new LocalLogSource(archive.Folder));
        var expected = Identities();
        foreach (var file in _lake.Snapshot().Files)
        {
            File.Delete(file.Path);
        }

        using var folder = new TempFolder();
        string root = Directory.CreateDirectory(folder.File("moved")).FullName;
        string target = Path.Combine(root, below);
        Directory.CreateDirectory(target);
        foreach (var entry in Directory.GetDirectories(archive.Folder))
        {
            Directory.Move(entry, Path.Combine(target, Path.GetFileName(entry)));
        }

        Assert.False(Repair().IsComplete);
        Assert.True(Repair(source: target).IsComplete);
        LakeDamager.RequireSound(_lake.Directory);
        Assert.Equal(expected, Identities());
    }

    [Fact]
    public void Ledger_IsMadeAnew_AndTheNextIngestAddsNothing()
    {
        OneDay();
        _lake.Put("bad.json", Records.File(Records.Of("d"), "{\"eventVersion\":\"1.08\",\"eventID\":\"y\"}"));
        _lake.Put("rejects.json", "no json at all");
        _lake.Ingest();
        var before = _lake.Ledger().Select(Row).ToList();
        foreach (var path in Directory.GetFiles(Path.Combine(_lake.Directory, "objects"), "part-*.parquet"))
        {
            LakeDamager.Truncate(path, 100);
        }

        var report = Repair();
        Assert.True(report.IsComplete, string.Join('\n', report.Files.Select(file => file.Message)));
        LakeDamager.RequireSound(_lake.Directory);
        Assert.Equal(before, _lake.Ledger().Select(Row));
        Assert.Equal(0, _lake.Ingest().Objects);

        static string Row(ObjectRow row) =>
            $"{row.Uri} {row.ETag} {row.Sha256} {row.ContentSha256} {row.Records} {row.Events} {row.Duplicates} {row.Rejects} "
                + $"{row.FirstEventTime:O} {row.State}";
    }

    [Fact]
    public void LedgerRowsOfObjectsThatAreGone_AreKeptAsUnreadable()
    {
        OneDay();
        File.Delete(LakeDamager.LedgerFile(_lake.Directory, "objects"));
        File.Delete(Path.Combine(_lake.Source, "a.json"));
        var report = Repair();
        Assert.Equal(RepairOutcome.Partly, Assert.Single(report.Files).Outcome);
        LakeDamager.RequireSound(_lake.Directory);
        Assert.Equal(ObjectState.Unreadable, _lake.Ledger().Single(row => row.Uri.EndsWith("a.json", StringComparison.Ordinal)).State);

        // It comes back: the next ingest reads it, and finds its event there.
        _lake.Put("a.json", Records.File(Records.Of("a")));
        Assert.Equal((0L, 1L), (_lake.Ingest() is var again ? again.Events : -1, again.Duplicates));
        LakeDamager.RequireSound(_lake.Directory);
    }

    [Fact]
    public async Task LedgerRowThatWasGuessed_CountsUntilTheObjectIsRead()
    {
        OneDay();
        File.Delete(LakeDamager.LedgerFile(_lake.Directory, "objects"));
        File.Move(Path.Combine(_lake.Source, "b.json"), Path.Combine(_lake.Source, "b.away"));
        Repair();
        Assert.Equal((3L, 2L, 1L), await StateAsync());
        File.Move(Path.Combine(_lake.Source, "b.away"), Path.Combine(_lake.Source, "b.json"));
        _lake.Ingest();
        Assert.Equal((3L, 2L, 0L), await StateAsync());
        Assert.All(_lake.Ledger(), row => Assert.Equal(ObjectState.Done, row.State));
        LakeDamager.RequireSound(_lake.Directory);

        // Events of the table of coverage; objects and unreadable ones as each of the others counts them.
        async Task<(long Events, long Objects, long Unreadable)> StateAsync()
        {
            using var status = JsonDocument.Parse((await CommandRun.OfAsync("status", "--format", "json", "--lake", _lake.Directory)).Out);
            using var coverage = JsonDocument.Parse(
                (await CommandRun.OfAsync("coverage", "--format", "json", "--lake", _lake.Directory)).Out);
            long unreadable = status.RootElement.GetProperty("unreadableObjects").GetInt64();
            Assert.Equal(unreadable, coverage.RootElement.GetProperty("findings").EnumerateArray()
                .Count(finding => finding.GetProperty("kind").GetString() == "Unreadable"));
            Assert.Equal(unreadable, _lake.Count("SELECT count(*) FROM objects WHERE state = 'unreadable'"));
            Assert.Equal(unreadable, _lake.Ledger().Count(row => row.State == ObjectState.Unreadable));
            return (
                coverage.RootElement.GetProperty("hours").EnumerateArray().Sum(hour => hour.GetProperty("events").GetInt64()),
                status.RootElement.GetProperty("objects").GetInt64(),
                unreadable);
        }
    }

    [Fact]
    public void Rejects_ComeBack()
    {
        OneDay();
        _lake.Put("bad.json", Records.File(Records.Of("d"), "{\"eventVersion\":\"1.08\",\"eventID\":\"y\"}"));
        _lake.Ingest();
        var before = _lake.Rejects().Select(
            row => (row.SourceObject, row.SourceIndex, row.Offset, row.Reason, Convert.ToHexString(row.Content), row.Batch)).ToList();
        Assert.Single(before);
        File.Delete(LakeDamager.LedgerFile(_lake.Directory, "rejects"));
        Assert.True(Repair().IsComplete);
        LakeDamager.RequireSound(_lake.Directory);
        Assert.Equal(before, _lake.Rejects()
            .Select(row => (row.SourceObject, row.SourceIndex, row.Offset, row.Reason, Convert.ToHexString(row.Content), row.Batch)));
    }

    [Fact]
    public void RejectsAndLedgerOfSeveralBatches_ComeBack()
    {
        foreach (string name in (string[])["a", "b", "c"])
        {
            _lake.Put($"{name}.json", Records.File(Records.Of(name), $"{{\"eventVersion\":\"1.08\",\"eventID\":\"bad-{name}\"}}"));
            _lake.Ingest();
        }

        foreach (string table in (string[])["objects", "rejects"])
        {
            string[] files = Directory.GetFiles(Path.Combine(_lake.Directory, table), "part-*.parquet");
            Assert.Equal(3, files.Length);
            Array.ForEach(files, File.Delete);
        }

        Assert.True(Repair().IsComplete);
        LakeDamager.RequireSound(_lake.Directory);
        Assert.Equal(3, _lake.Rejects().Count);
        Assert.Equal(0, _lake.Ingest().Events);
    }

    [Fact]
    public void EventsAndLedgerTogether_ComeBackWhereTheLedgerCanTell()
    {
        OneDay();
        _lake.Put("d.json", Records.File(Records.Of("d").Replace("2024-05-01", "2024-05-09")));
        _lake.Ingest();
        string ledger = Directory.GetFiles(Path.Combine(_lake.Directory, "objects"), "part-*.parquet").Order(StringComparer.Ordinal).Last();
        File.Delete(ledger);
        File.Delete(_lake.Snapshot().Files.Single(file => file.Date.Day == 1).Path);
        Assert.True(Repair().IsComplete);
        LakeDamager.RequireSound(_lake.Directory);
        Assert.Equal(["a", "b", "c", "d"], _lake.EventIds());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    public void CopiesOfALostObject_TakeNoRecordsPlace(int copies)
    {
        // The second object holds copies of all that the first has; of the first, the ledger loses its row, and of both their events are
        // lost.
        var shared = Enumerable.Range(0, copies).Select(i => Records.Of($"s{i}")).ToArray();
        _lake.Put("first.json", Records.File(shared));
        _lake.Ingest();
        string ledger = LakeDamager.LedgerFile(_lake.Directory, "objects");
        _lake.Put("second.json", Records.File([.. shared, Records.Of("own1"), Records.Of("own2").Replace("2024-05-01", "2024-05-09")]));
        _lake.Ingest();
        var before = Identities();
        File.Delete(ledger);
        foreach (var file in _lake.Snapshot().Files)
        {
            File.Delete(file.Path);
        }

        var report = Repair();
        Assert.All(report.Files.Where(file => file.Damage.IsEvents), file => Assert.Equal(RepairOutcome.Restored, file.Outcome));
        LakeDamager.RequireSound(_lake.Directory);
        Assert.Equal(before, Identities());
        Assert.Equal((copies + 2L, 0L), (_lake.Ledger().Single().Events, _lake.Ledger().Single().Duplicates));

        // The lost object is met as new: all of it is there.
        var again = _lake.Ingest();
        Assert.Equal((0L, (long)copies), (again.Events, again.Duplicates));
        LakeDamager.RequireSound(_lake.Directory);
        Assert.Equal(before, Identities());
    }

    [Fact]
    public void EventsOfAnObjectThatIsGone_ComeBackFromACopy_AndNothingIsGivenUp()
    {
        _lake.Put("gone.json", Records.File(Records.Of("a")));
        _lake.Ingest();
        _lake.Put("copy.json", Records.File(Records.Of("a"), Records.Of("b")));
        _lake.Ingest();
        var before = Identities();
        foreach (var file in _lake.Snapshot().Files)
        {
            File.Delete(file.Path);
        }

        File.Delete(Path.Combine(_lake.Source, "gone.json"));
        var report = Repair(new RepairOptions { AcceptLoss = true });
        Assert.Equal((2L, 0L), (report.Rows, report.Lost));
        LakeDamager.RequireSound(_lake.Directory);
        Assert.Equal(before, Identities());
        Assert.Equal([(2, 0), (0, 1)], _lake.Ledger().Select(row => (row.Events, row.Duplicates)));
        Assert.Equal(0, _lake.Ingest().Events);
    }

    [Fact]
    public void WhatWasPurged_StaysAway_WhenADayThatHasLateEventsIsRepaired()
    {
        // Its second day is lost, and so are the late events of the first, which was purged: the copy in it is none of what is missing.
        string old = Records.Of("old").Replace("2024-05-01", "2023-05-01");
        _lake.Put("first.json", Records.File(old));
        _lake.Ingest();
        _lake.Put("second.json", Records.File(old, Records.Of("new")));
        _lake.Ingest();
        new LakePurge(LakeDamager.Open(_lake.Directory), new DateOnly(2024, 1, 1)).Run();
        _lake.Put("late.json", Records.File(Records.Of("late").Replace("2024-05-01", "2023-05-01")));
        LakeDamager.Ingest(LakeDamager.Open(_lake.Directory), _lake.Source);
        foreach (var file in _lake.Snapshot().Files)
        {
            File.Delete(file.Path);
        }

        var report = Repair();
        Assert.True(report.IsComplete, string.Join('\n', report.Files.Select(file => file.Message)));
        LakeDamager.RequireSound(_lake.Directory);
        Assert.Equal(["late", "new"], _lake.EventIds());
    }

    [Fact]
    public async Task RepairedRows_StandInTheIndex()
    {
        _lake.Put("a.json", Records.File(Records.Of("a1"), Records.Of("b1").Replace("2024-05-01", "2024-05-09")));
        _lake.Ingest();
        LakeDamager.Truncate(_lake.Snapshot().Files.Single(file => file.Date.Day == 1).Path, 300);
        Assert.True(Repair().IsComplete);
        Assert.Equal(2, Directory.GetFiles(Path.Combine(_lake.Directory, "events", "_needles")).Length);

        // The restored file is opened for what it holds, and passed over for what it does not hold.
        foreach (string id in (string[])["a1", "b1"])
        {
            var found = await CommandRun.OfAsync(
                "query", $"SELECT eventID FROM events_with('{id}')", "--format", "csv", "--explain", "--lake", _lake.Directory);
            Assert.Equal($"eventID\n{id}\n", found.Out.ReplaceLineEndings("\n"));
            Assert.Contains(
                "2 considered; skipped: 0 by date, 0 by account, 0 by statistics, 1 by index; 1 opened",
                found.Error,
                StringComparison.Ordinal);
            Assert.Contains(
                $"object {id} of",
                (await CommandRun.OfAsync("timeline", id, "--reads", "--lake", _lake.Directory)).Out,
                StringComparison.Ordinal);
        }

        // What was replaced is swept, and its index file with it only when no other data file needs it.
        new LakeSweep(LakeDamager.Open(_lake.Directory)).Run(TimeSpan.Zero);
        LakeDamager.RequireSound(_lake.Directory);
        Assert.Equal(2, Directory.GetFiles(Path.Combine(_lake.Directory, "events", "_needles")).Length);
    }

    [Fact]
    public void PurgedEvents_DoNotComeBack()
    {
        _lake.Put("a.json", Records.File(Records.Of("old").Replace("2024-05-01", "2023-05-01"), Records.Of("new")));
        _lake.Ingest();
        new LakePurge(LakeDamager.Open(_lake.Directory), new DateOnly(2024, 1, 1)).Run();
        File.Delete(Assert.Single(_lake.Snapshot().Files).Path);
        Assert.True(Repair().IsComplete);
        Assert.Equal(1, LakeDamager.RequireSound(_lake.Directory).Purged);
        Assert.Equal(["new"], _lake.EventIds());
    }

    DataFile OneDay()
    {
        _lake.Put("a.json", Records.File(Records.Of("a")));
        _lake.Put("b.json", Records.File(Records.Of("b"), Records.Of("c")));
        _lake.Ingest();
        return Assert.Single(_lake.Snapshot().Files);
    }

    RepairReport Repair(RepairOptions? options = null, string? source = null)
    {
        var store = LakeDamager.Open(_lake.Directory);
        using var sources = new SourceLocator(name => new LocalLogSource(name), source);
        return new LakeRepair(store, sources, options).RunAsync(LakeDamager.Verify(_lake.Directory)).GetAwaiter().GetResult();
    }

    /// <summary>All events, as DuckDB sees them; which of two equal copies was kept does not matter.</summary>
    List<string?> Identities() =>
        [.. _lake.Query("SELECT concat_ws('|', date, account, eventID, recordHash) FROM events ORDER BY 1").Select(row => row[0])];

    static void Damage(string path, Random random)
    {
        switch (random.Next(3))
        {
            case 0:
                File.Delete(path);
                break;
            case 1:
                LakeDamager.Truncate(path, random.Next(1000));
                break;
            default:
                LakeDamager.Flip(path, random.NextInt64(new FileInfo(path).Length));
                break;
        }
    }
}
