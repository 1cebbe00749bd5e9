using System;
using System.IO;
using System.Linq;
using TrailLake.Errors;
using TrailLake.Maintenance;
using TrailLake.Query.Search;
using TrailLake.Query.Session;
using TrailLake.Store;
using TrailLake.Tests.Support;
using Xunit;

namespace TrailLake.Tests.Lake;

/// <summary>Retention: what goes, what stays, and what readers and writers beside it see.</summary>
public sealed class LakePurgeTests : IDisposable
{
    static readonly DateOnly s_may = new(2024, 5, 1);

    readonly TestLake _lake = new();

    public LakePurgeTests()
    {
        _lake.Put("a.json", Records.File(Records.Of("jan").Replace("2024-05-01", "2024-01-07"), Records.Of("may")));
        _lake.Put("b.json", Records.File(Records.Of("feb").Replace("2024-05-01", "2024-02-07").Replace(
            "\"recipientAccountId\":\"111122223333\"", "\"recipientAccountId\":\"999900001111\"")));
        _lake.Ingest();
    }

    public void Dispose() => _lake.Dispose();

    [Fact]
    public void Plan_CountsByAccount_AndChangesNothing()
    {
        var plan = Purge(s_may).Plan();
        Assert.Equal((2L, 2L), (plan.Events, plan.Files));
        Assert.Equal(["111122223333", "999900001111"], plan.Accounts.Select(account => account.Account));
        Assert.Equal((1L, "2024-02-07"), (plan.Accounts[1].Events, $"{plan.Accounts[1].First:yyyy-MM-dd}"));
        Assert.Equal(["feb", "jan", "may"], _lake.EventIds());
        Assert.Equal(0, Purge(new DateOnly(2024, 1, 7)).Plan().Files);
    }

    [Fact]
    public void Run_TakesOldDaysOut_AndNoIngestBringsThemBack()
    {
        Assert.Equal(2, Purge(s_may).Run().Events);
        Assert.Equal(["may"], _lake.EventIds());
        var found = LakeDamager.RequireSound(_lake.Directory);
        Assert.Equal((1L, 3L, 2L), (found.Events, found.LedgerEvents, found.Purged));

        var again = LakeDamager.Ingest(LakeDamager.Open(_lake.Directory), _lake.Source);
        Assert.Equal((0L, 2L), (again.Objects, again.KnownObjects));
        Assert.Equal(0, Purge(s_may).Run().Files);

        // The last commit makes the table append-only again.
        var info = File.ReadAllText(Directory.GetFiles(Path.Combine(_lake.Directory, "events", "_delta_log"), "*.json")
            .Order(StringComparer.Ordinal).SkipLast(1).Last());
        Assert.Contains("\"purgeBefore\":\"2024-05-01\"", info, StringComparison.Ordinal);
        Assert.Contains($"\"user\":\"{Environment.UserName}\"", info, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_OfOneAccount_LeavesTheOthers()
    {
        Assert.Equal(1, Purge(s_may, "999900001111").Run().Events);
        Assert.Equal(["jan", "may"], _lake.EventIds());
        LakeDamager.RequireSound(_lake.Directory);
    }

    [Fact]
    public void PurgedCounts_OutliveTheCommitThatMadeThem()
    {
        var store = LakeDamager.Open(_lake.Directory);
        store.CheckpointInterval = 1;
        new LakePurge(store, s_may, "999900001111").Run();
        new LakePurge(store, s_may).Run();
        string log = Path.Combine(_lake.Directory, "events", "_delta_log");
        Assert.NotEmpty(Directory.GetFiles(log, "*.checkpoint.parquet"));
        foreach (var commit in Directory.GetFiles(log, "0*.json").Order(StringComparer.Ordinal).SkipLast(1))
        {
            File.Delete(commit);
        }

        Assert.Equal(2, LakeDamager.RequireSound(_lake.Directory).Purged);
        Assert.Equal([(DeductionKind.Purge, "999900001111", 1L), (DeductionKind.Purge, null, 1L)], _lake.Snapshot().Deductions.Select(
            deduction => (deduction.Kind, deduction.Account, deduction.Events)).OrderByDescending(row => row.Account));
    }

    [Fact]
    public void RunningQuery_FinishesOnItsSnapshot_AndAfterTheSweepThatVersionSaysSo()
    {
        var store = LakeDamager.Open(_lake.Directory);
        var old = store.Snapshot();
        using (var session = SqlSession.Open(LakeFiles.Of(_lake.Directory, old)))
        {
            new LakePurge(store, s_may).Run();
            Assert.Empty(new LakeSweep(store).Run(TimeSpan.FromHours(1)));
            using var result = session.Query("SELECT count(*) FROM events");
            Assert.Equal("3", result.ReadAll()[0][0]);
        }

        Assert.Equal(3, store.Snapshot(old.Version).Files.Count);
        Assert.Equal(2, new LakeSweep(store).Find(TimeSpan.FromSeconds(-10)).Count);
        Assert.Equal(2, new LakeSweep(store).Run(TimeSpan.FromSeconds(-10)).Count);
        var error = Assert.Throws<TrailLakeException>(() => store.Snapshot(old.Version));
        Assert.StartsWith(
            $"Version {old.Version} of {Path.Combine(_lake.Directory, "events")} cannot be read any more: 2 of its files",
            error.Message,
            StringComparison.Ordinal);
        Assert.Equal(["may"], _lake.EventIds());
        LakeDamager.RequireSound(_lake.Directory);
    }

    [Fact]
    public void Replacement_OfAFileThatAnotherTookOut_IsRefused_AndLeavesNothing()
    {
        var store = LakeDamager.Open(_lake.Directory);
        var snapshot = store.Snapshot();
        Purge(s_may).Run();
        using (var late = store.BeginReplacement(snapshot))
        {
            late.Remove(snapshot.Files[0]);
            var file = late.NewFile(s_may, "1");
            File.WriteAllText(file.TemporaryPath, "x");
            late.Complete(file, LakeFolder.Summary(1), null);
            Assert.Equal(ErrorKind.Conflict, Assert.Throws<TrailLakeException>(() =>
            {
                late.Commit("OPTIMIZE", new System.Collections.Generic.Dictionary<string, string>(), false);
            }).Kind);
        }

        Assert.Empty(Directory.GetFiles(Path.Combine(_lake.Directory, "events"), "*.tmp", SearchOption.AllDirectories));
        Assert.Equal(["may"], _lake.EventIds());
    }

    [Fact]
    public void PurgeThatRacesAnother_CountsAnew()
    {
        var store = LakeDamager.Open(_lake.Directory);
        bool raced = false;
        store.Fault = _ =>
        {
            // Between its count and its commit, another one takes a part of the same files out.
            if (!raced)
            {
                raced = true;
                Purge(s_may, "999900001111").Run();
            }
        };
        Assert.Equal(1, new LakePurge(store, s_may).Run().Events);
        Assert.Equal(2, LakeDamager.RequireSound(_lake.Directory).Purged);
    }

    [Theory]
    [InlineData("traillake:purge:2024-05-01:id:*", DeductionKind.Purge, null)]
    [InlineData("traillake:loss:2024-05-01:id:a:b*", DeductionKind.Loss, "a:b*")]
    [InlineData("traillake:duplicate:2024-05-01:id:111122223333", DeductionKind.Duplicate, "111122223333")]
    public void Deduction_ReadsWhatItWrites(string name, object kindValue, string? account)
    {
        var kind = (DeductionKind)kindValue;
        var read = LakeDeduction.Parse(new TrailLake.DeltaLog.TxnAction(name, 7, 0))!;
        Assert.Equal((kind, account, 7L, s_may), (read.Kind, read.Account, read.Events, read.Date));
        Assert.Equal(read, LakeDeduction.Parse(read.ToAction(0)));
        Assert.Null(LakeDeduction.Parse(new TrailLake.DeltaLog.TxnAction(name.Replace("2024", "20x4"), 7, 0)));
    }

    LakePurge Purge(DateOnly before, string? account = null) => new(LakeDamager.Open(_lake.Directory), before, account);
}
