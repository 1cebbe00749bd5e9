using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using TrailLake.Errors;
using TrailLake.FakeS3;
using TrailLake.Ingest.Sources;
using TrailLake.S3;
using TrailLake.Tests.Support;
using Xunit;

namespace TrailLake.Tests.S3;

/// <summary>Servers that do not keep to S3's rules: no run without end, no memory without bounds, and no bytes taken for others.</summary>
public sealed class S3LyingServerTests
{
    [Theory]
    [InlineData(1, true)]
    [InlineData(2, false)]
    public async Task Object_IsReplacedAndIfMatchIgnored_IsReadAgainThenSaid(int lies, bool isRead)
    {
        int requests = 0;
        using var server = new FakeS3Server(
            _ => S3Answer.Object(Interlocked.Increment(ref requests) <= lies ? "new"u8.ToArray() : "old"u8.ToArray()));
        using var source = S3Sources.Of(server, attempts: 2);
        if (isRead)
        {
            using var reader = new StreamReader(await source.OpenAsync(S3Sources.Item("old")));
            Assert.Equal("old", await reader.ReadToEndAsync());
            return;
        }

        var error = await Assert.ThrowsAsync<IOException>(async () => await source.OpenAsync(S3Sources.Item("old")));
        Assert.StartsWith(
            $"s3://b/k: it came with the ETag {S3Sources.ETag("new")} where the listing has {S3Sources.ETag("old")}; ",
            error.Message, StringComparison.Ordinal);
        Assert.Equal(2, requests);
    }

    [Fact]
    public async Task Object_BytesAreNotOfItsETagOnce_IsReadAgain()
    {
        int requests = 0;
        using var server = new FakeS3Server(_ => S3Answer.Object(
            Interlocked.Increment(ref requests) == 1 ? "odd"u8.ToArray() : "old"u8.ToArray(), S3Sources.ETag("old")));
        using var source = S3Sources.Of(server, attempts: 2);
        using var reader = new StreamReader(await source.OpenAsync(S3Sources.Item("old")));
        Assert.Equal("old", await reader.ReadToEndAsync());
    }

    [Fact]
    public async Task Object_LongerThanListedWithoutALength_IsAnError()
    {
        using var server = new FakeS3Server(_ => new S3Answer { Status = 200, Chunks = ["old and more"u8.ToArray()] });
        using var source = S3Sources.Of(server, attempts: 2);
        await Assert.ThrowsAnyAsync<IOException>(async () => await source.OpenAsync(S3Sources.Item("old")));
    }

    [Theory]
    [InlineData("same")]
    [InlineData("circle")]
    [InlineData("noToken")]
    [InlineData("empty")]
    [InlineData("sameKeys")]
    public async Task Listing_DoesNotLeadOn_StopsAndSaysSo(string kind)
    {
        int requests = 0;
        using var server = new FakeS3Server(_ =>
        {
            int n = Interlocked.Increment(ref requests);
            string? token = kind switch { "same" => "t", "circle" => "t" + (n % 7), "noToken" => null, _ => "t" + n };
            return List(kind == "empty" ? [] : ["AWSLogs/111111111111/CloudTrail/us-east-1/2023/07/10/a.json"], token, isTruncated: true);
        });

        // As one stream of a region, and as a folder that is looked into.
        foreach (string prefix in new[] { "AWSLogs/111111111111/CloudTrail/us-east-1/", "AWSLogs/" })
        {
            using var source = S3Sources.Of(server, prefix, attempts: 2);
            var (objects, message) = await ListAsync(source);
            Assert.InRange(objects, 0, 3000);
            Assert.Contains(kind switch
            {
                "same" or "circle" => "the listing goes in a circle: the server gave the same continuation token again",
                "noToken" => "the server says that the listing goes on, and not how: the continuation token is missing",
                _ => "the listing does not lead on: 1,000 pages in a row named no key beyond those before",
            }, message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(900)]
    public async Task Listing_PrefixesEverDeeper_IsListedInOneGo(int width)
    {
        int requests = 0;
        using var server = new FakeS3Server(request =>
        {
            Interlocked.Increment(ref requests);
            return request.Query.ContainsKey("delimiter")
                ? List([], null, folders: Enumerable.Range(0, width).Select(i => $"{request.Query.GetValueOrDefault("prefix")}d{i}/"))
                : List(["deep/a.json"], null);
        });
        using var source = S3Sources.Of(server, attempts: 2);
        var (objects, message) = await ListAsync(source);
        Assert.Equal((1, ""), (objects, message));
        Assert.InRange(requests, 60, 2_000);
    }

    [Fact]
    public async Task Listing_FolderOfItself_StopsAndSaysSo()
    {
        using var server = new FakeS3Server(request => List([], null, folders: [request.Query["prefix"]]));
        using var source = S3Sources.Of(server, "a/", attempts: 2);
        Assert.Contains("the server names 'a/' as a folder of itself", (await ListAsync(source)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Listing_KeysOfElsewhere_StopsAndSaysSo()
    {
        using var server = new FakeS3Server(_ => List(["other/a.json"], null));
        using var source = S3Sources.Of(server, "a/", attempts: 2);
        Assert.Contains(
            "the server lists 'other/a.json' where keys below 'a/' were asked for",
            (await ListAsync(source)).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<ListBucketResult><Name>", 200, "x")]
    [InlineData("<ListBucketResult><Contents><Key>", 200, "x")]
    [InlineData("<ListBucketResult>", 200, "<a>")]
    [InlineData("<Error><Code>", 400, "x")]
    public async Task Listing_AnswerWithoutEnd_IsBounded(string start, int status, string more)
    {
        long sent = 0;
        IEnumerable<byte[]> Body()
        {
            yield return Encoding.UTF8.GetBytes(start);
            byte[] part = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(more, 100_000)));
            for (int i = 0; i < 5_000; i++)
            {
                yield return part;
                Interlocked.Add(ref sent, part.Length);
            }
        }

        using var server = new FakeS3Server(_ => new S3Answer { Status = status, Chunks = Body() });
        using var source = S3Sources.Of(server, attempts: 2);
        Assert.Contains("the server's answer is longer than 16 MB", (await ListAsync(source)).Message, StringComparison.Ordinal);
        Assert.InRange(sent, 0, 200_000_000);
    }

    [Fact]
    public async Task Listing_EntitiesThatGrow_AreRefused()
    {
        string entities = string.Concat(
            Enumerable.Range(1, 12).Select(i => $"<!ENTITY e{i} \"{string.Concat(Enumerable.Repeat($"&e{i - 1};", 10))}\">"));
        string body = $"<!DOCTYPE x [<!ENTITY e0 \"xxxxxxxxxx\">{entities}]><ListBucketResult><Name>&e12;</Name></ListBucketResult>";
        using var server = new FakeS3Server(_ => S3Answer.Xml(body));
        using var source = S3Sources.Of(server, attempts: 2);
        Assert.NotEqual("", (await ListAsync(source)).Message);
    }

    [Fact]
    public async Task Listing_AnswerStalls_IsGivenUp()
    {
        using var stop = new ManualResetEventSlim();
        IEnumerable<byte[]> Body()
        {
            yield return "<ListBucketResult>"u8.ToArray();
            stop.Wait(TimeSpan.FromMinutes(2));
        }

        using var server = new FakeS3Server(_ => new S3Answer { Status = 200, Chunks = Body() });
        using var source = new S3LogSource(S3Sources.Options(server.Endpoint) with { StallSeconds = 1, Attempts = 1 });
        Assert.Contains(
            "cannot be listed: the connection failed (no byte of the answer came for 1 s)",
            (await ListAsync(source)).Message,
            StringComparison.Ordinal);
        stop.Set();
    }

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task Redirect_IsNotFollowedAndSaid(int status)
    {
        int asked = 0;
        using var other = new FakeS3Server(_ => Interlocked.Increment(ref asked) > 0 ? List(["a.json"], null) : null);
        using var server = new FakeS3Server(request => S3Answer.Error(status, status == 301 ? "PermanentRedirect" : "TemporaryRedirect")
            .With("Location", other.Endpoint + request.Target).With("x-amz-bucket-region", "eu-west-3"));
        using var source = S3Sources.Of(server, attempts: 2);
        string message = (await ListAsync(source)).Message;
        Assert.StartsWith(
            $"s3://b/: cannot be listed: the server sends this request elsewhere ({status} to {other.Endpoint}/b",
            message,
            StringComparison.Ordinal);
        Assert.EndsWith(
            "which is not followed; if you trust that server, give its address with --endpoint-url", message, StringComparison.Ordinal);
        var error = await Assert.ThrowsAnyAsync<IOException>(async () => await source.OpenAsync(S3Sources.Item("old")));
        Assert.Contains("which is not followed", error.Message, StringComparison.Ordinal);
        Assert.Equal(0, asked);
    }

    static S3Answer List(IEnumerable<string> keys, string? token, bool isTruncated = false, IEnumerable<string>? folders = null)
    {
        var body = new StringBuilder($"<ListBucketResult><Name>b</Name><IsTruncated>{(isTruncated ? "true" : "false")}</IsTruncated>");
        body.Append(token is null ? "" : $"<NextContinuationToken>{token}</NextContinuationToken>");
        foreach (string key in keys)
        {
            body.Append($"<Contents><Key>{key}</Key><LastModified>2023-07-10T12:20:00.000Z</LastModified>")
                .Append($"<ETag>&quot;{S3Sources.ETag("old")}&quot;</ETag><Size>3</Size></Contents>");
        }

        foreach (string folder in folders ?? [])
        {
            body.Append($"<CommonPrefixes><Prefix>{folder}</Prefix></CommonPrefixes>");
        }

        return S3Answer.Xml(body.Append("</ListBucketResult>").ToString());
    }

    /// <summary>How many objects were listed, and what was said, as a problem or as the error of the whole source.</summary>
    static async Task<(int Objects, string Message)> ListAsync(S3LogSource source)
    {
        int objects = 0;
        string message = "";
        try
        {
            await foreach (var (item, problem) in source.ListAsync(SourceFilter.All))
            {
                objects += item is null ? 0 : 1;
                message += problem?.Message;
            }
        }
        catch (TrailLakeException e)
        {
            Assert.Equal(ErrorKind.Source, e.Kind);
            message += e.Message;
        }

        Assert.DoesNotContain('\n', message);
        return (objects, message);
    }
}
