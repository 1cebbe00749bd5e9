using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using TrailLake.Ingest.Archives;
using TrailLake.Ingest.Repair;
using TrailLake.Ingest.Sources;
using TrailLake.Maintenance.Verification;
using TrailLake.Tables;
using TrailLake.Tests.Support;
using Xunit;

namespace TrailLake.Tests.Lake.Verification;

/// <summary>What a verification says about the copies, and what a repair gives up.</summary>
public sealed class CopyVerificationTests : IDisposable
{
    const string Copy = "s3://second/AWSLogs/111122223333/CloudTrail/us-east-1/2026/03/01/copy.json.gz";
    readonly TestLake _lake = new();

    public CopyVerificationTests()
    {
        _lake.Put("one.json", Records.File(Records.Of("a"), Records.Of("b"), Records.Of("c")));
        _lake.Ingest();
    }

    public void Dispose() => _lake.Dispose();

    [Fact]
    public void Copies_ThatAreTheLedgersDuplicates_AreSound()
    {
        CopyBatch.CommitAll(_lake, Copy);
        var found = LakeDamager.RequireSound(_lake.Directory);
        Assert.Equal((3L, 1L, 0L), (found.Duplicates, found.Copies, found.UnknownCopies));
    }

    [Theory]
    [InlineData(2, 1)]
    [InlineData(1, 2)]
    public void Copies_ThatAreMoreOrFewerThanAnObjectsDuplicates_AreNamed(int first, int second)
    {
        // The sum is right, so the batch promises all; but each object has what is the other's.
        var store = LakeDamager.Open(_lake.Directory);
        using (var batch = store.BeginBatch())
        {
            batch.AddObject(Row("s3://b/x", batch.Id, first));
            batch.AddObject(Row("s3://b/y", batch.Id, second));
            batch.AddCopy(Run("s3://b/x", second));
            batch.AddCopy(Run("s3://b/y", first));
            batch.Commit();
        }

        var found = LakeDamager.Verify(_lake.Directory);
        string[] expected = first > second
            ? ["s3://b/x: 1 duplicate that the ledger counts in no row of copies",
                "s3://b/y: 1 duplicate more in the rows of copies than the ledger counts"]
            : ["s3://b/x: 1 duplicate more in the rows of copies than the ledger counts",
                "s3://b/y: 1 duplicate that the ledger counts in no row of copies"];
        Assert.Equal(expected, found.Mismatches);
        Assert.False(found.IsSound);
    }

    [Fact]
    public void RecordThatIsNamedTwice_IsSaid()
    {
        var store = LakeDamager.Open(_lake.Directory);
        using (var batch = store.BeginBatch())
        {
            batch.AddObject(Row("s3://b/x", batch.Id, 4));
            batch.AddCopy(Run("s3://b/x", 2));
            batch.AddCopy(Run("s3://b/x", 2) with { CopyIndex = 1 });
            batch.Commit();
        }

        Assert.Equal(["s3://b/x: copies has record 1 twice"], LakeDamager.Verify(_lake.Directory).Mismatches);
    }

    [Fact]
    public void DuplicatesOfOlderVersions_AreCountedAsUnknown_AndSound()
    {
        var store = LakeDamager.Open(_lake.Directory);
        using (var batch = store.BeginBatch())
        {
            batch.AddObject(Row("s3://b/x", batch.Id, 5));
            batch.Commit();
        }

        Assert.Equal(5, LakeDamager.RequireSound(_lake.Directory).UnknownCopies);
    }

    [Theory]
    [InlineData("missing", DamageKind.Missing)]
    [InlineData("flip", DamageKind.Changed)]
    public async Task DamagedFile_IsNamed_LeftByARepair_AndGivenUpWhenThatIsAccepted(string how, DamageKind kind)
    {
        CopyBatch.CommitAll(_lake, Copy);
        var kept = CopyBatch.CommitAll(_lake, Copy + ".later", ["b"]);
        var path = Directory.GetFiles(Path.Combine(_lake.Directory, "copies"), "part-*")
            .Single(file => !file.Contains(kept, StringComparison.Ordinal));
        if (how == "missing")
        {
            File.Delete(path);
        }
        else
        {
            LakeDamager.Flip(path, 20);
        }

        var damage = Assert.Single(LakeDamager.Verify(_lake.Directory).Damages);
        Assert.Equal(("copies", kind, 1L), (damage.Table, damage.Kind, damage.Rows));
        Assert.Empty(LakeDamager.Verify(_lake.Directory).Mismatches);

        var left = await RepairAsync(acceptLoss: false);
        Assert.Equal(RepairOutcome.Left, Assert.Single(left.Files).Outcome);
        Assert.Single(LakeDamager.Verify(_lake.Directory).Damages);

        var given = await RepairAsync(acceptLoss: true);
        Assert.Equal(RepairOutcome.Partly, Assert.Single(given.Files).Outcome);
        var found = LakeDamager.RequireSound(_lake.Directory);
        Assert.Equal((3L, 1L), (found.UnknownCopies, found.Copies));
        Assert.Equal(4, _lake.Count("SELECT count(*) FROM deliveries"));
    }

    [Fact]
    public async Task LostTable_IsNamed_AndBegunAnewWhenThatIsAccepted()
    {
        CopyBatch.CommitAll(_lake, Copy);
        Directory.Delete(Path.Combine(_lake.Directory, "copies"), recursive: true);
        var damage = Assert.Single(LakeDamager.Verify(_lake.Directory).Damages);
        Assert.Equal(("copies", "copies/_delta_log", DamageKind.Missing), (damage.Table, damage.Path, damage.Kind));
        Assert.Equal(RepairOutcome.Left, Assert.Single((await RepairAsync(acceptLoss: false)).Files).Outcome);
        Assert.False(Directory.Exists(Path.Combine(_lake.Directory, "copies")));

        Assert.Equal(RepairOutcome.Partly, Assert.Single((await RepairAsync(acceptLoss: true)).Files).Outcome);
        Assert.Equal(3, LakeDamager.RequireSound(_lake.Directory).UnknownCopies);
        _lake.Put("two.json", Records.File(Records.Of("d")));
        _lake.Ingest();
        CopyBatch.CommitAll(_lake, Copy + ".later");
        Assert.Equal((3L, 1L), (LakeDamager.RequireSound(_lake.Directory).UnknownCopies,
            _lake.Count("SELECT count(*) FROM copies WHERE copyObject LIKE '%later'") / 2));
    }

    [Fact]
    public async Task RepairedLedger_PromisesNoMoreThanItKnows()
    {
        // The object that was all copies has no row any more; the rows of copies still name it.
        var batch = CopyBatch.CommitAll(_lake, Copy);
        File.Delete(Directory.GetFiles(Path.Combine(_lake.Directory, "objects"), $"part-{batch}-*").Single());
        File.Delete(Directory.GetFiles(Path.Combine(_lake.Directory, "objects"), "part-*").Single());
        await RepairAsync(acceptLoss: false);
        LakeDamager.RequireSound(_lake.Directory);
        Assert.Equal(6, _lake.Count("SELECT count(*) FROM deliveries"));
    }

    async Task<RepairReport> RepairAsync(bool acceptLoss)
    {
        using var sources = new SourceLocator(name => new LocalLogSource(name), null);
        return await new LakeRepair(LakeDamager.Open(_lake.Directory), sources, new RepairOptions { AcceptLoss = acceptLoss }).RunAsync(
            LakeDamager.Verify(_lake.Directory));
    }

    CopyRow Run(string copy, long records) => new()
    {
        CopyObject = copy,
        CopyIndex = 0,
        KeptObject = _lake.Ledger()[0].Uri,
        KeptIndex = 0,
        Records = records,
        Batch = "",
    };

    static ObjectRow Row(string uri, string batch, long duplicates) => new()
    {
        Uri = uri,
        ETag = "t",
        Kind = nameof(ArchiveKind.CloudTrail),
        Records = duplicates,
        Duplicates = duplicates,
        State = ObjectState.Done,
        LastModified = DateTime.UtcNow,
        IngestedAt = DateTime.UtcNow,
        Version = "test",
        Batch = batch,
    };
}
