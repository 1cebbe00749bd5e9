using System;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using TrailLake.Generator.Archives;
using TrailLake.Ingest.Pipeline;
using TrailLake.Ingest.Sources;
using TrailLake.Paths;
using TrailLake.Tables;
using TrailLake.Tests.Generator;
using TrailLake.Tests.Support;
using Xunit;

namespace TrailLake.Tests.EndToEnd;

/// <summary>What the ledger says, and what it makes of a second run.</summary>
public sealed class LedgerTests
{
    [Fact]
    public void Row_SaysWhatTheObjectWas()
    {
        using var lake = new TestLake();
        string content = Records.File(Records.Of("a"), Records.Of("b").Replace("10:00:00", "12:30:00"), Records.Of("a"), "{}", "7");
        byte[] stored = Records.Gzip(content);
        string path = lake.Put(
            "AWSLogs/o-exampleorg1/111122223333/CloudTrail/eu-west-1/2024/05/01/"
                + "111122223333_CloudTrail_eu-west-1_20240501T1005Z_abcdefghijklmnop.json.gz", stored);
        lake.Ingest();
        var row = Assert.Single(lake.Ledger());
        Assert.Equal(FileUri.FromPath(path), row.Uri);
        Assert.Equal(("111122223333", "eu-west-1", "o-exampleorg1"), (row.Account, row.Region, row.Organization));
        Assert.Equal(new DateTime(2024, 5, 1, 10, 5, 0), row.DeliveryTime);
        Assert.Equal((5, 2, 1, 2), (row.Records, row.Events, row.Duplicates, row.Rejects));
        Assert.Equal((stored.Length, content.Length), (row.Size, row.ContentSize));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(stored)), row.Sha256);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Records.Utf8(content))), row.ContentSha256);
        Assert.Equal(new DateTime(2024, 5, 1, 10, 0, 0), row.FirstEventTime);
        Assert.Equal(new DateTime(2024, 5, 1, 12, 30, 0), row.LastEventTime);
        Assert.Equal((ObjectState.Done, null), (row.State, row.Reason));
        Assert.InRange(row.IngestedAt, DateTime.UtcNow.AddMinutes(-1), DateTime.UtcNow);
        Assert.Equal([3, 4], lake.Rejects().Select(reject => reject.SourceIndex));
    }

    [Fact]
    public void Generated_EveryObjectHashesAsItsFile()
    {
        using var archive = new GeneratedArchive(GeneratorProfile.Small, 1500, duplicates: 0.3);
        using var lake = new TestLake();
        var report = lake.Ingest(new LocalLogSource(archive.Folder));
        Assert.Equal((archive.Summary.Events, archive.Summary.DuplicateEvents, 0), (report.Events, report.Duplicates, report.Conflicts));
        Assert.Equal(archive.Summary.Objects, report.Objects);
        var ledger = lake.Ledger().ToDictionary(row => row.Uri);
        foreach (var key in archive.Keys)
        {
            var stored = File.ReadAllBytes(Path.Combine(archive.Folder, key));
            Assert.Equal(
                Convert.ToHexStringLower(SHA256.HashData(stored)), ledger[FileUri.FromPath(Path.Combine(archive.Folder, key))].Sha256);
        }

        // A second run reads nothing, commits nothing.
        long version = lake.Snapshot().Version;
        var again = lake.Ingest(new LocalLogSource(archive.Folder));
        Assert.Equal((0, 0, 0, archive.Keys.Count), (again.Objects, again.BytesIn, again.Commits, again.KnownObjects));
        Assert.Equal(version, lake.Snapshot().Version);
    }

    [Fact]
    public void GrownSource_IsReadForWhatIsNew_HoweverLate()
    {
        using var lake = new TestLake();
        string Key(int day, char name) =>
            $"AWSLogs/111122223333/CloudTrail/eu-west-1/2024/05/"
                + $"{day:D2}/111122223333_CloudTrail_eu-west-1_202405{day:D2}T0005Z_{new string(name, 16)}.json.gz";
        lake.Put(Key(20, 'b'), Records.Gzip(Records.File(Records.Of("1"))));
        Assert.Equal(1, lake.Ingest().Events);

        lake.Put(Key(1, 'a'), Records.Gzip(Records.File(Records.Of("2"))));
        lake.Put(Key(20, 'a'), Records.Gzip(Records.File(Records.Of("3"))));
        lake.Put(Key(21, 'a'), Records.Gzip(Records.File(Records.Of("4"), Records.Of("1"))));
        var second = lake.Ingest();
        Assert.Equal((3, 1, 3, 1), (second.Objects, second.KnownObjects, second.Events, second.Duplicates));
        Assert.Equal(["1", "2", "3", "4"], lake.EventIds());

        // A file that is written anew is another object: its old records are copies.
        string path = lake.Put(Key(21, 'a'), Records.Gzip(Records.File(Records.Of("4"), Records.Of("1"), Records.Of("5"))));
        File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddSeconds(5));
        var third = lake.Ingest();
        Assert.Equal((1, 3, 1, 2), (third.Objects, third.KnownObjects, third.Events, third.Duplicates));
        Assert.Equal(5, lake.Ledger().Count);
    }

    [Fact]
    public void Copies_AreDroppedAndCounted_WhereverTheyCome()
    {
        using var lake = new TestLake();
        string spaced = Records.Of("a").Replace(",\"", " ,\r\n\t\"").Replace("\":", "\" : ");
        string noId = "{\"eventVersion\":\"1.05\",\"eventTime\":\"2024-05-01T10:00:00Z\",\"eventName\":\"NoId\"}";
        lake.Put("1.json", Records.File(Records.Of("a"), Records.Of("a"), spaced, noId, noId));
        lake.Put("2.json", Records.File(spaced, Records.Of("b")));
        var first = lake.Ingest();
        Assert.Equal((3, 4, 0), (first.Events, first.Duplicates, first.Conflicts));
        lake.Put("3.json", Records.File(Records.Of("b"), spaced, noId, noId.Replace("NoId", "NoId2")));
        var second = lake.Ingest();
        Assert.Equal((1, 3, 0), (second.Events, second.Duplicates, second.Conflicts));
    }

    [Fact]
    public void SameIdWithOtherContent_IsKeptAndFlagged()
    {
        using var lake = new TestLake();
        lake.Put("1.json", Records.File(Records.Of("a")));
        lake.Ingest();
        string other = Records.Of("a").Replace("curl", "wget");
        lake.Put("2.json", Records.File(other, Records.Of("a"), other));
        var report = lake.Ingest();
        Assert.Equal((1, 2, 1), (report.Events, report.Duplicates, report.Conflicts));
        Assert.Equal(
            "curl,false wget,true",
            string.Join(' ', lake.Query("SELECT userAgent, eventIDConflict FROM events ORDER BY 1").Select(row => $"{row[0]},{row[1]}")));
        var clean = Assert.Single(lake.Query("SELECT count(*) FROM events WHERE NOT eventIDConflict"));
        Assert.Equal("1", clean[0]);
    }

    [Fact]
    public void SharedEventId_IsTwoEvents()
    {
        using var lake = new TestLake();
        string caller = Records.Of("a", ",\"sharedEventID\":\"s\"");
        string owner = Records.Of("b", ",\"sharedEventID\":\"s\"").Replace(
            "\"recipientAccountId\":\"111122223333\"", "\"recipientAccountId\":\"444455556666\"");
        lake.Put("1.json", Records.File(caller));
        lake.Put("2.json", Records.File(owner));
        Assert.Equal((2, 0, 0), lake.Ingest() is var report ? (report.Events, report.Duplicates, report.Conflicts) : default);
        Assert.Equal(2, lake.Count("SELECT count(DISTINCT account) FROM events WHERE sharedEventID = 's'"));
    }

    [Fact]
    public void ManyCommits_GiveTheSameLakeAsOne()
    {
        using var archive = new GeneratedArchive(GeneratorProfile.Small, 3000, duplicates: 0.2);
        using var one = new TestLake();
        one.Ingest(new LocalLogSource(archive.Folder));
        using var many = new TestLake();
        var report = many.Ingest(new LocalLogSource(archive.Folder), new IngestOptions { CommitEvents = 100, Memory = 1 << 20 });
        Assert.InRange(report.Commits, 2, 40);
        Assert.Equal(one.Events(), many.Events());
    }
}
