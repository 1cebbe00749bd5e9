using System;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using TrailLake.Errors;
using TrailLake.FakeS3;
using TrailLake.Ingest.Sources;
using TrailLake.S3;
using TrailLake.Tests.Support;
using Xunit;

namespace TrailLake.Tests.S3;

/// <summary>What a good server does not do. Needs no server: every answer is made here.</summary>
public sealed class S3FaultTests
{
    static readonly byte[] s_body = Enumerable.Range(0, 3_000_000).Select(i => (byte)(i * 31 >> 3)).ToArray();

    [Theory]
    [InlineData(1_000)]
    [InlineData(3_000_000)]
    public async Task Open_ConnectionBreaks_IsResumedWhereItStopped(int size)
    {
        byte[] body = s_body[..size];
        int requests = 0;
        using var server = Server(body, (server, request) =>
        {
            Assert.Equal($"\"{S3Sources.ETag(body)}\"", request.Headers["If-Match"]);
            var answer = server.Answer(request);
            return answer with { BreaksAfter = Interlocked.Increment(ref requests) < 3 ? answer.Length / 2 : null };
        });
        using var source = S3Sources.Of(server);
        await using var stream = await source.OpenAsync(Item(size));
        var read = new MemoryStream();
        await stream.CopyToAsync(read);
        Assert.Equal(body, read.ToArray());
        Assert.Equal(3, requests);
    }

    [Fact]
    public async Task Open_BodyEndsTooEarlyAgainAndAgain_IsAnErrorNotTheEnd()
    {
        using var server = Server(s_body, (server, request) =>
            server.Answer(request) with { BreaksAfter = request.Headers.ContainsKey("Range") ? 0 : 10 });
        using var source = S3Sources.Of(server);
        await using var stream = await source.OpenAsync(Item(s_body.Length));
        var error = await Assert.ThrowsAsync<IOException>(() => stream.CopyToAsync(Stream.Null));
        Assert.StartsWith(
            "s3://b/k: the connection ended after 10 of 3000000 bytes, 3 times; check the network",
            error.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_ReplacedWhileItIsRead_GivesTheBytesBefore_AndIsReadAnewWhenListedAnew()
    {
        const int before = 1_500_000;
        var other = s_body.Reverse().ToArray();
        using var old = Server(s_body, (server, request) => request.Headers.ContainsKey("Range")
            ? S3Answer.Error(412, "PreconditionFailed")
            : server.Answer(request) with { BreaksAfter = before });
        using var source = S3Sources.Of(old);
        await using var stream = await source.OpenAsync(Item(s_body.Length));
        var read = new byte[before];
        stream.ReadExactly(read);
        Assert.Equal(s_body[..before], read);
        var error = Assert.Throws<IOException>(() => stream.Read(read));
        Assert.Equal("s3://b/k: it was replaced since it was listed; run again to read the new one", error.Message);

        using var replaced = Server(other);
        using var next = S3Sources.Of(replaced);
        await using var anew = await next.OpenAsync(S3Sources.Item(other.Length, S3Sources.ETag(other)));
        var whole = new byte[other.Length];
        anew.ReadExactly(whole);
        Assert.Equal(other, whole);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Open_LeftBeforeItsEnd_GivesItsConnectionBack(bool isCancelled)
    {
        var body = Enumerable.Repeat(s_body, 3).SelectMany(part => part).ToArray();
        var bucket = new Bucket(StoredObject.Of("k", body));
        using var server = new FakeS3Server(bucket, new FakeS3Options { BytesPerSecond = 1_000 });
        using var source = new S3LogSource(S3Sources.Options(server.Endpoint) with { FetchAhead = 1, ListConcurrency = 0 });

        // The rest would take hours, and there is one connection.
        for (int i = 0; i < 3; i++)
        {
            using var cancel = new CancellationTokenSource();
            await using var stream = await source.OpenAsync(S3Sources.Item(body.Length, S3Sources.ETag(body)), cancel.Token);
            stream.ReadExactly(new byte[100]);
            if (isCancelled)
            {
                var reading = Task.Run(() => stream.CopyTo(Stream.Null));
                await cancel.CancelAsync();
                await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
            }
        }

        Assert.Equal(3, server.Requests);
    }

    [Fact]
    public async Task Open_AnotherSizeThanListed_IsAnError()
    {
        using var server = Server(s_body);
        using var source = S3Sources.Of(server);
        var error = await Assert.ThrowsAsync<IOException>(async () => await source.OpenAsync(S3Sources.Item(5, S3Sources.ETag(s_body))));
        Assert.StartsWith("s3://b/k: 3000000 bytes are offered where 5 were expected", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("00112233445566778899aabbccddeeff", "s3://b/k: the bytes that came are not those of its ETag; run again")]
    [InlineData("odd", "s3://b/k: the server's answer is not as S3's are (")]
    public async Task Open_AnotherETagThanTheBytes_IsAnError(string etag, string message)
    {
        using var server = new FakeS3Server(_ => S3Answer.Object(s_body[..700], etag));
        using var source = S3Sources.Of(server);
        var error = await Assert.ThrowsAnyAsync<IOException>(async () => await source.OpenAsync(S3Sources.Item(700, etag)));
        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_SlowDownTwice_IsTriedAgain()
    {
        int requests = 0;
        using var server = Server(s_body[..7], (_, _) => Interlocked.Increment(ref requests) < 3 ? S3Answer.Error(503, "SlowDown") : null);
        using var source = S3Sources.Of(server);
        await using var stream = await source.OpenAsync(Item(7));
        Assert.Equal(7, stream.Length);
    }

    [Theory]
    [InlineData(
        503,
        "SlowDown",
        "s3://b/k: S3 refused to answer so often (SlowDown) that it was given up; run again, or fetch fewer objects at a time")]
    [InlineData(
        403,
        "InvalidObjectState",
        "s3://b/k: it is archived in Glacier and must be restored before it can be read (aws s3api restore-object); run again when "
            + "that is done")]
    [InlineData(
        403,
        "AccessDenied",
        "s3://b/k: access is denied; allow s3:ListBucket and s3:GetObject, and kms:Decrypt where objects are encrypted with a KMS key")]
    [InlineData(404, "NoSuchKey", "s3://b/k: it is gone: deleted since it was listed")]
    [InlineData(400, "InvalidRequest", "s3://b/k: S3 answered 400 InvalidRequest said so")]
    public async Task Open_Refused_OneLineForAPerson(int status, string code, string message)
    {
        using var server = new FakeS3Server(_ => S3Answer.Error(status, code));
        using var source = S3Sources.Of(server);
        var error = await Assert.ThrowsAsync<IOException>(async () => await source.OpenAsync(Item(7)));
        Assert.Equal(message, error.Message);
    }

    [Theory]
    [InlineData(400, "ExpiredToken", "the AWS credentials have expired; sign in again")]
    [InlineData(403, "InvalidAccessKeyId", "S3 does not know these AWS credentials")]
    [InlineData(403, "SignatureDoesNotMatch", "S3 does not accept the signature")]
    [InlineData(
        403, "AccessDenied", "listing is denied to the credentials of the environment, default profile or instance; allow s3:ListBucket")]
    public async Task List_RefusedAsAWhole_EndsTheRun(int status, string code, string message)
    {
        using var server = new FakeS3Server(_ => S3Answer.Error(status, code));
        using var source = S3Sources.Of(server);
        var error = await Assert.ThrowsAsync<TrailLakeException>(async () => await source.ListAsync(SourceFilter.All).ToListAsync());
        Assert.StartsWith($"s3://b/: {message}", error.Message, StringComparison.Ordinal);
        Assert.Equal(ErrorKind.Source, error.Kind);
    }

    [Fact]
    public async Task Open_CredentialsExpire_EndsTheRun()
    {
        using var server = new FakeS3Server(_ => S3Answer.Error(400, "ExpiredToken"));
        using var source = S3Sources.Of(server);
        await Assert.ThrowsAsync<TrailLakeException>(async () => await source.OpenAsync(Item(7)));
    }

    [Fact]
    public async Task List_NobodyListens_SaysSo()
    {
        using var source = new S3LogSource(S3Sources.Options($"http://127.0.0.1:{S3Server.FreePort()}") with { Attempts = 1 });
        var error = await Assert.ThrowsAsync<TrailLakeException>(async () => await source.ListAsync(SourceFilter.All).ToListAsync());
        Assert.StartsWith("s3://b/: cannot be listed: the connection failed (", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public async Task List_BucketInAnotherRegion_IsFollowed()
    {
        const string listing = "<ListBucketResult><Name>b</Name><KeyCount>1</KeyCount><IsTruncated>false</"
            + "IsTruncated><Contents><Key>a.json</Key>"
            + "<LastModified>2023-07-10T12:20:00.000Z</LastModified><ETag>&quot;e&quot;</ETag><Size>7</Size></Contents></ListBucketResult>";
        using var server = new FakeS3Server(request => request.Headers["Authorization"].Contains("/eu-west-3/s3/", StringComparison.Ordinal)
            ? S3Answer.Xml(listing)
            : S3Answer.Error(400, "AuthorizationHeaderMalformed").With("x-amz-bucket-region", "eu-west-3"));
        using var source = S3Sources.Of(server);
        var item = (await source.ListAsync(SourceFilter.All).SingleAsync()).Object!;
        Assert.Equal(("s3://b/a.json", 7L, "e"), (item.Uri, item.Size, item.ETag));
        Assert.Equal(new DateTime(2023, 7, 10, 12, 20, 0, DateTimeKind.Utc), item.LastModified);
        Assert.Equal(DateTimeKind.Utc, item.LastModified.Kind);
    }

    /// <summary>A bucket of one object, <c>k</c>.</summary>
    static FakeS3Server Server(byte[] body, Func<FakeS3Server, S3Request, S3Answer?>? script = null)
    {
        var server = new FakeS3Server(new Bucket(StoredObject.Of("k", body)));
        server.Script = script is null ? null : request => script(server, request);
        return server;
    }

    static LogObject Item(int size) => S3Sources.Item(size, S3Sources.ETag(s_body[..size]));
}
