using System;
using System.IO;
using System.Linq;
using TrailLake.Answers.Coverage;
using TrailLake.Digests;
using TrailLake.Ingest.Pipeline;
using TrailLake.Ingest.Sources;
using TrailLake.Maintenance;
using TrailLake.Parquet;
using TrailLake.Store;
using TrailLake.Tests.Support;
using Xunit;

namespace TrailLake.Tests.Digests;

/// <summary>Verdicts in the ledger: about the bytes that were ingested, all or none, one row for each object.</summary>
public sealed class RecordedVerdictTests
{
    [Fact]
    public void Recorded_QueriesAndStatusCanTell()
    {
        using var archive = new DigestArchive();
        archive.AddHours(4, logs: 3);
        string extra = archive.AddLog("eu-west-1", archive.Clock.AddMinutes(-30)).Key;
        using var lake = new TestLake();
        lake.Ingest(new LocalLogSource(archive.Copy));
        var before = lake.Ledger();
        Assert.All(before, row => Assert.Null(row.Verified));
        var changed = Record(archive, lake);
        Assert.Equal([("not-covered", 1L), ("valid", 12L)], changed.OrderBy(pair => pair.Key).Select(pair => (pair.Key, pair.Value)));
        Assert.Equal(before, lake.Ledger().Select(row => row with { Verified = null }));
        Assert.Equal(
            12, lake.Count("SELECT count(*) FROM events WHERE sourceObject IN (SELECT uri FROM objects WHERE verified = 'valid')"));
        Assert.Equal(archive.UriOf(extra), lake.Scalar("SELECT uri FROM objects WHERE verified <> 'valid'"));
        lake.CheckLedger();
        using var session = lake.Open();
        var status = LakeStatus.Read(lake.Directory, lake.Snapshot(), session);
        Assert.Equal((12, 1, 12), (status.Verified["valid"], status.Verified["not-covered"], status.VerifiedEvents));

        // Again: nothing to say, nothing committed.
        long version = lake.Snapshot().Version;
        Assert.Empty(Record(archive, lake));
        Assert.Equal(version, lake.Snapshot().Version);
    }

    [Fact]
    public void BytesOfTheLake_AreJudged_NotThoseOfTheSourceNow()
    {
        using var archive = new DigestArchive();
        var digests = archive.AddHours(3, logs: 2);
        string forgedBefore = digests[0].LogKeys[0];
        byte[] genuine = File.ReadAllBytes(archive.PathOf(forgedBefore));
        archive.Write(forgedBefore, Records.Gzip(Records.File(Records.Of("forged"))));
        using var lake = new TestLake();
        lake.Ingest(new LocalLogSource(archive.Copy));

        // Since then the forged one was put right, a genuine one was forged, and another was deleted.
        archive.Write(forgedBefore, genuine);
        string forgedSince = digests[1].LogKeys[0];
        archive.Write(forgedSince, Records.Gzip(Records.File(Records.Of("forged too"))));
        archive.Delete(digests[2].LogKeys[1]);
        Record(archive, lake);
        var verified = lake.Ledger().ToDictionary(row => row.Uri, row => row.Verified);
        Assert.Equal("invalid-hash", verified[archive.UriOf(forgedBefore)]);
        Assert.Equal("valid", verified[archive.UriOf(forgedSince)]);
        Assert.Equal("valid", verified[archive.UriOf(digests[2].LogKeys[1])]);
        Assert.Equal(5, verified.Values.Count(state => state == "valid"));
    }

    [Fact]
    public void LakeOfAnotherCopy_IsMatchedByNameAndContent()
    {
        using var archive = new DigestArchive();
        archive.AddHours(2);
        using var lake = new TestLake();
        foreach (string path in Directory.GetFiles(archive.PathOf("AWSLogs/123456789012/CloudTrail"), "*", SearchOption.AllDirectories))
        {
            lake.Put("elsewhere/" + Path.GetFileName(path), File.ReadAllBytes(path));
        }

        lake.Ingest();
        Assert.Equal(4, Record(archive, lake)["valid"]);
    }

    [Theory]
    [InlineData(CommitStep.LedgerRenamed, false)]
    [InlineData(CommitStep.LedgerCommitted, true)]
    internal void BrokenOff_AllOrNone(CommitStep step, bool all)
    {
        using var archive = new DigestArchive();
        archive.AddHours(2);
        using var lake = new TestLake();
        lake.Ingest(new LocalLogSource(archive.Copy), new IngestOptions { CommitEvents = 1 });
        var store = LakeStore.Open(lake.Directory, new ParquetLakeFormat());
        store.Fault = at =>
        {
            if (at == step)
            {
                throw new InvalidTimeZoneException();
            }
        };
        Assert.Throws<InvalidTimeZoneException>(() => new DigestVerdictRecorder(store, _ => "valid").Run());
        Assert.All(lake.Ledger(), row => Assert.Equal(all ? "valid" : null, row.Verified));
        Assert.Equal(4, lake.Ledger().Count);
        lake.CheckLedger();

        // What is left over is swept, and the next try does it.
        store.Fault = null;
        new LakeSweep(store).Run(TimeSpan.FromSeconds(-5));
        new DigestVerdictRecorder(store, _ => "valid").Run();
        Assert.All(lake.Ledger(), row => Assert.Equal("valid", row.Verified));
        lake.CheckLedger();
    }

    [Fact]
    public void OtherWritersMeanwhile_NothingIsLost()
    {
        using var archive = new DigestArchive();
        archive.AddHours(2);
        using var lake = new TestLake();
        lake.Ingest(new LocalLogSource(archive.Copy));
        var store = LakeStore.Open(lake.Directory, new ParquetLakeFormat());
        int meanwhile = 0;
        store.Fault = at =>
        {
            if (at == CommitStep.LedgerRenamed && meanwhile++ == 0)
            {
                // A batch and another verification come first: the verification's files are the ones that this one read.
                archive.AddHours(1);
                lake.Ingest(new LocalLogSource(archive.Copy));
                new DigestVerdictRecorder(LakeStore.Open(lake.Directory, new ParquetLakeFormat()), _ => "moved").Run();
            }
        };
        new DigestVerdictRecorder(store, _ => "valid").Run();
        Assert.Equal(2, meanwhile);
        Assert.Equal(6, lake.Ledger().Count);
        Assert.All(lake.Ledger(), row => Assert.Equal("valid", row.Verified));
        lake.CheckLedger();
    }

    [Fact]
    public void OpenSnapshot_StaysAsItIs_AndItsStoreSeesTheNewOne()
    {
        using var archive = new DigestArchive();
        archive.AddHours(1);
        using var lake = new TestLake();
        lake.Ingest(new LocalLogSource(archive.Copy));
        var store = LakeStore.Open(lake.Directory, new ParquetLakeFormat());
        var old = store.Snapshot();
        var files = old.ObjectFiles;
        new DigestVerdictRecorder(store, _ => "valid").Run();
        Assert.All(old.ReadObjects(), row => Assert.Null(row.Verified));
        Assert.NotEqual(files, store.Snapshot().ObjectFiles);
        Assert.All(store.Snapshot().ReadObjects(), row => Assert.Equal("valid", row.Verified));
    }

    static System.Collections.Generic.IReadOnlyDictionary<string, long> Record(DigestArchive archive, TestLake lake)
    {
        var index = new DigestVerdictIndex();
        archive.Verify(index: index);
        return new DigestVerdictRecorder(LakeStore.Open(lake.Directory, new ParquetLakeFormat()), index.Of).Run();
    }
}
