using System.IO;
using System.Linq;
using System.Threading.Tasks;
using TrailLake.Ingest.Repair;
using TrailLake.Tests.Support;
using Xunit;

namespace TrailLake.Tests.S3;

/// <summary>Damaged files come back from the bucket that the lake was made of.</summary>
[Collection(S3Collection.Name)]
public sealed class S3RepairTests(S3Server server)
{
    [Fact]
    public async Task DamagedFiles_ComeBackFromTheBucket_AndNothingFromADeletedObject()
    {
        using var lake = new TestLake();
        foreach (int day in Enumerable.Range(1, 3))
        {
            lake.Put($"p/{day} ü+%.json", Records.File([.. Enumerable.Range(0, 5)
                .Select(i => Records.Of($"d{day}-{i}").Replace("05-01", $"05-0{day}", System.StringComparison.Ordinal))]));
        }

        await server.FillAsync("repair-bucket", lake.Source);
        lake.Ingest(server.Source("p/", "repair-bucket"));
        var before = lake.Events();
        LakeDamager.Truncate(lake.Snapshot().Files.Single(file => file.Date.Day == 1).Path, 500);
        File.Delete(lake.Snapshot().Files.Single(file => file.Date.Day == 2).Path);
        File.Delete(LakeDamager.LedgerFile(lake.Directory, "objects"));

        // The ledger is made anew of the object whose events are there; the others are met as new, and bring their events back.
        await RepairAsync(lake, acceptLoss: true);
        LakeDamager.RequireSound(lake.Directory);
        lake.Ingest(server.Source("p/", "repair-bucket"));
        LakeDamager.RequireSound(lake.Directory);
        Assert.Equal(before, lake.Events());

        LakeDamager.Truncate(lake.Snapshot().Files.Single(file => file.Date.Day == 3).Path, 500);
        Assert.True((await RepairAsync(lake, acceptLoss: false)).IsComplete);
        LakeDamager.RequireSound(lake.Directory);
        Assert.Equal(before, lake.Events());

        await server.DeleteAsync("repair-bucket", "p/3 ü+%.json");
        File.Delete(lake.Snapshot().Files.Single(file => file.Date.Day == 3).Path);
        var report = await RepairAsync(lake, acceptLoss: false);
        Assert.Equal(RepairOutcome.Left, Assert.Single(report.Files).Outcome);
        Assert.Equal("s3://repair-bucket/p/3 ü+%.json", Assert.Single(report.Problems).Where);
    }

    async Task<RepairReport> RepairAsync(TestLake lake, bool acceptLoss)
    {
        using var sources = new SourceLocator(name => server.Source("", "repair-bucket"));
        return await new LakeRepair(LakeDamager.Open(lake.Directory), sources, new RepairOptions { AcceptLoss = acceptLoss }).RunAsync(
            LakeDamager.Verify(lake.Directory));
    }
}
