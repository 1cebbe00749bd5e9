using System;
using System.Net;
using System.Threading;
using System.Threading.Tasks;
using TrailLake.Errors;
using TrailLake.Ingest;
using TrailLake.Lake;
using TrailLake.Parquet;
using TrailLake.S3;
using TrailLake.S3Responder;
using TrailLake.Tests.Support;
using Xunit;

namespace TrailLake.Tests.Faults;

/// <summary>S3 that answers 503 and 500, resets, sends half a body, or whose credentials expire: by seed, and with a good run after it.</summary>
public sealed class S3FaultSeedTests : IClassFixture<FaultArchive>, IDisposable
{
    readonly FaultArchive _archive;
    readonly CancellationTokenSource _stop = new();
    readonly S3Responder.S3Server _server;
    readonly TestLake _lake = new();

    public S3FaultSeedTests(FaultArchive archive)
    {
        Environment.SetEnvironmentVariable("AWS_ACCESS_KEY_ID", "test");
        Environment.SetEnvironmentVariable("AWS_SECRET_ACCESS_KEY", "test");
        _archive = archive;
        _server = new S3Responder.S3Server(new Bucket(archive.Folder), "logs", 0, TimeSpan.Zero);
        _ = _server.RunAsync(_stop.Token);
    }

    public static TheoryData<int> Seeds => FaultSeeds.All;

    public void Dispose()
    {
        _stop.Cancel();
        _server.Dispose();
        _stop.Dispose();
        _lake.Dispose();
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task AnswersThatFail(int seed)
    {
        var draw = new Draw(seed);
        using var proxy = new FaultyProxy(
            _server.Endpoint.ToString().TrimEnd('/'),
            context => draw.Next() switch
            {
                < 4 => FaultyProxy.Error(context, 503, "SlowDown"),
                < 8 => FaultyProxy.Error(context, 500, "InternalError"),
                < 12 => Reset(context),
                _ => false,
            },
            _ => draw.Next() < 15);
        var error = await Record.ExceptionAsync(() => RunAsync(proxy.Endpoint));
        Assert.True(error is null or TrailLakeException { Kind: ErrorKind.Source }, error?.ToString());
        await RequireRecoveryAsync();
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task CredentialsThatExpire(int seed)
    {
        int left = 10 + (seed * 7 % 60);
        using var proxy = new FaultyProxy(
            _server.Endpoint.ToString().TrimEnd('/'),
            context => Interlocked.Decrement(ref left) < 0 && FaultyProxy.Error(context, 400, "ExpiredToken"));
        var error = await Record.ExceptionAsync(() => RunAsync(proxy.Endpoint));
        Assert.Contains("the AWS credentials have expired", Assert.IsType<TrailLakeException>(error).Message, StringComparison.Ordinal);
        await RequireRecoveryAsync();
    }

    async Task RequireRecoveryAsync()
    {
        if (LakeStore.Exists(_lake.Directory))
        {
            LakeDamager.RequireSound(_lake.Directory);
        }

        var report = await RunAsync(_server.Endpoint.ToString());
        Assert.True(report.IsClean);
        LakeDamager.RequireSound(_lake.Directory);
        Assert.Equal(_archive.Expected, _lake.Events());
        Assert.Equal(0, (await RunAsync(_server.Endpoint.ToString())).Objects);
    }

    async Task<IngestReport> RunAsync(string endpoint)
    {
        using var source = new S3LogSource(new S3SourceOptions { Location = new S3Location("logs", ""), EndpointUrl = endpoint, Attempts = 3 });
        return await new IngestPipeline(LakeStore.OpenOrCreate(_lake.Directory, new ParquetLakeFormat()), source, FaultArchive.Options).RunAsync();
    }

    static bool Reset(HttpListenerContext context)
    {
        context.Response.Abort();
        return true;
    }

    sealed class Draw(int seed)
    {
        readonly Lock _lock = new();
        readonly Random _random = new(seed);

        /// <summary>A number below 100.</summary>
        public int Next()
        {
            lock (_lock)
            {
                return _random.Next(100);
            }
        }
    }
}
