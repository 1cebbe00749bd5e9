using System;
using System.Threading;
using System.Threading.Tasks;
using TrailLake.Ingest.Pipeline;
using TrailLake.Ingest.Sources;
using TrailLake.Parquet;
using TrailLake.Store;
using TrailLake.Tests.Support;
using Xunit;

namespace TrailLake.Tests.Ingest;

/// <summary>What was read is kept, however a run ends and however slow its source is.</summary>
public sealed class ProgressTests : IDisposable
{
    static readonly TimeSpan s_patience = TimeSpan.FromMinutes(1);

    readonly TestLake _lake = new();
    readonly CancellationTokenSource _stop = new();

    public void Dispose()
    {
        _stop.Dispose();
        _lake.Dispose();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(8)]
    public async Task Stop_WhileTheSourceIsSilent_CommitsWhatWasRead(int fetchAhead)
    {
        var source = new HandedSource { FetchAhead = fetchAhead };
        source.Hand(100);
        var pipeline = Pipeline(source, new IngestOptions());
        var run = pipeline.RunAsync(TestContext.Current.CancellationToken, _stop.Token);
        await Until(() => pipeline.Progress.Objects == 100);
        Assert.False(run.IsCompleted);
        await _stop.CancelAsync();
        var report = await run.WaitAsync(s_patience, TestContext.Current.CancellationToken);
        Assert.True(report.IsStopped);
        Assert.Equal((100, 100, 1), (report.Objects, report.Events, report.Commits));
        Assert.Equal(100, _lake.Count("SELECT count(*) FROM events"));
        Assert.Equal(0, source.Open);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(8)]
    public async Task Stop_LeavesWhatNobodyHasBegun_ToTheNextRun(int fetchAhead)
    {
        var gate = new TaskCompletionSource();
        var source = new HandedSource { FetchAhead = fetchAhead, Opening = () => gate.Task };
        source.Hand(300);
        source.End();
        var run = Pipeline(source, new IngestOptions { Jobs = 1 }).RunAsync(TestContext.Current.CancellationToken, _stop.Token);
        await Task.Delay(50, TestContext.Current.CancellationToken);
        await _stop.CancelAsync();

        // What is begun waits for the gate until then.
        await Task.Delay(300, TestContext.Current.CancellationToken);
        gate.SetResult();
        var report = await run.WaitAsync(s_patience, TestContext.Current.CancellationToken);
        Assert.True(report.IsStopped);
        Assert.InRange(report.Objects, 0, 1);
        await Until(() => Volatile.Read(ref source.Open) == 0);

        var rest = new HandedSource();
        rest.Hand(300);
        rest.End();
        var second = await Pipeline(rest, new IngestOptions()).RunAsync(TestContext.Current.CancellationToken);
        Assert.Equal((300 - report.Objects, report.Objects), (second.Objects, second.KnownObjects));
        Assert.False(second.IsStopped);
        Assert.Equal(300, _lake.Count("SELECT count(*) FROM events"));
    }

    [Fact]
    public async Task Stop_AfterTheLastObject_IsNoStop()
    {
        var source = new HandedSource();
        source.Hand(3);
        source.End();
        var report = await Pipeline(source, new IngestOptions()).RunAsync(TestContext.Current.CancellationToken, _stop.Token);
        await _stop.CancelAsync();
        Assert.False(report.IsStopped);
    }

    [Fact]
    public async Task Interval_CommitsWhileTheSourceIsSilent()
    {
        var source = new HandedSource();
        source.Hand(10);
        var run = Pipeline(source, new IngestOptions { CommitInterval = TimeSpan.FromMilliseconds(200) })
            .RunAsync(TestContext.Current.CancellationToken);
        await Until(() => LakeStore.Exists(_lake.Directory) && _lake.Count("SELECT count(*) FROM events") == 10);
        Assert.False(run.IsCompleted);
        source.Hand(5);
        await Until(() => _lake.Count("SELECT count(*) FROM events") == 15);
        source.End();
        var report = await run.WaitAsync(s_patience, TestContext.Current.CancellationToken);
        Assert.Equal((15, 2), (report.Events, report.Commits));
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(4, false)]
    [InlineData(4, true)]
    public async Task Interval_CarriesOverWhatIsQueued(int fetchAhead, bool isListedFirst)
    {
        // Each object takes longer than the interval: every commit has an object or two, and what is queued behind it is read by later
        // rounds.
        var source = new HandedSource { FetchAhead = fetchAhead, Opening = () => Task.Delay(30) };
        source.Hand(12);
        if (isListedFirst)
        {
            source.End();
        }

        var run = Pipeline(source, new IngestOptions { Jobs = 1, CommitInterval = TimeSpan.FromMilliseconds(1) })
            .RunAsync(TestContext.Current.CancellationToken);
        if (!isListedFirst)
        {
            source.End();
        }

        var report = await run.WaitAsync(s_patience, TestContext.Current.CancellationToken);
        Assert.Equal((12, 12, 0), (report.Objects, report.Events, report.Duplicates));
        Assert.True(report.Commits > 1, $"{report.Commits} commits");
        Assert.Equal(12, _lake.Count("SELECT count(DISTINCT eventID) FROM events"));
        Assert.Equal(0, source.Open);
    }

    [Fact]
    public async Task CommitEvents_CountsWhatWasReadAndNotWhatIsQueued()
    {
        var source = new HandedSource { Opening = () => Task.Delay(10) };
        source.Hand(100);
        source.End();
        var report = await Pipeline(source, new IngestOptions { Jobs = 1, CommitEvents = 10 })
            .RunAsync(TestContext.Current.CancellationToken);
        Assert.Equal(100, report.Events);
        Assert.True(report.Commits > 1, $"{report.Commits} commit");
    }

    IngestPipeline Pipeline(ILogSource source, IngestOptions options) =>
        new(LakeStore.OpenOrCreate(_lake.Directory, new ParquetLakeFormat()), source, options);

    static async Task Until(Func<bool> isSo)
    {
        for (var waited = TimeSpan.Zero; !isSo(); waited += TimeSpan.FromMilliseconds(20))
        {
            Assert.True(waited < s_patience, "it did not come to that");
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }
}
