using System;
using System.Threading;
using System.Threading.Tasks;
using TrailLake.Errors;
using TrailLake.FakeS3;
using TrailLake.Ingest.Pipeline;
using TrailLake.Parquet;
using TrailLake.Store;
using TrailLake.Tests.Support;
using Xunit;

namespace TrailLake.Tests.Faults;

/// <summary>
/// S3 that answers 503 and 500, resets, sends half a body, or whose credentials expire: by seed, and with a good run after it.
/// </summary>
public sealed class S3FaultSeedTests : IClassFixture<FaultArchive>, IDisposable
{
    readonly FaultArchive _archive;
    readonly FakeS3Server _server;
    readonly TestLake _lake = new();

    public S3FaultSeedTests(FaultArchive archive)
    {
        _archive = archive;
        _server = new FakeS3Server(Bucket.OfFolder(archive.Folder));
    }

    public static TheoryData<int> Seeds => FaultSeeds.All;

    public void Dispose()
    {
        _server.Dispose();
        _lake.Dispose();
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task AnswersThatFail(int seed)
    {
        var draw = new Draw(seed);
        _server.Script = request => draw.Next() switch
        {
            < 4 => S3Answer.Error(503, "SlowDown"),
            < 8 => S3Answer.Error(500, "InternalError"),
            < 12 => S3Answer.Nothing,
            _ => draw.Next() < 15 && _server.Answer(request) is var answer ? answer with { BreaksAfter = answer.Length / 2 } : null,
        };
        var error = await Record.ExceptionAsync(RunAsync);
        Assert.True(error is null or TrailLakeException { Kind: ErrorKind.Source }, error?.ToString());
        await RequireRecoveryAsync();
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task CredentialsThatExpire(int seed)
    {
        int left = 10 + (seed * 7 % 60);
        _server.Script = _ => Interlocked.Decrement(ref left) < 0 ? S3Answer.Error(400, "ExpiredToken") : null;
        var error = await Record.ExceptionAsync(RunAsync);
        Assert.Contains("the AWS credentials have expired", Assert.IsType<TrailLakeException>(error).Message, StringComparison.Ordinal);
        await RequireRecoveryAsync();
    }

    async Task RequireRecoveryAsync()
    {
        _server.Script = null;
        if (LakeStore.Exists(_lake.Directory))
        {
            LakeDamager.RequireSound(_lake.Directory);
        }

        var report = await RunAsync();
        Assert.True(report.IsClean);
        LakeDamager.RequireSound(_lake.Directory);
        Assert.Equal(_archive.Expected, _lake.Events());
        Assert.Equal(0, (await RunAsync()).Objects);
    }

    async Task<IngestReport> RunAsync()
    {
        using var source = S3Sources.Of(_server);
        var store = LakeStore.OpenOrCreate(_lake.Directory, new ParquetLakeFormat());
        return await new IngestPipeline(store, source, FaultArchive.Options).RunAsync();
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
