using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using TrailLake.Tests.Support;
using Xunit;

namespace TrailLake.Tests.Cli;

/// <summary>
/// <c>show</c> says how often an event was delivered, and by how many trails; <c>status</c> counts what is verified by any of them.
/// </summary>
public sealed class ShowDeliveriesTests : IDisposable
{
    const string Key =
        "AWSLogs/111122223333/CloudTrail/us-east-1/2026/03/01/111122223333_CloudTrail_us-east-1_20260301T0105Z_0123456789abcdef.json.gz";
    readonly TestLake _lake = new();

    public ShowDeliveriesTests()
    {
        _lake.Put(Key, Records.File(Records.Of("a"), Records.Of("b")));
        _lake.Ingest();
    }

    public void Dispose() => _lake.Dispose();

    [Fact]
    public async Task EventThatWasDeliveredOnce_SaysNothingMore()
    {
        CopyBatch.CommitAll(_lake, "s3://second/" + Key, ["b"]);
        Assert.DoesNotContain("delivered", await ShowAsync("a"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("s3://second/K", "delivered 2 times by 2 trails; also as\n  s3://second/K, record 0\n")]
    [InlineData(
        "s3://second/K s3://second/K2", "delivered 3 times by 2 trails; also as\n  s3://second/K, record 0\n  s3://second/K2, record 0\n")]
    [InlineData(
        "s3://second/p/K s3://second/q/K",
        "delivered 3 times by 3 trails; also as\n  s3://second/p/K, record 0\n  s3://second/q/K, record 0\n")]
    [InlineData("s3://second/some-file.json", "delivered 2 times; also as\n  s3://second/some-file.json, record 0\n")]
    public async Task EventThatWasDeliveredMoreOften_NamesObjectsAndTrails(string copies, string expected)
    {
        foreach (var copy in copies.Split(' '))
        {
            CopyBatch.CommitAll(
                _lake,
                copy.Replace("K2", Key.Replace("0123", "4567"), StringComparison.Ordinal).Replace("K", Key, StringComparison.Ordinal));
        }

        var text = (await ShowAsync("a")).Replace(Key.Replace("0123", "4567"), "K2", StringComparison.Ordinal).Replace(
            Key, "K", StringComparison.Ordinal);
        Assert.Contains("\n" + expected, text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SecondObjectOfOneTrail_IsOneTrail()
    {
        var own = _lake.Ledger()[0].Uri;
        CopyBatch.CommitAll(_lake, own.Replace("0123", "4567", StringComparison.Ordinal));
        Assert.Contains("delivered 2 times by 1 trail; also as\n", await ShowAsync("b"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ManyDeliveries_AreNotAllListed()
    {
        var own = _lake.Ledger()[0].Uri;
        var all = Enumerable.Repeat((own, 0L), 2500).ToList();
        CopyBatch.Commit(_lake.Directory, "s3://second/slurped.json", all);
        var text = await ShowAsync("a");
        Assert.Contains("delivered 2,501 times; also as\n", text, StringComparison.Ordinal);
        Assert.Contains("  and 2,490 more: SELECT * FROM deliveries", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task LostCopies_AreSaid_AndTheRecordIsShown()
    {
        CopyBatch.CommitAll(_lake, "s3://second/" + Key);
        Directory.Delete(Path.Combine(_lake.Directory, "copies"), recursive: true);
        var run = await CommandRun.OfAsync("show", "a", "--lake", _lake.Directory);
        Assert.Equal(0, run.Exit);
        Assert.Contains("\"eventID\": \"a\"", run.Out, StringComparison.Ordinal);
        Assert.Contains("how often it was delivered is not known: ", run.Error, StringComparison.Ordinal);

        // What stands on the copies is refused; what does not, is not.
        var query = await CommandRun.OfAsync("query", "SELECT count(*) FROM verified_events", "--lake", _lake.Directory);
        Assert.Equal(2, query.Exit);
        Assert.Contains("is gone: the lake had it", query.Error, StringComparison.Ordinal);
        Assert.Equal(0, (await CommandRun.OfAsync("query", "SELECT count(*) FROM events", "--lake", _lake.Directory)).Exit);
    }

    [Fact]
    public async Task Status_CountsEventsThatAnyObjectVerifies()
    {
        Assert.Contains(
            "nothing (traillake", (await CommandRun.OfAsync("status", "--lake", _lake.Directory)).Out, StringComparison.Ordinal);
        CopyBatch.CommitAll(_lake, "s3://second/" + Key, ["b"], verified: "valid");
        var run = await CommandRun.OfAsync("status", "--lake", _lake.Directory);
        Assert.Contains("1 of 2 objects with 1 event valid", run.Out, StringComparison.Ordinal);
    }

    async Task<string> ShowAsync(string eventId)
    {
        var run = await CommandRun.OfAsync("show", eventId, "--lake", _lake.Directory);
        Assert.True(run.Exit == 0, run.Error);
        return run.Error;
    }
}
