using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Threading.Tasks;
using Amazon.S3;
using Amazon.S3.Model;
using TrailLake.FakeS3;
using Xunit;

namespace TrailLake.Tests.S3;

/// <summary>The bucket on loopback of tests and benchmark, asked by the SDK that TrailLake uses.</summary>
public sealed class FakeS3ServerTests : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("traillake-s3-").FullName;
    readonly FakeS3Server _server;
    readonly AmazonS3Client _client;

    public FakeS3ServerTests()
    {
        foreach (var key in Enumerable.Range(0, 25).Select(i => $"AWSLogs/{i % 5}/{i:00}.json"))
        {
            var path = Path.Combine(_folder, key);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, $"content of {key}");
        }

        _server = new FakeS3Server(Bucket.OfFolder(_folder), new FakeS3Options { Name = "logs" });
        _client = new AmazonS3Client(
            "test",
            "test",
            new AmazonS3Config { ServiceURL = _server.Endpoint, ForcePathStyle = true, MaxErrorRetry = 0 });
    }

    [Fact]
    public async Task List_InPages_GivesEveryKeyOnceInOrder()
    {
        var request = new ListObjectsV2Request { BucketName = "logs", Prefix = "AWSLogs/", MaxKeys = 7 };
        var keys = await ListAsync(request, r => r.S3Objects?.Select(o => o.Key));

        Assert.Equal(25, keys.Count);
        Assert.Equal(keys.Order(StringComparer.Ordinal), keys);
    }

    [Fact]
    public async Task List_WithDelimiter_GivesEveryFolderOnce()
    {
        var request = new ListObjectsV2Request { BucketName = "logs", Prefix = "AWSLogs/", Delimiter = "/", MaxKeys = 2 };

        Assert.Equal(
            ["AWSLogs/0/", "AWSLogs/1/", "AWSLogs/2/", "AWSLogs/3/", "AWSLogs/4/"], await ListAsync(request, r => r.CommonPrefixes));
    }

    [Fact]
    public async Task List_StartAfter_LeavesTheKeyOut()
    {
        var request = new ListObjectsV2Request { BucketName = "logs", StartAfter = "AWSLogs/4/14.json" };

        Assert.Equal(["AWSLogs/4/19.json", "AWSLogs/4/24.json"], await ListAsync(request, r => r.S3Objects?.Select(o => o.Key)));
    }

    [Fact]
    public async Task Get_WholePartOrOtherETag_IsServedOrRefused()
    {
        using var whole = await _client.GetObjectAsync("logs", "AWSLogs/1/01.json");
        using var part = await _client.GetObjectAsync(Request(whole.ETag, new Amazon.S3.Model.ByteRange("bytes=11-17")));
        var refused = await Assert.ThrowsAsync<AmazonS3Exception>(() => _client.GetObjectAsync(Request("\"other\"", null)));
        var missing = await Assert.ThrowsAsync<NoSuchKeyException>(() => _client.GetObjectAsync("logs", "none"));

        Assert.Equal("content of AWSLogs/1/01.json", await TextOf(whole));
        Assert.Equal("AWSLogs", await TextOf(part));
        Assert.Equal(HttpStatusCode.PreconditionFailed, refused.StatusCode);
        Assert.Equal("NoSuchKey", missing.ErrorCode);
    }

    public void Dispose()
    {
        _client.Dispose();
        _server.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    static GetObjectRequest Request(string etag, Amazon.S3.Model.ByteRange? range) =>
        new() { BucketName = "logs", Key = "AWSLogs/1/01.json", ByteRange = range, EtagToMatch = etag };

    async Task<List<string>> ListAsync(ListObjectsV2Request request, Func<ListObjectsV2Response, IEnumerable<string>?> items)
    {
        var all = new List<string>();
        while (true)
        {
            var page = await _client.ListObjectsV2Async(request);
            all.AddRange(items(page) ?? []);
            if (page.IsTruncated != true)
            {
                return all;
            }

            request.ContinuationToken = page.NextContinuationToken;
        }
    }

    static async Task<string> TextOf(GetObjectResponse response)
    {
        using var reader = new StreamReader(response.ResponseStream);
        return await reader.ReadToEndAsync();
    }
}
