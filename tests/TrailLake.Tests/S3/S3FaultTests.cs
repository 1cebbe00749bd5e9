using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Threading;
using System.Threading.Tasks;
using TrailLake.Errors;
using TrailLake.Ingest;
using TrailLake.S3;
using TrailLake.Tests.Support;
using Xunit;

namespace TrailLake.Tests.S3;

/// <summary>What a good server does not do. Needs no server: every answer is made here.</summary>
public sealed class S3FaultTests
{
    static readonly byte[] s_body = Enumerable.Range(0, 3_000_000).Select(i => (byte)(i * 31 >> 3)).ToArray();

    public S3FaultTests()
    {
        Environment.SetEnvironmentVariable("AWS_ACCESS_KEY_ID", "test");
        Environment.SetEnvironmentVariable("AWS_SECRET_ACCESS_KEY", "test");
    }

    [Theory]
    [InlineData(1_000)]
    [InlineData(3_000_000)]
    public async Task Open_ConnectionBreaks_IsResumedWhereItStopped(int size)
    {
        byte[] body = s_body[..size];
        int requests = 0;
        using var proxy = new FaultyProxy(null, context =>
        {
            string? range = context.Request.Headers["Range"];
            int from = range is null ? 0 : int.Parse(range["bytes=".Length..^1], CultureInfo.InvariantCulture);
            Assert.Equal($"\"{ETag(body)}\"", context.Request.Headers["If-Match"]);
            int left = size - from;
            return FaultyProxy.Truncate(context, body, from, Interlocked.Increment(ref requests) < 3 ? left / 2 : left);
        });
        using var source = Source(proxy);
        await using var stream = await source.OpenAsync(Item(size));
        var read = new MemoryStream();
        await stream.CopyToAsync(read);
        Assert.Equal(body, read.ToArray());
        Assert.Equal(3, requests);
    }

    [Fact]
    public async Task Open_BodyEndsTooEarlyAgainAndAgain_IsAnErrorNotTheEnd()
    {
        using var proxy = new FaultyProxy(null, context => FaultyProxy.Truncate(context, s_body, context.Request.Headers["Range"] is null ? 0 : 10, context.Request.Headers["Range"] is null ? 10 : 0));
        using var source = Source(proxy);
        await using var stream = await source.OpenAsync(Item(s_body.Length));
        var error = await Assert.ThrowsAsync<IOException>(() => stream.CopyToAsync(Stream.Null));
        Assert.StartsWith("s3://b/k: the connection ended after 10 of 3000000 bytes, 3 times; check the network", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_AnotherSizeThanListed_IsAnError()
    {
        using var proxy = new FaultyProxy(null, context => FaultyProxy.Truncate(context, s_body, 0, s_body.Length));
        using var source = Source(proxy);
        var error = await Assert.ThrowsAsync<IOException>(async () => await source.OpenAsync(Item(5, ETag(s_body))));
        Assert.StartsWith("s3://b/k: 3000000 bytes are offered where 5 were expected", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("00112233445566778899aabbccddeeff", "s3://b/k: the bytes that came are not those of its ETag; run again")]
    [InlineData("odd", "s3://b/k: the server's answer is not as S3's are (")]
    public async Task Open_AnotherETagThanTheBytes_IsAnError(string etag, string message)
    {
        using var proxy = new FaultyProxy(null, context => FaultyProxy.Truncate(context, s_body[..700], 0, 700, etag));
        using var source = Source(proxy);
        var error = await Assert.ThrowsAnyAsync<IOException>(async () => await source.OpenAsync(Item(700, etag)));
        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_SlowDownTwice_IsTriedAgain()
    {
        int requests = 0;
        using var proxy = new FaultyProxy(null, context => Interlocked.Increment(ref requests) < 3
            ? FaultyProxy.Error(context, 503, "SlowDown")
            : FaultyProxy.Truncate(context, s_body[..7], 0, 7));
        using var source = Source(proxy);
        await using var stream = await source.OpenAsync(Item(7));
        Assert.Equal(7, stream.Length);
    }

    [Theory]
    [InlineData(503, "SlowDown", "s3://b/k: S3 refused to answer so often (SlowDown) that it was given up; run again, or fetch fewer objects at a time")]
    [InlineData(403, "InvalidObjectState", "s3://b/k: it is archived in Glacier and must be restored before it can be read (aws s3api restore-object); run again when that is done")]
    [InlineData(403, "AccessDenied", "s3://b/k: access is denied; allow s3:ListBucket and s3:GetObject, and kms:Decrypt where objects are encrypted with a KMS key")]
    [InlineData(404, "NoSuchKey", "s3://b/k: it is gone: deleted since it was listed")]
    [InlineData(400, "InvalidRequest", "s3://b/k: S3 answered 400 InvalidRequest said so")]
    public async Task Open_Refused_OneLineForAPerson(int status, string code, string message)
    {
        using var proxy = new FaultyProxy(null, context => FaultyProxy.Error(context, status, code));
        using var source = Source(proxy);
        var error = await Assert.ThrowsAsync<IOException>(async () => await source.OpenAsync(Item(7)));
        Assert.Equal(message, error.Message);
    }

    [Theory]
    [InlineData(400, "ExpiredToken", "the AWS credentials have expired; sign in again")]
    [InlineData(403, "InvalidAccessKeyId", "S3 does not know these AWS credentials")]
    [InlineData(403, "SignatureDoesNotMatch", "S3 does not accept the signature")]
    [InlineData(403, "AccessDenied", "listing is denied to the credentials of the environment, default profile or instance; allow s3:ListBucket")]
    public async Task List_RefusedAsAWhole_EndsTheRun(int status, string code, string message)
    {
        using var proxy = new FaultyProxy(null, context => FaultyProxy.Error(context, status, code));
        using var source = Source(proxy);
        var error = await Assert.ThrowsAsync<TrailLakeException>(async () => await source.ListAsync(SourceFilter.All).ToListAsync());
        Assert.StartsWith($"s3://b/: {message}", error.Message, StringComparison.Ordinal);
        Assert.Equal(ErrorKind.Source, error.Kind);
    }

    [Fact]
    public async Task Open_CredentialsExpire_EndsTheRun()
    {
        using var proxy = new FaultyProxy(null, context => FaultyProxy.Error(context, 400, "ExpiredToken"));
        using var source = Source(proxy);
        await Assert.ThrowsAsync<TrailLakeException>(async () => await source.OpenAsync(Item(7)));
    }

    [Fact]
    public async Task List_NobodyListens_SaysSo()
    {
        using var source = new S3LogSource(Options($"http://127.0.0.1:{S3Server.FreePort()}") with { Attempts = 1 });
        var error = await Assert.ThrowsAsync<TrailLakeException>(async () => await source.ListAsync(SourceFilter.All).ToListAsync());
        Assert.StartsWith("s3://b/: cannot be listed: the connection failed (", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public async Task List_BucketInAnotherRegion_IsFollowed()
    {
        const string listing = "<ListBucketResult><Name>b</Name><KeyCount>1</KeyCount><IsTruncated>false</IsTruncated><Contents><Key>a.json</Key>"
            + "<LastModified>2023-07-10T12:20:00.000Z</LastModified><ETag>&quot;e&quot;</ETag><Size>7</Size></Contents></ListBucketResult>";
        using var proxy = new FaultyProxy(null, context =>
        {
            if (!context.Request.Headers["Authorization"]!.Contains("/eu-west-3/s3/", StringComparison.Ordinal))
            {
                context.Response.Headers["x-amz-bucket-region"] = "eu-west-3";
                return FaultyProxy.Error(context, 400, "AuthorizationHeaderMalformed");
            }

            byte[] body = System.Text.Encoding.UTF8.GetBytes(listing);
            return FaultyProxy.Truncate(context, body, 0, body.Length);
        });
        using var source = Source(proxy);
        var item = (await source.ListAsync(SourceFilter.All).SingleAsync()).Object!;
        Assert.Equal(("s3://b/a.json", 7L, "e"), (item.Uri, item.Size, item.ETag));
        Assert.Equal(new DateTime(2023, 7, 10, 12, 20, 0, DateTimeKind.Utc), item.LastModified);
        Assert.Equal(DateTimeKind.Utc, item.LastModified.Kind);
    }

    static S3SourceOptions Options(string endpoint) => new() { Location = new S3Location("b", ""), EndpointUrl = endpoint, Attempts = 3 };

    static S3LogSource Source(FaultyProxy proxy) => new(Options(proxy.Endpoint));

    static LogObject Item(int size, string? etag = null) => new(
        "s3://b/k", new ArchiveKey(ArchiveKind.Unknown, "", null, null, null, null, null), size, etag ?? ETag(s_body[..size]), DateTime.UnixEpoch);

    static string ETag(byte[] body) => Convert.ToHexStringLower(MD5.HashData(body));
}
