using System.Linq;
using System.Threading.Tasks;
using TrailLake.Digests;
using TrailLake.Tests.Digests;
using TrailLake.Tests.Support;
using Xunit;

namespace TrailLake.Tests.S3;

/// <summary>Digests in a bucket: signatures from the objects' user metadata, places that must be the signed ones.</summary>
[Collection(S3Collection.Name)]
public sealed class S3DigestTests
{
    readonly S3Server _server;

    public S3DigestTests(S3Server server)
    {
        _server = server;
    }

    [Fact]
    public async Task Bucket_IsValid_AndDamageIsSeen()
    {
        using var archive = new DigestArchive(bucket: "digest-bucket", root: "p/AWSLogs/o-exampleorg1/");
        var digests = archive.AddHours(5, logs: 3);
        archive.AddHour(isBackfill: true, logs: 1);
        await _server.FillAsync("digest-bucket", archive.Copy);
        foreach (string prefix in new[] { "", "p/", "p/AWSLogs/o-exampleorg1/123456789012/" })
        {
            archive.Verify(_server.Source(prefix, "digest-bucket")).AssertValid(22);
        }

        await _server.DeleteAsync("digest-bucket", digests[1].LogKeys[2]);
        await _server.DeleteAsync("digest-bucket", digests[3].Key);
        archive.Verify(_server.Source("", "digest-bucket")).AssertComplaints(
            [$"missing Log s3://digest-bucket/{digests[1].LogKeys[2]}",
                $"missing Digest s3://digest-bucket/{digests[3].Key}",
                .. digests[3].LogKeys.Select(key => $"not-covered Log s3://digest-bucket/{key}")]);
    }

    [Fact]
    public async Task MovedBucket_IsMoved_AndValidWhenTheBucketIsGiven()
    {
        using var archive = new DigestArchive(bucket: "first-bucket");
        archive.AddHours(3, logs: 1);
        await _server.FillAsync("second-bucket", archive.Copy);
        var result = archive.Verify(_server.Source("", "second-bucket"));
        Assert.All(result.Verdicts, verdict => Assert.Equal(DigestState.Moved, verdict.State));
        Assert.Contains("it was delivered to s3://first-bucket/AWSLogs/", result.Verdicts[0].Why);
        archive.Verify(_server.Source("", "second-bucket"), new DigestVerificationOptions { Bucket = "first-bucket" }).AssertValid(6);
    }
}
