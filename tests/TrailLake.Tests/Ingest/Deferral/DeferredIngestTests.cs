using System;
using System.Globalization;
using System.Linq;
using TrailLake.Index;
using TrailLake.Ingest.Sources;
using TrailLake.Tables;
using TrailLake.Tests.Support;
using Xunit;

namespace TrailLake.Tests.Ingest.Deferral;

/// <summary>An ingest of more partitions than may be open loses nothing, and writes few files.</summary>
public sealed class DeferredIngestTests : IDisposable
{
    readonly TestLake _lake = new();

    public void Dispose() => _lake.Dispose();

    [Fact]
    public void PartitionsInTurn_MakeOneFileEach()
    {
        _lake.Put("a.json", Records.File([.. ManyPartitions.InTurn(accounts: 40, recordsEach: 30)]));
        var report = _lake.Ingest(ManyPartitions.Crowded);
        Assert.Equal((1_200, 1_200, 0), (report.Records, report.Events, report.Duplicates));
        Assert.Equal(Enumerable.Repeat(1, 40), ManyPartitions.FilesByPartition(_lake));
        ManyPartitions.AssertSameAsUncrowded(_lake);
    }

    [Fact]
    public void PartitionsInTurn_OverManyObjects_MakeOneFileEach()
    {
        foreach (var (records, i) in ManyPartitions.InTurn(accounts: 40, recordsEach: 30).Chunk(25).Select((records, i) => (records, i)))
        {
            _lake.Put(string.Create(CultureInfo.InvariantCulture, $"{i:D3}.json"), Records.File(records));
        }

        var report = _lake.Ingest(ManyPartitions.CrowdedAlone);
        Assert.Equal((48, 1_200), (report.Objects, report.Events));
        Assert.Equal(Enumerable.Repeat(1, 40), ManyPartitions.FilesByPartition(_lake));
        ManyPartitions.AssertSameAsUncrowded(_lake);
    }

    /// <summary>
    /// The days of the keys go on, so that what is open is written out behind each object: what comes again must not be opened again each
    /// time.
    /// </summary>
    [Fact]
    public void PartitionsThatComeAgainAfterTheyWereWritten_MakeTwoFilesAtMost()
    {
        for (int day = 1; day <= 28; day++)
        {
            var records = Enumerable.Range(0, 40).Select(account => ManyPartitions.Record(account, day, "2024-02-01"));
            _lake.Put(Key(day), Records.Gzip(Records.File([.. records])));
        }

        var report = _lake.Ingest(ManyPartitions.CrowdedAlone with { MostOpenPartitions = 1000 });
        Assert.Equal(28 * 40, report.Events);
        Assert.All(ManyPartitions.FilesByPartition(_lake), files => Assert.InRange(files, 1, 2));
        ManyPartitions.AssertSameAsUncrowded(_lake);
    }

    [Fact]
    public void PartitionWithManyRows_IsOpenedAgain()
    {
        for (int day = 1; day <= 28; day++)
        {
            var records = Enumerable.Range(0, 60).Select(number => ManyPartitions.Record(0, (day * 100) + number, "2024-02-01"));
            _lake.Put(Key(day), Records.Gzip(Records.File([.. records])));
        }

        _lake.Ingest(ManyPartitions.CrowdedAlone);
        Assert.InRange(Assert.Single(ManyPartitions.FilesByPartition(_lake)), 3, 28);
        ManyPartitions.AssertSameAsUncrowded(_lake);
    }

    [Fact]
    public void Copies_AreKnown_WhereverTheFirstOneIs()
    {
        // In the lake already, in an open partition, deferred; by eventID and by content.
        _lake.Put("0.json", Records.File([.. ManyPartitions.InTurn(accounts: 10, recordsEach: 2)]));
        _lake.Ingest(ManyPartitions.CrowdedAlone);
        string[] withoutId = [.. Enumerable.Range(0, 10).Select(i => ManyPartitions.Record(i, 9).Replace($",\"eventID\":\"{i}-9\"", ""))];
        string[] all = [.. ManyPartitions.InTurn(accounts: 10, recordsEach: 3), .. withoutId,
            .. ManyPartitions.InTurn(accounts: 10, recordsEach: 3), .. withoutId];
        _lake.Put("1.json", Records.File(all));
        _lake.Put("2.json", Records.File(all));
        var report = _lake.Ingest(ManyPartitions.CrowdedAlone);
        Assert.Equal((160, 20, 140, 0), (report.Records, report.Events, report.Duplicates, report.Conflicts));
        Assert.Equal(
            [(20, 20, 0), (80, 20, 60), (80, 0, 80)],
            _lake.Ledger().Select(row => ((int)row.Records, (int)row.Events, (int)row.Duplicates)));
        ManyPartitions.AssertSameAsUncrowded(_lake);
    }

    [Fact]
    public void SameIdWithOtherContent_IsFlagged_AlsoWhenItWasDeferred()
    {
        var other = ManyPartitions.InTurn(accounts: 10, recordsEach: 2).Select(record => record.Replace("curl", "wget"));
        _lake.Put("a.json", Records.File([.. ManyPartitions.InTurn(accounts: 10, recordsEach: 2), .. other]));
        var report = _lake.Ingest(ManyPartitions.CrowdedAlone);
        Assert.Equal((40, 0, 20), (report.Events, report.Duplicates, report.Conflicts));
        Assert.Equal(
            ["curl,false,20", "wget,true,20"],
            _lake.Query("SELECT userAgent, eventIDConflict, count(*) FROM events GROUP BY ALL ORDER BY 1")
                .Select(row => string.Join(',', row)));
        ManyPartitions.AssertSameAsUncrowded(_lake);
    }

    [Fact]
    public void EachFormOfRecord_IsRebuilt()
    {
        string full = ManyPartitions.Record(20, 1);
        string window = "{\"eventVersion\":\"1.11\",\"eventType\":\"AwsAggregatedEvent\",\"recipientAccountId\":\"100000000021\","
            + "\"eventID\":\"w\","
            + "\"timeWindow\":{\"windowStart\":\"2024-05-01T10:00:00Z\",\"windowEnd\":\"2024-05-01T10:05:00Z\"},\"x\":[1, 2]}";
        string spaced = ManyPartitions.Record(22, 1).Replace(",\"", " ,\n \"").Replace("curl", "c\\u00fcrl \\\"q\\\" \\ud83d\\ude00");
        string unknown = ManyPartitions.Record(23, 1).Replace(",\"recipientAccountId\":\"100000000023\"", "");
        string old = "{\"eventVersion\":\"1.05\",\"eventTime\":\"2019-05-01T10:00:00Z\",\"eventName\":\"NoId\","
            + "\"recipientAccountId\":\"100000000024\"}";
        string escaped = full.Replace("20-1", "20-2").Replace("\"", "\\\"");
        _lake.Put("1.json", Records.File([.. ManyPartitions.InTurn(5, 1)]));
        _lake.Put("2.json", Records.File(full, window, spaced, unknown, old));
        _lake.Put("3.json", "{\"Events\":[{\"EventId\":\"x\",\"CloudTrailEvent\":\"" + escaped + "\"}]}");
        _lake.Put("4.json", "{\"version\":\"0\",\"detail\":" + ManyPartitions.Record(20, 3) + "}");
        var report = _lake.Ingest(ManyPartitions.CrowdedAlone);
        Assert.Equal((12, 12), (report.Records, report.Events));
        var rebuilt = _lake.Rebuild().ToDictionary(pair => (pair.Key.Source[^6..^5], pair.Key.Index), pair => pair.Value);
        string[] expected = [full, window, spaced, unknown, old];
        for (int i = 0; i < expected.Length; i++)
        {
            TestLake.AssertSameJson(expected[i], rebuilt[("2", i)]);
        }

        TestLake.AssertSameJson(full.Replace("20-1", "20-2"), rebuilt[("3", 0)]);
        TestLake.AssertSameJson(ManyPartitions.Record(20, 3), rebuilt[("4", 0)]);
        ManyPartitions.AssertSameAsUncrowded(_lake);
    }

    /// <summary>An object breaks off after records of it were deferred: they count, and so do its rejects.</summary>
    [Fact]
    public void DamagedObject_CountsWhatWasDeferred()
    {
        byte[] whole = Records.Gzip(Records.File([.. ManyPartitions.InTurn(accounts: 30, recordsEach: 40)]));
        _lake.Put("a.json.gz", whole[..^(whole.Length / 3)]);
        var report = _lake.Ingest(ManyPartitions.CrowdedAlone);
        var row = Assert.Single(_lake.Ledger());
        Assert.Equal(ObjectState.Damaged, row.State);
        Assert.InRange(row.Events, 100, 1_199);
        Assert.Equal((row.Records, row.Events), (report.Records, report.Events));
        ManyPartitions.AssertSameAsUncrowded(_lake);
    }

    /// <summary>So many that sorted runs are joined; each record is long enough to make blocks of its own now and then.</summary>
    [Fact]
    public void ManyDeferredRecords_AreJoinedAndComplete()
    {
        var records = ManyPartitions.InTurn(accounts: 50, recordsEach: 60)
            .Select((
                record,
                i) => i % 3 == 0 ? record.Replace("curl", new string((char)('a' + (i % 26)), 5_000 + (i % 97 == 0 ? 60_000 : 0))) : record);
        _lake.Put("a.json", Records.File([.. records]));
        var report = _lake.Ingest(ManyPartitions.Crowded);
        Assert.Equal(3_000, report.Events);
        Assert.Equal(Enumerable.Repeat(1, 50), ManyPartitions.FilesByPartition(_lake));
        ManyPartitions.AssertSameAsUncrowded(_lake);
    }

    [Fact]
    public void Index_CoversTheFilesOfDeferredRecords()
    {
        _lake.Put("a.json", Records.File([.. ManyPartitions.InTurn(accounts: 20, recordsEach: 5)]));
        _lake.Ingest(ManyPartitions.Crowded);
        using var index = LakeIndex.Open(_lake.Directory);
        foreach (var file in _lake.Snapshot().Files)
        {
            string account = file.Account;
            int number = int.Parse(account[3..], CultureInfo.InvariantCulture);
            Assert.True(index.Knows(file), account);
            Assert.True(index.CanHold(file, new IndexQuery().Value($"{number}-4")), account);
            Assert.False(index.CanHold(file, new IndexQuery().Value($"{number + 1}-4")), account);
        }
    }

    [Fact]
    public void CommitComesAfterSoManyTemporaryBytes()
    {
        foreach (var (records, i) in ManyPartitions.InTurn(accounts: 40, recordsEach: 30).Chunk(100).Select((records, i) => (records, i)))
        {
            _lake.Put(string.Create(CultureInfo.InvariantCulture, $"{i:D3}.json"), Records.File(records));
        }

        // A local source hands out hundreds of objects ahead: of one that does not, the commit comes at once.
        var report = _lake.Ingest(
            new UnhurriedSource(new LocalLogSource(_lake.Source)), ManyPartitions.CrowdedAlone with { MostTemporaryBytes = 1 });
        Assert.InRange(report.Commits, 2, 12);
        ManyPartitions.AssertSameAsUncrowded(_lake);
    }

    static string Key(int day) => string.Create(
        CultureInfo.InvariantCulture,
        $"AWSLogs/111122223333/CloudTrail/eu-west-1/2024/03/"
            + $"{day:D2}/111122223333_CloudTrail_eu-west-1_202403{day:D2}T0005Z_abcdefghijklmnop.json.gz");
}
