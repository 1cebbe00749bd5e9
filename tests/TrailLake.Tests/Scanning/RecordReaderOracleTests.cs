using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;
using TrailLake.Scanning;
using TrailLake.Tests.Support;
using Xunit;

namespace TrailLake.Tests.Scanning;

/// <summary>The scanner against JsonDocument, on real records.</summary>
public sealed class RecordReaderOracleTests
{
    public static TheoryData<string> Files() => [.. SharedData.AllNames()];

    [Theory]
    [MemberData(nameof(Files))]
    public void Read_RealFile_FindsWhatJsonDocumentFinds(string file)
    {
        byte[] content = File.ReadAllBytes(Path.Combine(SharedData.Folder, file));
        using var document = JsonDocument.Parse(content);
        var expected = document.RootElement.ValueKind == JsonValueKind.Array
            ? document.RootElement
            : document.RootElement.GetProperty("Records");
        var reader = new RecordReader();
        reader.Begin(new MemoryStream(content));
        int index = 0;
        while (reader.Read() is var outcome and not ReadOutcome.End)
        {
            Assert.Equal(ReadOutcome.Record, outcome);
            OracleAssert.Same(expected[index++], reader.Record, reader.RecordBuffer);
        }

        Assert.Equal(expected.GetArrayLength(), index);
    }

    [Fact]
    public void Read_S3Notification_IsRejectedAsNotCloudTrail()
    {
        var (records, rejects) = Read(File.ReadAllBytes(Path.Combine(SharedData.Folder, "grycap", "event.json")));
        Assert.Equal(0, records);
        Assert.Equal([RejectReason.NotCloudTrail], rejects.Select(r => r.Kind));
    }

    /// <summary>Blanks before the content move every record over the end of the first buffer, byte by byte.</summary>
    [Fact]
    public void Read_EverySplitOfTwoRecords_GivesTheSame()
    {
        var file = SharedData.LogFiles("invictus")[0];
        using var document = JsonDocument.Parse(File.ReadAllBytes(file));
        var records = document.RootElement.GetProperty("Records").EnumerateArray().Take(2).ToList();
        byte[] content = Encoding.UTF8.GetBytes("{\"Records\":[" + string.Join(',', records.Select(r => r.GetRawText())) + "]}");
        int capacity = (content.Length + 127) & ~63;
        for (int blanks = 0; blanks <= capacity; blanks++)
        {
            var reader = new RecordReader(capacity);
            byte[] padded = [.. Enumerable.Repeat((byte)' ', blanks), .. content];
            reader.Begin(new MemoryStream(padded));
            foreach (var expected in records)
            {
                Assert.Equal(ReadOutcome.Record, reader.Read());
                OracleAssert.Same(expected, reader.Record, reader.RecordBuffer);
            }

            Assert.Equal(ReadOutcome.End, reader.Read());
        }
    }

    [Fact]
    public void Scan_EveryPrefixOfARecord_NeedsMoreData()
    {
        foreach (var file in SharedData.LogFiles("invictus").Take(3))
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(file));
            byte[] record = Encoding.UTF8.GetBytes(document.RootElement.GetProperty("Records")[0].GetRawText());
            var index = new TokenIndex();
            var scanner = new EventScanner(index);
            var scanned = new ScannedRecord();
            for (int length = 0; length < record.Length; length++)
            {
                foreach (bool isFinal in (bool[])[false, true])
                {
                    index.Reset();
                    index.Extend(record.AsSpan(0, length), isFinal);
                    Assert.Equal(ScanStatus.NeedMoreData, scanner.Scan(record, 0, scanned));
                }

                var (records, rejects) = Read(record.AsSpan(0, length).ToArray());
                Assert.Equal(0, records);
                Assert.Equal(length == 0 ? 0 : 1, rejects.Count);
            }
        }
    }

    static (int Records, List<RejectedContent> Rejects) Read(byte[] content)
    {
        var reader = new RecordReader();
        reader.Begin(new MemoryStream(content));
        int records = 0;
        var rejects = new List<RejectedContent>();
        while (reader.Read() is var outcome and not ReadOutcome.End)
        {
            if (outcome == ReadOutcome.Record)
            {
                records++;
            }
            else
            {
                rejects.Add(reader.Reject);
            }
        }

        return (records, rejects);
    }
}
