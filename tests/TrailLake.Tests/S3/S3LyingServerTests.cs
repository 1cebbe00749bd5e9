using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using TrailLake.Errors;
using TrailLake.Ingest;
using TrailLake.S3;
using TrailLake.Tests.Support;
using Xunit;

namespace TrailLake.Tests.S3;

/// <summary>Servers that do not keep to S3's rules: no run without end, no memory without bounds, and no bytes taken for others.</summary>
public sealed class S3LyingServerTests
{
    public S3LyingServerTests()
    {
        Environment.SetEnvironmentVariable("AWS_ACCESS_KEY_ID", "test");
        Environment.SetEnvironmentVariable("AWS_SECRET_ACCESS_KEY", "test");
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(2, false)]
    public async Task Object_IsReplacedAndIfMatchIgnored_IsReadAgainThenSaid(int lies, bool isRead)
    {
        int requests = 0;
        using var server = new FaultyProxy(null, context => Interlocked.Increment(ref requests) <= lies
            ? KeyServer.Send(context, "new"u8.ToArray(), KeyServer.ETag("new"))
            : KeyServer.Send(context, "old"u8.ToArray(), KeyServer.ETag("old")));
        using var source = Source(server);
        if (isRead)
        {
            using var reader = new StreamReader(await source.OpenAsync(Item("old")));
            Assert.Equal("old", await reader.ReadToEndAsync());
            return;
        }

        var error = await Assert.ThrowsAsync<IOException>(async () => await source.OpenAsync(Item("old")));
        Assert.StartsWith($"s3://b/k: it came with the ETag {KeyServer.ETag("new")} where the listing has {KeyServer.ETag("old")}; ", error.Message, StringComparison.Ordinal);
        Assert.Equal(2, requests);
    }

    [Fact]
    public async Task Object_BytesAreNotOfItsETagOnce_IsReadAgain()
    {
        int requests = 0;
        using var server = new FaultyProxy(null, context =>
            KeyServer.Send(context, Interlocked.Increment(ref requests) == 1 ? "odd"u8.ToArray() : "old"u8.ToArray(), KeyServer.ETag("old")));
        using var source = Source(server);
        using var reader = new StreamReader(await source.OpenAsync(Item("old")));
        Assert.Equal("old", await reader.ReadToEndAsync());
    }

    [Fact]
    public async Task Object_LongerThanListedWithoutALength_IsAnError()
    {
        using var server = new FaultyProxy(null, context =>
        {
            context.Response.SendChunked = true;
            context.Response.OutputStream.Write("old and more"u8);
            context.Response.Close();
            return true;
        });
        using var source = Source(server);
        await Assert.ThrowsAnyAsync<IOException>(async () => await source.OpenAsync(Item("old")));
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
        using var server = new FaultyProxy(null, context =>
        {
            int n = Interlocked.Increment(ref requests);
            string? token = kind switch { "same" => "t", "circle" => "t" + (n % 7), "noToken" => null, _ => "t" + n };
            return List(context, kind == "empty" ? [] : ["AWSLogs/111111111111/CloudTrail/us-east-1/2023/07/10/a.json"], token, isTruncated: true);
        });

        // As one stream of a region, and as a folder that is looked into.
        foreach (string prefix in new[] { "AWSLogs/111111111111/CloudTrail/us-east-1/", "AWSLogs/" })
        {
            using var source = Source(server, prefix);
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
        using var server = new FaultyProxy(null, context =>
        {
            Interlocked.Increment(ref requests);
            string prefix = context.Request.QueryString["prefix"] ?? "";
            return context.Request.QueryString["delimiter"] is null
                ? List(context, ["deep/a.json"], null)
                : List(context, [], null, folders: Enumerable.Range(0, width).Select(i => $"{prefix}d{i}/"));
        });
        using var source = Source(server);
        var (objects, message) = await ListAsync(source);
        Assert.Equal((1, ""), (objects, message));
        Assert.InRange(requests, 60, 2_000);
    }

    [Fact]
    public async Task Listing_FolderOfItself_StopsAndSaysSo()
    {
        using var server = new FaultyProxy(null, context => List(context, [], null, folders: [context.Request.QueryString["prefix"] + ""]));
        using var source = Source(server, "a/");
        Assert.Contains("the server names 'a/' as a folder of itself", (await ListAsync(source)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Listing_KeysOfElsewhere_StopsAndSaysSo()
    {
        using var server = new FaultyProxy(null, context => List(context, ["other/a.json"], null));
        using var source = Source(server, "a/");
        Assert.Contains("the server lists 'other/a.json' where keys below 'a/' were asked for", (await ListAsync(source)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<ListBucketResult><Name>", 200, "x")]
    [InlineData("<ListBucketResult><Contents><Key>", 200, "x")]
    [InlineData("<ListBucketResult>", 200, "<a>")]
    [InlineData("<Error><Code>", 400, "x")]
    public async Task Listing_AnswerWithoutEnd_IsBounded(string start, int status, string more)
    {
        long sent = 0;
        using var server = new FaultyProxy(null, context =>
        {
            context.Response.StatusCode = status;
            context.Response.SendChunked = true;
            context.Response.OutputStream.Write(Encoding.UTF8.GetBytes(start));
            byte[] part = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(more, 100_000)));
            for (int i = 0; i < 5_000; i++)
            {
                context.Response.OutputStream.Write(part);
                Interlocked.Add(ref sent, part.Length);
            }

            return true;
        });
        using var source = Source(server);
        Assert.Contains("the server's answer is longer than 16 MB", (await ListAsync(source)).Message, StringComparison.Ordinal);
        Assert.InRange(sent, 0, 200_000_000);
    }

    [Fact]
    public async Task Listing_EntitiesThatGrow_AreRefused()
    {
        string entities = string.Concat(Enumerable.Range(1, 12).Select(i => $"<!ENTITY e{i} \"{string.Concat(Enumerable.Repeat($"&e{i - 1};", 10))}\">"));
        string body = $"<!DOCTYPE x [<!ENTITY e0 \"xxxxxxxxxx\">{entities}]><ListBucketResult><Name>&e12;</Name></ListBucketResult>";
        using var server = new FaultyProxy(null, context => KeyServer.Send(context, Encoding.UTF8.GetBytes(body), null));
        using var source = Source(server);
        Assert.NotEqual("", (await ListAsync(source)).Message);
    }

    [Fact]
    public async Task Listing_AnswerStalls_IsGivenUp()
    {
        using var stop = new ManualResetEventSlim();
        using var server = new FaultyProxy(null, context =>
        {
            context.Response.SendChunked = true;
            context.Response.OutputStream.Write("<ListBucketResult>"u8);
            context.Response.OutputStream.Flush();
            stop.Wait(TimeSpan.FromMinutes(2));
            return true;
        });
        using var source = new S3LogSource(Options(server, "") with { StallSeconds = 1, Attempts = 1 });
        Assert.Contains("cannot be listed: the connection failed (no byte of the answer came for 1 s)", (await ListAsync(source)).Message, StringComparison.Ordinal);
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
        using var other = new FaultyProxy(null, context => Interlocked.Increment(ref asked) > 0 && List(context, ["a.json"], null));
        using var server = new FaultyProxy(null, context =>
        {
            context.Response.Headers["Location"] = other.Endpoint + context.Request.RawUrl;
            context.Response.Headers["x-amz-bucket-region"] = "eu-west-3";
            return FaultyProxy.Error(context, status, status == 301 ? "PermanentRedirect" : "TemporaryRedirect");
        });
        using var source = Source(server);
        string message = (await ListAsync(source)).Message;
        Assert.StartsWith($"s3://b/: cannot be listed: the server sends this request elsewhere ({status} to {other.Endpoint}/b", message, StringComparison.Ordinal);
        Assert.EndsWith("which is not followed; if you trust that server, give its address with --endpoint-url", message, StringComparison.Ordinal);
        var error = await Assert.ThrowsAnyAsync<IOException>(async () => await source.OpenAsync(Item("old")));
        Assert.Contains("which is not followed", error.Message, StringComparison.Ordinal);
        Assert.Equal(0, asked);
    }

    static bool List(HttpListenerContext context, IEnumerable<string> keys, string? token, bool isTruncated = false, IEnumerable<string>? folders = null)
    {
        var body = new StringBuilder($"<ListBucketResult><Name>b</Name><IsTruncated>{(isTruncated ? "true" : "false")}</IsTruncated>");
        body.Append(token is null ? "" : $"<NextContinuationToken>{token}</NextContinuationToken>");
        foreach (string key in keys)
        {
            body.Append($"<Contents><Key>{key}</Key><LastModified>2023-07-10T12:20:00.000Z</LastModified><ETag>&quot;{KeyServer.ETag("old")}&quot;</ETag><Size>3</Size></Contents>");
        }

        foreach (string folder in folders ?? [])
        {
            body.Append($"<CommonPrefixes><Prefix>{folder}</Prefix></CommonPrefixes>");
        }

        return KeyServer.Send(context, Encoding.UTF8.GetBytes(body.Append("</ListBucketResult>").ToString()), null);
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

    static S3SourceOptions Options(FaultyProxy server, string prefix) =>
        new() { Location = new S3Location("b", prefix), EndpointUrl = server.Endpoint, Attempts = 2 };

    static S3LogSource Source(FaultyProxy server, string prefix = "") => new(Options(server, prefix));

    static LogObject Item(string content) => new(
        "s3://b/k", new ArchiveKey(ArchiveKind.Unknown, "", null, null, null, null, null), content.Length, KeyServer.ETag(content), DateTime.UnixEpoch);
}
