using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;
using TrailLake.Ingest.Sources;
using TrailLake.Parquet;
using TrailLake.Store;
using TrailLake.Tests.Support;
using Xunit;

namespace TrailLake.Tests.EndToEnd;

/// <summary>A copy is a record that is equal as JSON, and nothing else is dropped as one.</summary>
public sealed class CopyTests : IDisposable
{
    readonly TestLake _lake = new();

    [Fact]
    public void RecordsThatWereMadeToCollide_AreBothKept()
    {
        // Under an unkeyed hash of 32 bits these two had the same one: whoever knew the code could hide a record behind another.
        _lake.Put("a.jsonl", string.Join('\n', Redacted("2026-03-10T09:24:21Z", 12261), Redacted("2026-03-10T09:49:03Z", 71343)));
        var report = _lake.Ingest();
        Assert.Equal((2, 0), (report.Events, report.Duplicates));
        Assert.Equal(
            ["b12261", "b71343"], _lake.Query("SELECT requestParameters->>'bucketName' FROM events ORDER BY 1").Select(row => row[0]));
    }

    [Fact]
    public void ManyRecordsOfOneId_AreAllKept()
    {
        // Of 80,000 records, 32 bits of hash lost one by accident; and each was compared with all before it.
        const int Records = 100_000;
        _lake.Put("a.jsonl", string.Join('\n', Enumerable.Range(0, Records).Select(i => Redacted("2026-03-10T09:24:21Z", i))));
        var report = _lake.Ingest();
        Assert.Equal((Records, 0), (report.Events, report.Duplicates));
        Assert.Equal(Records - 1, _lake.Count("SELECT count(*) FROM events WHERE eventIDConflict"));
        Assert.Equal(Records, _lake.Ingest(
            new LocalLogSource(_lake.Put("other/b.jsonl", File.ReadAllText(Path.Combine(_lake.Source, "a.jsonl"))))).Duplicates);
    }

    [Fact]
    public void KeyOrder_Spacing_AndEscapes_MakeNoOtherRecord()
    {
        var record = Records.Of("one", ",\"additionalEventData\":{\"a\":[1,{\"b\":\"ä/\"}],\"c\":null}");
        var node = JsonNode.Parse(record)!.AsObject();
        var turned = new JsonObject(node.Reverse().Select(member => KeyValuePair.Create(member.Key, member.Value?.DeepClone())));
        string[] spellings =
        [
            record, turned.ToJsonString(), node.ToJsonString(new JsonSerializerOptions { WriteIndented = true }),
            record.Replace("ä/", "\\u00e4\\/", StringComparison.Ordinal),
            record.Replace("\"eventName\"", "\"\\u0065ventName\"", StringComparison.Ordinal),
            record.Replace(":", " :\t", StringComparison.Ordinal).Replace(
                "2024-05-01T10 :\t00 :\t00Z", "2024-05-01T10:00:00Z", StringComparison.Ordinal),
        ];
        for (int i = 0; i < spellings.Length; i++)
        {
            _lake.Put($"{i}.json", spellings[i]);
        }

        var report = _lake.Ingest();
        Assert.Equal((1, spellings.Length - 1, 0), (report.Events, report.Duplicates, report.Rejects));
        Assert.Equal(0, _lake.Count("SELECT count(*) FROM events WHERE eventIDConflict"));
    }

    [Fact]
    public void WhatIsNotEqual_IsKeptAndFlagged()
    {
        string[] members =
        [
            "", ",\"x\":null", ",\"x\":1", ",\"x\":1.0", ",\"x\":\"1\"", ",\"x\":{}", ",\"x\":[]", ",\"x\":[1,2]", ",\"x\":[2,1]",
            ",\"x\":\"\\ud83d\"", ",\"x\":\"\\ufffd\"",
            ",\"x\":{\"a\":1,\"a\":2}", ",\"x\":{\"a\":2,\"a\":1}", ",\"x\":true", ",\"x\":\"true\"", ",\"readOnly\":true",
            ",\"readOnly\":\"true\"",
        ];
        _lake.Put("a.jsonl", string.Join('\n', members.Select(member => Records.Of("one", member))));
        var report = _lake.Ingest();
        Assert.Equal((members.Length, 0), (report.Events, report.Duplicates));
        Assert.Equal(members.Length - 1, _lake.Count("SELECT count(*) FROM events WHERE eventIDConflict"));
    }

    [Fact]
    public void RecordsWithoutAnId_AreCopiesWhenTheyAreEqual()
    {
        var one = Records.Of("one").Replace("\"eventID\":\"one\",", "", StringComparison.Ordinal);
        var two = one.Replace("GetObject", "PutObject", StringComparison.Ordinal);
        _lake.Put("a.jsonl", string.Join('\n', one, two, one, one, two));
        var report = _lake.Ingest();
        Assert.Equal((2, 3), (report.Events, report.Duplicates));
        Assert.Equal(0, _lake.Count("SELECT count(*) FROM events WHERE eventIDConflict"));
    }

    [Fact]
    public void AnObjectThatIsReadAgain_MeetsItsOwnRecordsAcrossRuns()
    {
        _lake.Put("a.json", Records.File(Records.Of("one"), Records.Of("two")));
        _lake.Ingest();
        _lake.Put("a.json", Records.File(Records.Of("one"), Records.Of("two"), Records.Of("three")));
        var report = _lake.Ingest();
        Assert.Equal((1, 2), (report.Events, report.Duplicates));
    }

    [Fact]
    public void ALakeOfTheFirstFormat_KnowsItsRecordsByTheirContent()
    {
        using var old = new FirstFormatLake();
        var report = old.Lake.Ingest(new LocalLogSource(FirstFormatLake.Source));

        // The same archive under other names: nothing is new, and what was a copy still is.
        Assert.Equal((0, 63), (report.Events, report.Duplicates));
        Assert.Equal(61, old.Lake.Count("SELECT count(*) FROM events"));
        var format = new ParquetLakeFormat();
        Assert.All(old.Lake.Snapshot().Files, file => Assert.Null(format.ReadHashKey(file.Path)));

        // A record of one of its days under one of its ids: kept, and flagged.
        old.Lake.Put(
            "new.json",
            Redacted("2026-03-01T09:00:01Z", 1).Replace("REDACTED", "10000000-0000-4000-8000-000000000001", StringComparison.Ordinal));
        report = old.Lake.Ingest();
        Assert.Equal((1, 1), (report.Events, report.Conflicts));
        var verified = LakeDamager.Verify(old.Lake.Directory);
        Assert.True(verified.IsSound);
        Assert.Equal(23, verified.FilesWithoutKey);
    }

    [Fact]
    public void RewritingALakeOfTheFirstFormat_GivesItsRecordsKeyedHashes()
    {
        using var old = new FirstFormatLake();
        var before = old.Lake.Rebuild();
        var store = LakeStore.Open(old.Lake.Directory, new ParquetLakeFormat());
        new TrailLake.Maintenance.Optimization.LakeOptimizer(
            store, new TrailLake.Maintenance.Optimization.OptimizeOptions { Rewrite = true }).Run();
        Assert.Equal(0, LakeDamager.Verify(old.Lake.Directory).FilesWithoutKey);
        Assert.Equal(before, old.Lake.Rebuild());
        Assert.Equal(63, old.Lake.Ingest(new LocalLogSource(FirstFormatLake.Source)).Duplicates);
        Assert.Equal(61, old.Lake.Count("SELECT count(DISTINCT recordHash) FROM events"));
    }

    public void Dispose() => _lake.Dispose();

    static string Redacted(string time, int number) => string.Create(
        CultureInfo.InvariantCulture,
        $$"""{"eventVersion":"1.08","userIdentity":{"type":"IAMUser","principalId":"AIDAEXAMPLE000000001","arn":"arn:aws:iam::111122223333:user/ines","accountId":"111122223333","accessKeyId":"AKIAEXAMPLE000000001","userName":"ines"},"eventTime":"{{time}}","eventSource":"s3.amazonaws.com","eventName":"PutBucketPolicy","awsRegion":"eu-west-1","sourceIPAddress":"203.0.113.9","userAgent":"aws-cli/2.15","requestParameters":{"bucketName":"b{{number}}"},"responseElements":null,"requestID":"R{{number}}","eventID":"REDACTED","readOnly":false,"eventType":"AwsApiCall","managementEvent":true,"recipientAccountId":"111122223333","eventCategory":"Management"}""");
}
