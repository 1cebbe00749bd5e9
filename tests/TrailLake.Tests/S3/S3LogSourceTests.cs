using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using TrailLake.Errors;
using TrailLake.FakeS3;
using TrailLake.Ingest.Archives;
using TrailLake.Ingest.Sources;
using TrailLake.Tests.Support;
using Xunit;

namespace TrailLake.Tests.S3;

[Collection(S3Collection.Name)]
public sealed class S3LogSourceTests
{
    const string Organization = "org/AWSLogs/o-exampleorgid/";
    const string OneDay = Organization + "111111111111/CloudTrail/us-east-1/2021/01/01";
    const string OneObject = OneDay + "/111111111111_CloudTrail_us-east-1_20210101T0005Z_AAAAAAAAAAAAAAAA.json.gz";

    readonly S3Server _server;

    public S3LogSourceTests(S3Server server)
    {
        _server = server;
    }

    [Fact]
    public async Task List_Organization_AllPagesAccountByAccountDayByDay()
    {
        var items = await ListAsync("org");
        Assert.All(items, item => Assert.Null(item.Problem));
        var keys = items.Select(item => item.Object!.Key).Where(key => key.Kind == ArchiveKind.CloudTrail).ToList();
        Assert.Equal(1_300 + (7 * 150), keys.Count);
        Assert.Equal(keys.OrderBy(key => key.Account, StringComparer.Ordinal).ThenBy(key => key.Day), keys);
        Assert.Equal(4, keys.Where(key => key.Account == "222222222222").Select(key => key.Region).Distinct().Count());
        Assert.Equal(
            [(ArchiveKind.Unknown, 1), (ArchiveKind.CloudTrail, 2350), (ArchiveKind.Digest, 1), (ArchiveKind.Config, 2),
                (ArchiveKind.OtherService, 1), (ArchiveKind.FolderMarker, 1)],
            items.CountBy(item => item.Object!.Key.Kind).OrderBy(pair => pair.Key).Select(pair => (pair.Key, pair.Value)));
        var service = items.Single(item => item.Object!.Key.Kind == ArchiveKind.OtherService).Object!;
        Assert.Equal(($"s3://trail-archive/{Organization}111111111111/vpcflowlogs/", -1L), (service.Uri, service.Size));
    }

    [Theory]
    [InlineData("", 2376)]
    [InlineData("org/", 2356)]
    [InlineData("org/AWSLogs", 2355)]
    [InlineData("org/AWSLogs/o-exampleorgid", 2354)]
    [InlineData(Organization + "222222222222", 600)]
    [InlineData(Organization + "222222222222/CloudTrail/", 600)]
    [InlineData(Organization + "222222222222/CloudTrail/us-gov-west-1", 150)]
    [InlineData(Organization + "222222222222/CloudTrail/us-gov-west-1/2021/02/", 28)]
    [InlineData(OneDay, 1)]
    [InlineData(Organization + "111111111111/CloudTrail/us-east-1/2021/01/1", 10)]
    [InlineData(OneObject, 1)]
    [InlineData(Organization + "111111111111/vpcflowlogs", 1)]
    [InlineData("flat", 20)]
    public async Task List_PrefixAnywhere_FindsWhatIsThere(string prefix, int count)
    {
        var items = await ListAsync(prefix);

        // Another test puts its own objects there.
        Assert.Equal(count, items.Count(item => !item.Object!.Uri.Contains("/replaced/", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task List_FlatPrefix_SortedByAccountAndTime()
    {
        var keys = (await ListAsync("flat/")).Select(item => item.Object!.Key).ToList();
        Assert.Equal(keys.OrderBy(key => key.Account, StringComparer.Ordinal).ThenBy(key => key.DeliveryTime), keys);
    }

    [Fact]
    public async Task List_FromTo_AsksOnlyForTheDaysWanted()
    {
        int lists = 0;
        using var server = Fake(request =>
        {
            lists += request.Target.Contains("delimiter", StringComparison.Ordinal) ? 0 : 1;
            Assert.True(!request.Target.Contains("us-east-1", StringComparison.Ordinal)
                || request.Target.Contains("start-after", StringComparison.Ordinal)
                || request.Target.Contains("max-keys=1&", StringComparison.Ordinal));
            return null;
        });
        var filter = new SourceFilter
        {
            From = new DateTime(2023, 3, 1, 12, 0, 0, DateTimeKind.Utc),
            To = new DateTime(2023, 3, 3, 0, 0, 0, DateTimeKind.Utc),
            Slack = TimeSpan.FromDays(1),
            Accounts = ["111111111111"],
            Regions = ["us-east-1"],
        };
        var items = await ListAsync("org/AWSLogs/", filter, server.Endpoint);
        Assert.Equal(
            [1, 2, 3],
            items.Where(item => item.Object!.Key.Kind == ArchiveKind.CloudTrail).Select(item => item.Object!.Key.Day!.Value.Day));
        Assert.True(lists <= 4, $"{lists} listing requests: one each for the probe, CloudTrail, digests and Config were expected");
    }

    [Fact]
    public async Task Open_ObjectsWithOddNames_GivesTheirBytes()
    {
        using var source = _server.Source("org/");
        foreach (string name in new[] { "org/notes \u00fc+%.json", OneObject })
        {
            var item = await source.ListAsync(SourceFilter.All).SingleAsync(item => item.Object!.Uri == "s3://trail-archive/" + name);
            using var reader = new StreamReader(await source.OpenAsync(item.Object!));
            Assert.Equal(name, await reader.ReadToEndAsync());
        }
    }

    [Fact]
    public async Task Open_ReplacedOrDeletedSinceListed_SaysSo()
    {
        using var source = _server.Source("replaced/");
        await _server.PutAsync("replaced/a.json", "before");
        var item = (await source.ListAsync(SourceFilter.All).SingleAsync()).Object!;
        await _server.PutAsync("replaced/a.json", "after!");
        var error = await Assert.ThrowsAsync<IOException>(async () => await source.OpenAsync(item));
        Assert.Equal(
            "s3://trail-archive/replaced/a.json: it was replaced since it was listed; run again to read the new one", error.Message);
        error = await Assert.ThrowsAsync<IOException>(async () => await source.OpenAsync(item with { Uri = item.Uri + "x" }));
        Assert.Equal("s3://trail-archive/replaced/a.jsonx: it is gone: deleted since it was listed", error.Message);
    }

    [Fact]
    public async Task List_NothingThere_SaysSo()
    {
        var error = await Assert.ThrowsAsync<TrailLakeException>(() => ListAsync("nowhere/"));
        Assert.Equal("s3://trail-archive/nowhere/: nothing is there; check the prefix", error.Message);
    }

    [Fact]
    public async Task List_NoSuchBucket_SaysWhichAndWhere()
    {
        using var source = _server.Source("", "no-such-bucket");
        var error = await Assert.ThrowsAsync<TrailLakeException>(async () => await source.ListAsync(SourceFilter.All).ToListAsync());
        Assert.Equal(
            $"s3://no-such-bucket/: there is no bucket 'no-such-bucket'; check the name and the endpoint {_server.Endpoint}",
            error.Message);
    }

    [Fact]
    public async Task List_OneRegionDenied_IsAProblemAndTheOthersGoOn()
    {
        using var server = Fake(request => request.Target.Contains("us-gov-west-1", StringComparison.Ordinal)
            && request.Target.Contains("222222222222", StringComparison.Ordinal) ? S3Answer.Error(403, "AccessDenied") : null);
        var items = await ListAsync("org/", null, server.Endpoint);
        Assert.Equal(2356 - 150, items.Count(item => item.Object is not null));
        var problem = Assert.Single(items, item => item.Problem is not null).Problem!;
        Assert.Equal($"s3://trail-archive/{Organization}222222222222/CloudTrail/us-gov-west-1/", problem.Where);
        Assert.Equal(
            "access is denied; allow s3:ListBucket and s3:GetObject, and kms:Decrypt where objects are encrypted with a KMS key; what is "
                + "below is missing from this run",
            problem.Message);
    }

    static FakeS3Server Fake(Func<S3Request, S3Answer?> script)
    {
        var bucket = Bucket.OfTexts(OrganizationKeys.All().Select(key => KeyValuePair.Create(key, OrganizationKeys.Content(key))));
        return new FakeS3Server(bucket, new FakeS3Options { Name = S3Server.Bucket }) { Script = script };
    }

    async Task<List<ListingItem>> ListAsync(string prefix, SourceFilter? filter = null, string? endpoint = null)
    {
        using var source = endpoint is null ? _server.Source(prefix) : S3Server.SourceAt(endpoint, prefix);
        return await source.ListAsync(filter ?? SourceFilter.All).ToListAsync();
    }
}
