using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using TrailLake.Answers.Lookups;
using TrailLake.Answers.Principals;
using TrailLake.Errors;
using TrailLake.Ingest.Pipeline;
using TrailLake.Ingest.Sources;
using TrailLake.Query.Execution;
using TrailLake.Query.Search;
using TrailLake.Tests.Support;
using Xunit;
using FrontDoor = TrailLake.Lake;

namespace TrailLake.Tests.Library;

/// <summary>The front door of the library: from an archive to answers.</summary>
public sealed class LakeTests : IDisposable
{
    const string Key = "AKIAEXAMPLE000000001";

    readonly TempFolder _folder = new();

    string Source => _folder.File("source");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Query_AfterIngest_TakesParameters()
    {
        var lake = await FilledAsync();

        using var result = lake.Query("SELECT eventName FROM events WHERE userIdentity.accessKeyId = ? ORDER BY 1", [Key]);

        Assert.Equal(["DeleteBucket", "PutObject"], result.ReadAll().Select(row => row[0]));
    }

    [Fact]
    public async Task IngestAsync_ASecondTime_ReadsWhatIsNew()
    {
        var lake = await FilledAsync();
        Put("more.json", TestRecord.Of(9, "2026-03-02T00:00:00Z", TestRecord.User("eve", Key), "s3:CreateBucket"));

        var report = await lake.IngestAsync(Source);

        Assert.Equal((1, 1, 1), (report.Events, report.Objects, report.KnownObjects));
        Assert.Equal("3", Count(lake));
    }

    [Fact]
    public async Task IngestAsync_OfAZipArchive_ReadsIt()
    {
        Directory.CreateDirectory(Source);
        using (var zip = ZipFile.Open(Path.Combine(Source, "logs.zip"), ZipArchiveMode.Create))
        {
            using var entry = zip.CreateEntry("log.json").Open();
            entry.Write(Encoding.UTF8.GetBytes(Records.File(Records.Of("e1"))));
        }

        var lake = FrontDoor.Create(_folder.File("lake"));
        var report = await lake.IngestAsync(Source, new IngestOptions { Jobs = 1 });

        Assert.Equal((1, 0), (report.Events, report.Rejects));
    }

    [Fact]
    public async Task IngestAsync_TakesASourceOfOnesOwn()
    {
        Put("log.json", Records.Of("e1"));

        var report = await FrontDoor.Create(_folder.File("lake")).IngestAsync(new LocalLogSource(Source));

        Assert.Equal(1, report.Events);
    }

    [Fact]
    public async Task IngestAsync_OfNoFolder_SaysSo()
    {
        var lake = FrontDoor.Create(_folder.File("lake"));

        var error = await Assert.ThrowsAsync<TrailLakeException>(() => lake.IngestAsync(_folder.File("nothing")));

        Assert.Equal(ErrorKind.Source, error.Kind);
    }

    [Fact]
    public async Task Ask_AnswersAQuestion()
    {
        var lake = await FilledAsync();

        using var result = lake.Ask("deleted-bucket", new Dictionary<string, string> { ["bucket"] = "acme" });

        var row = Assert.Single(result.ReadAll());
        Assert.Equal("acme", row[3]);
    }

    [Theory]
    [InlineData("deleted-moon", "bucket")]
    [InlineData("deleted-bucket", "moon")]
    public async Task Ask_WhatIsUnknown_SaysSo(string question, string parameter)
    {
        var lake = await FilledAsync();

        var error = Assert.Throws<TrailLakeException>(
            () => lake.Ask(question, new Dictionary<string, string> { [parameter] = "acme" }));

        Assert.Equal(ErrorKind.Usage, error.Kind);
        Assert.Contains("moon", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Timeline_TellsInOrderOfTime()
    {
        var lake = await FilledAsync();

        Assert.Equal(["PutObject", "DeleteBucket"], await lake.TimelineAsync(Key).Select(entry => entry.First.EventName).ToListAsync());
        Assert.Throws<TrailLakeException>(() => lake.TimelineAsync("10.0.0.0/99"));
    }

    [Fact]
    public async Task Answers_MayBeReadInTurnAndWhileTheLakeGrows()
    {
        var lake = await FilledAsync();
        using var first = lake.Query("SELECT eventName FROM events ORDER BY eventTime");
        Assert.True(first.Read());
        Put("more.json", TestRecord.Of(9, "2026-03-02T00:00:00Z", TestRecord.User("eve", Key), "s3:CreateBucket"));
        await lake.IngestAsync(Source);

        Assert.Equal("3", Count(lake));
        Assert.Equal(3, await lake.TimelineAsync(Key).CountAsync());

        Assert.Equal("PutObject", first.GetString(0));
        Assert.True(first.Read());
        Assert.False(first.Read());
    }

    [Fact]
    public async Task OpenSession_ShowsTheSpanThatItIsOpenedFor()
    {
        var lake = await FilledAsync();
        var filter = new EventFilter { From = new DateTime(2026, 3, 1, 11, 0, 0, DateTimeKind.Utc) };

        using var session = lake.OpenSession(new SessionOptions { Filter = filter });
        using var result = session.Query("SELECT eventName FROM events");

        Assert.Equal("DeleteBucket", Assert.Single(result.ReadAll())[0]);
    }

    [Fact]
    public async Task Optimize_JoinsTheFilesOfADay()
    {
        var lake = await FilledAsync();
        Put("more.json", TestRecord.Of(9, "2026-03-01T12:00:00Z", TestRecord.User("eve", Key), "s3:CreateBucket"));
        await lake.IngestAsync(Source);
        Assert.Equal(2, lake.Store.Snapshot().Files.Count);

        var report = await lake.OptimizeAsync();

        Assert.Equal((2, 1), (report.FilesBefore, report.FilesAfter));
        Assert.Single(lake.Store.Snapshot().Files);
        Assert.Empty(await lake.SweepAsync(TimeSpan.FromDays(7)));
        Assert.Equal("3", Count(lake));
    }

    [Theory]
    [InlineData(".")]
    [InlineData("nothing")]
    public void Open_OfNoLake_SaysSo(string name)
    {
        var error = Assert.Throws<TrailLakeException>(() => FrontDoor.Open(_folder.File(name)));

        Assert.Equal(ErrorKind.Lake, error.Kind);
    }

    [Fact]
    public void Create_OfALake_OpensIt()
    {
        var lake = FrontDoor.Create(_folder.File("lake"));

        Assert.Equal(lake.Store.Snapshot().Version, FrontDoor.Create(_folder.File("lake")).Store.Snapshot().Version);
        Assert.Equal("0", Count(lake));
    }

    [Fact]
    public async Task Session_AnswersEachKindOfQuestion()
    {
        var lake = await FilledAsync();
        using var session = lake.OpenSession();

        var who = await session.WhoAsync("eve");
        var trace = await session.TraceAsync(Key);
        var principals = await session.PrincipalsAsync();
        var calls = await session.CountAsync(CountDimension.Call);
        var found = await session.LookupAsync(new Dictionary<LookupKey, string> { [LookupKey.EventName] = "DeleteBucket" }).ToListAsync();

        Assert.Equal(2, who.Events);
        Assert.Equal(Key, Assert.Single(trace.Roots.SelectMany(root => root.Children.Prepend(root)), node => node.IsSubject).AccessKey);
        Assert.Equal(2, Assert.Single(principals).Events);
        Assert.Equal(["s3.amazonaws.com/DeleteBucket", "s3.amazonaws.com/PutObject"], calls.Select(call => call.Value).Order());
        Assert.Equal("DeleteBucket", Assert.Single(found).EventName);
        Assert.Equal(2, await session.TimelineAsync(Key).CountAsync());
    }

    [Fact]
    public async Task Lake_SaysWhatIsInIt()
    {
        var lake = await FilledAsync();

        Assert.Equal(2, (await lake.StatusAsync()).Events);
        Assert.NotNull(await lake.CoverageAsync());
        Assert.Equal(2, Assert.Single(await lake.ReadObjectsAsync().ToListAsync()).Events);
        Assert.Empty(await lake.ReadRejectsAsync().ToListAsync());
        Assert.True((await lake.VerifyAsync()).IsSound);
        Assert.Contains(FrontDoor.Questions, question => question.Name == "deleted-bucket");
    }

    [Fact]
    public async Task WriteParquetAsync_WritesTheRows()
    {
        var lake = await FilledAsync();
        var path = _folder.File("rows.parquet");
        using var session = lake.OpenSession();

        long rows = await session.WriteParquetAsync("SELECT eventName FROM events", path);

        Assert.Equal(2, rows);
        Assert.Equal(2, DuckDb.Scalar<int>($"SELECT count(*) FROM '{path}'"));
    }

    // What the key was before the span, the question needs; what it shows is the span's.
    [Fact]
    public async Task Ask_ThatLooksBack_InASpan_ShowsTheSpan()
    {
        var lake = await FilledAsync();
        var filter = new EventFilter { From = new DateTime(2026, 3, 2, 0, 0, 0, DateTimeKind.Utc) };
        using var session = lake.OpenSession(new SessionOptions { Filter = filter });

        foreach (var question in FrontDoor.Questions.Where(question => question.LooksBack))
        {
            using var rows = await session.AskAsync(question.Name, attempts: true);
            Assert.False(rows.Read(), question.Name);
        }
    }

    [Fact]
    public async Task IngestAsync_TellsHowFarItIs()
    {
        Put("log.json", Records.Of("e1"));
        var told = new FirstReport<IngestProgress>();
        var source = new WaitingSource(new LocalLogSource(Source), told.Task);

        var report = await FrontDoor.Create(_folder.File("lake")).IngestAsync(source, progress: told);

        Assert.Equal(1, report.Events);
        Assert.Equal(0, (await told.Task).Events);
    }

    async Task<FrontDoor> FilledAsync()
    {
        Put(
            "log.json",
            TestRecord.Of(1, "2026-03-01T10:00:00Z", TestRecord.User("eve", Key), "s3:PutObject", """{"bucketName":"acme","key":"k"}"""),
            TestRecord.Of(2, "2026-03-01T11:00:00Z", TestRecord.User("eve", Key), "s3:DeleteBucket", """{"bucketName":"acme"}"""));
        var lake = FrontDoor.Create(_folder.File("lake"));
        var report = await lake.IngestAsync(Source);
        Assert.True(report.IsClean);
        Assert.Equal(2, report.Events);
        return lake;
    }

    static string? Count(FrontDoor lake)
    {
        using var result = lake.Query("SELECT count(*) FROM events");
        return Assert.Single(result.ReadAll())[0];
    }

    void Put(string name, params string[] records)
    {
        Directory.CreateDirectory(Source);
        File.WriteAllText(Path.Combine(Source, name), Records.File(records));
    }
}
