using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using TrailLake.FakeS3;
using TrailLake.Ingest.Sources;
using TrailLake.Tests.Support;
using Xunit;

namespace TrailLake.Tests.S3;

public sealed class S3LargeListingTests
{
    [Fact]
    public async Task List_ThousandsOfFoldersThatAreNoArchive_EachKeyOnceWithoutARequestForEach()
    {
        var keys = Enumerable.Range(0, 2_500).SelectMany(i => new[] { $"h{i:0000}/x.json", $"h{i:0000}/y/z.json", $"h{i:0000}.json" })
            .Order(StringComparer.Ordinal).ToList();
        var asked = new ConcurrentQueue<(string Prefix, bool Folders)>();
        Assert.Equal(keys, (await ListAsync(keys, "", asked)).Select(item => item.Uri["s3://b/".Length..]).Order(StringComparer.Ordinal));
        Assert.True(asked.Count < 5_000, $"{asked.Count} requests");
    }

    [Fact]
    public async Task List_MoreLooseObjectsThanAreHeld_EachKeyOnce()
    {
        var keys = Enumerable.Range(0, 53_000).Select(i => $"flat/{i:00000000}.json").ToList();
        var asked = new ConcurrentQueue<(string Prefix, bool Folders)>();
        Assert.Equal(
            keys, (await ListAsync(keys, "flat/", asked)).Select(item => item.Uri["s3://b/".Length..]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task List_OrganizationOfThousandsOfAccounts_AccountByAccountAndOnlyTheWanted()
    {
        var keys = Enumerable.Range(0, 1_200)
            .Select(i => $"AWSLogs/o-exampleorgid/{i:000000000000}/CloudTrail/us-east-1/2023/07/10/x.json").ToList();
        var asked = new ConcurrentQueue<(string Prefix, bool Folders)>();
        Assert.Equal(keys, (await ListAsync(keys, "", asked)).Select(item => item.Uri["s3://b/".Length..]));
        asked.Clear();
        var one = Assert.Single(await ListAsync(keys, "", asked, new SourceFilter { Accounts = ["000000001100"] }));
        Assert.Equal("000000001100", one.Key.Account);
        Assert.True(asked.Count <= 8, $"{asked.Count} requests");
    }

    static async Task<List<LogObject>> ListAsync(
        List<string> keys, string prefix, ConcurrentQueue<(string Prefix, bool Folders)> asked, SourceFilter? filter = null)
    {
        using var server = new FakeS3Server(Bucket.OfKeys(keys))
        {
            Script = request =>
            {
                asked.Enqueue((request.Query.GetValueOrDefault("prefix", ""), request.Query.ContainsKey("delimiter")));
                return null;
            },
        };
        using var source = S3Sources.Of(server, prefix);
        return await source.ListAsync(filter ?? SourceFilter.All).Select(item => item.Object!).ToListAsync();
    }
}
