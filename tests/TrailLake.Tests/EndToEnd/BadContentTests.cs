using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using TrailLake.Paths;
using TrailLake.Scanning;
using TrailLake.Tests.Support;
using Xunit;

namespace TrailLake.Tests.EndToEnd;

/// <summary>
/// Bad records between good ones: each bad one lands in the rejects with its reason and its place, each good one in the lake.
/// </summary>
public sealed class BadContentTests
{
    static readonly string s_deep = string.Concat(Enumerable.Repeat("{\"a\":[", 5000)) + string.Concat(Enumerable.Repeat("]}", 5000));

    /// <summary>A bad element that is whole as text, the reason, and what the message must hold.</summary>
    public static TheoryData<string, string, string> Elements()
    {
        string good = Records.Of("bad");
        return new()
        {
            { "7", "not-an-object", "not an object" },
            { "\"text\"", "not-an-object", "not an object" },
            { "null", "not-an-object", "not an object" },
            { "[1,[2,{}]]", "not-an-object", "not an object" },
            { "{}", "not-cloudtrail", "expected eventVersion 1.x" },
            { "{\"eventVersion\":\"2.1\",\"eventSource\":\"aws:s3\",\"eventName\":\"ObjectCreated:Put\",\"awsRegion\":\"r\","
                + "\"eventTime\":\"2024-05-01T10:00:00Z\"}", "not-cloudtrail", "no CloudTrail record" },
            { "{\"eventVersion\":7}", "not-cloudtrail", "no CloudTrail record" },
            { good.Replace("\"eventTime\":\"2024-05-01T10:00:00Z\",", ""), "missing-event-time", "no eventTime" },
            { good.Replace("\"2024-05-01T10:00:00Z\"", "null"), "missing-event-time", "no eventTime" },
            { good.Replace("2024-05-01T", "2024-02-30T"), "invalid-event-time", "no time between 1970 and 2199" },
            { good.Replace("2024-05-01T10:00:00Z", "2024-05-01T25:00:00Z"), "invalid-event-time", "no time" },
            { good.Replace("2024-05-01T10:00:00Z", "yesterday"), "invalid-event-time", "no time" },
            { good.Replace("2024-05-01T10:00:00Z", ""), "invalid-event-time", "no time" },
            { good.Replace("2024-05-01T10:00:00Z", "1969-12-31T23:59:59Z"), "invalid-event-time", "no time" },
            { good.Replace("2024-05-01T10:00:00Z", "1970-01-01T00:30:00+01:00"), "invalid-event-time", "no time" },
            { good.Replace("2024-05-01T10:00:00Z", "2300-01-01T00:00:00Z"), "invalid-event-time", "no time" },
            { good.Replace("\"2024-05-01T10:00:00Z\"", "1714557600"), "invalid-event-time", "eventTime 1714557600 is no time" },
            { good.Replace("2024-05-01T10:00:00Z", "May 1,\\n2024"), "invalid-event-time", "eventTime \"May 1,\\n2024\" is no time" },
            { good.Replace("curl", "cu\nrl"), "control-character", "control character" },
            { good.Replace("curl", "cu\0rl"), "control-character", "control character" },
            { good.Replace("\"curl\"", "\"cu\\xrl\""), "invalid-json", "not JSON at byte" },
            { good.Replace("\"curl\"", "'curl'"), "invalid-json", "not JSON at byte" },
            { good.Replace("\"curl\"", "curl"), "invalid-json", "not JSON at byte" },
            { good.Replace("\"curl\"", "01"), "invalid-json", "not JSON at byte" },
            { good.Replace("\"curl\",", "\"curl\",,"), "invalid-json", "not JSON at byte" },
            { good.Replace("\"userAgent\":", "\"userAgent\""), "invalid-json", "not JSON at byte" },
            { good.Replace("\"key\":", "\"key\":{]"), "invalid-json", "not JSON at byte" },
            { Records.Of("bad", ",\"eventName\":\"Two\""), "duplicate-key", "stands twice" },
            { Records.Of("bad", ",\"deep\":" + s_deep), "too-deep", "nested deeper than 512" },
            { Records.Of("bad", ",\"requestParameters2\":" + new string('[', 10_000) + new string(']', 10_000)), "too-deep",
                "nested deeper than 512" },
        };
    }

    [Theory]
    [MemberData(nameof(Elements))]
    public void BadElement_IsRejectedAlone(string element, string reason, string message)
    {
        string[] before = [Records.Of("a"), Records.Of("b")];
        string[] after = [Records.Of("c"), Records.Of("d")];
        using var lake = new TestLake();
        string head = "{\"Records\":[" + string.Join(',', before) + ",";
        lake.Put("1.json", head + element + "," + string.Join(',', after) + "]}");
        var report = lake.Ingest();
        var reject = Assert.Single(lake.Rejects());
        Assert.Equal((reason, head.Length, 2), (reject.Reason, (int)reject.Offset, (int)reject.SourceIndex));

        // Where the end was found by the next record's begin, the comma before that goes along.
        Assert.Equal(element, Encoding.UTF8.GetString(reject.Content).TrimEnd(','));
        Assert.Equal(reject.Content.Length, reject.Length);
        Assert.Contains(message, reject.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', reject.Message);
        Assert.Equal(["a", "b", "c", "d"], lake.EventIds());
        Assert.Equal((5, 4, 1, 0), (report.Records, report.Events, report.Rejects, report.DamagedObjects));
        Assert.False(report.IsClean);
    }

    [Fact]
    public void InvalidUtf8_IsRejectedAlone()
    {
        byte[][] bad = [[0xFF], [0xC3], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF5, 0x80, 0x80, 0x80], [0x80]];
        foreach (var bytes in bad)
        {
            using var lake = new TestLake();
            string record = Records.Of("bad");
            int cut = record.IndexOf("curl", StringComparison.Ordinal);
            lake.Put("1.json", Records.Join(
                Records.Utf8("[" + Records.Of("a") + "," + record[..cut]),
                bytes,
                Records.Utf8(record[cut..] + "," + Records.Of("ä") + "]")));
            lake.Ingest();
            var reject = Assert.Single(lake.Rejects());
            Assert.Equal(("invalid-utf8", 1 + Records.Of("a").Length + 1), (reject.Reason, (int)reject.Offset));
            Assert.Equal(["a", "ä"], lake.EventIds());
        }
    }

    /// <summary>Damage that takes its neighbours' brackets and quotes with it.</summary>
    public static TheoryData<string, string, string[]> Breaks() => new()
    {
        { "record breaks off in the middle, the next follows", Records.Of("bad")[..150] + ",", ["invalid-json"] },
        { "record breaks off inside a string", Records.Of("bad")[..Records.Of("bad").IndexOf("curl", StringComparison.Ordinal)] + "cu,",
            ["invalid-json", "control-character"] },
        { "last bracket is missing", Records.Of("bad")[..^1] + ",", ["invalid-json"] },
        { "a quote is lost", Records.Of("bad").Replace("\"curl\"", "\"curl") + ",", ["invalid-json"] },
        { "a quote too many", Records.Of("bad").Replace("\"curl\"", "\"curl\"\"") + ",", ["invalid-json"] },
        { "an open bracket too many", Records.Of("bad").Replace("\"curl\"", "{\"a\":[1") + ",", ["invalid-json"] },
        { "a bracket too many", Records.Of("bad") + "},", ["invalid-json"] },
        { "garbage between records", "garbage,", ["invalid-json"] },
    };

    [Theory]
    [MemberData(nameof(Breaks))]
    public void BrokenRecord_LosesOnlyItself(string name, string broken, string[] reasons)
    {
        string[] good = [.. Enumerable.Range(0, 20).Select(i => Records.Of($"g{i:D2}"))];
        foreach (string separator in new[] { ",", "," + "\n" })
        {
            using var lake = new TestLake();
            lake.Put(
                "1.json",
                "{\"Records\":[" + string.Join(separator, good[..10]) + separator + broken + string.Join(separator, good[10..]) + "]}");
            var report = lake.Ingest();
            Assert.True(report.Rejects >= 1, name);
            Assert.All(lake.Rejects(), reject => Assert.Contains(reject.Reason, reasons));
            var ids = lake.EventIds().Where(id => id != "bad").ToList();
            Assert.True(good.Length == ids.Count, $"{name}: {string.Join(' ', ids)}");
        }
    }

    [Fact]
    public void OneByteChangedAnywhere_LosesTwoRecordsAtMost()
    {
        string[] records = [.. Enumerable.Range(0, 5).Select(i => Records.Of($"g{i}", ",\"x\":[{\"y\":\"z\"},1,null,\"ä\"]"))];
        byte[] file = Records.Utf8(Records.File(records));
        foreach (byte replacement in "\"{}[],:\\ x\n"u8.ToArray().Append((byte)0xFF))
        {
            for (int i = "{\"Records\":[".Length; i < file.Length - 2; i++)
            {
                var changed = file.ToArray();
                changed[i] = replacement;
                var reader = new RecordReader();
                reader.Begin(new MemoryStream(changed));
                var (read, rejected) = (0, 0);
                long end = 0;
                for (var outcome = reader.Read(); outcome != ReadOutcome.End; outcome = reader.Read())
                {
                    read += outcome == ReadOutcome.Record ? 1 : 0;
                    rejected += outcome == ReadOutcome.Reject ? 1 : 0;
                    if (outcome == ReadOutcome.Reject)
                    {
                        Assert.Equal(
                            Encoding.Latin1.GetString(changed.AsSpan((int)reader.Reject.Offset, (int)reader.Reject.Length)),
                            Encoding.Latin1.GetString(reader.Reject.Content));
                        Assert.True(reader.Reject.Offset >= end, "rejects do not overlap");
                        end = reader.Reject.Offset + reader.Reject.Length;
                    }
                }

                Assert.True(
                    read >= records.Length - 2 && rejected <= 6,
                    $"'{(char)replacement}' at {i} ({Encoding.UTF8.GetString(file.AsSpan(i - 9, Math.Min(20, file.Length - i + 9)))}): "
                        + $"{read} read, {rejected} rejected");
                Assert.True(read == records.Length || rejected > 0, $"'{(char)replacement}' at {i}: {read} read, none rejected");
            }
        }
    }

    [Fact]
    public void BrokenLine_LosesOnlyItself()
    {
        foreach (string broken in new[] { "not json", Records.Of("bad")[..100], "{\"a\":", "\"", "}{", "<html>",
            "2024-05-01 10:00 user logged in" })
        {
            using var lake = new TestLake();
            lake.Put("1.jsonl", string.Join('\n', Records.Of("a"), Records.Of("b"), broken, Records.Of("c"), Records.Of("d")) + "\n");
            lake.Ingest();
            Assert.NotEmpty(lake.Rejects());
            Assert.Equal("a b c d", string.Join(' ', lake.EventIds()));
        }
    }

    [Fact]
    public void CutAnywhere_KeepsWhatCameBefore_AndSaysSo()
    {
        string[] records = [Records.Of("a"), Records.Of("b", ",\"x\":[{\"y\":\"\\\\\"}]"), Records.Of("c")];
        string file = Records.File(records);
        using var lake = new TestLake();
        for (int length = 1; length < file.Length; length++)
        {
            lake.Put($"{length:D6}.json", file[..length]);
        }

        lake.Ingest();
        int end = "{\"Records\":[".Length;
        int[] ends = [.. records.Select(record => (end += record.Length + 1) - 1)];
        var ledger = lake.Ledger();
        for (int length = 1; length < file.Length; length++)
        {
            var row = ledger[length - 1];
            Assert.Equal((length, ends.Count(e => e <= length)), (length, (int)(row.Events + row.Duplicates)));
            Assert.True(row.Rejects == 1, $"cut after {length} bytes: {row.Rejects} rejects");
        }

        Assert.All(lake.Rejects(), reject => Assert.Equal("truncated", reject.Reason));
    }

    [Fact]
    public void VeryLongString_IsRejected_AndTheNextRecordIsKept()
    {
        using var lake = new TestLake();
        string head = "{\"Records\":[" + Records.Of("a") + ",";
        byte[] record = Records.Utf8(Records.Of("long", ",\"x\":\"" + new string('y', 20 << 20) + "\""));
        lake.Put("1.json.gz", LevelOne(Records.Join(Records.Utf8(head), record, Records.Utf8("," + Records.Of("b") + "]}"))));
        lake.Ingest();
        Assert.Equal(["a", "b"], lake.EventIds());
        var reject = Assert.Single(lake.Rejects());
        Assert.Equal(
            ("too-long", head.Length, record.Length, 1 << 20),
            (reject.Reason, (int)reject.Offset, (int)reject.Length, reject.Content.Length));
    }

    [Fact]
    public void OtherJson_BecomesNoEvent()
    {
        (string Content, string Reason)[] contents =
        [
            ("{\"a\":1}", "not-cloudtrail"), ("[1,2]", "not-an-object"), ("true", "invalid-json"), ("\"text\"", "invalid-json"),
            ("plain text", "invalid-json"),
            ("\u007FELF\u0001\u0002", "unknown-form"), ("{\"Records\":{}}", "not-cloudtrail"), ("{\"Records\":7}", "not-cloudtrail"),
            ("{\"Records\":[{\"eventVersion\":\"2.0\",\"eventSource\":\"aws:s3\"}]}", "not-cloudtrail"),
            ("{\"detail\":{\"a\":1}}", "not-cloudtrail"),
            ("{\"CloudTrailEvent\":\"not json\"}", "invalid-json"), ("{\"CloudTrailEvent\":\"{}\"}", "not-cloudtrail"),
            ("{\"Records\":[", "truncated"),
            ("{\"Records\":[]", "truncated"), ("{\"Records\":[]} trailing", "invalid-json"), ("{\"Records\":[]]}", "invalid-json"),
        ];
        using var lake = new TestLake();
        for (int i = 0; i < contents.Length; i++)
        {
            lake.Put($"{i:D3}.json", contents[i].Content);
        }

        var report = lake.Ingest();
        Assert.Equal((contents.Length, 0), (report.Objects, report.Events));
        var rejects = lake.Rejects().GroupBy(reject => reject.SourceObject).ToDictionary(group => group.Key, group => group.First().Reason);
        for (int i = 0; i < contents.Length; i++)
        {
            string uri = FileUri.FromPath(System.IO.Path.Combine(lake.Source, $"{i:D3}.json"));
            Assert.Equal((contents[i].Content, contents[i].Reason), (contents[i].Content, rejects.GetValueOrDefault(uri, "none")));
        }
    }

    static byte[] LevelOne(byte[] content)
    {
        // Noise is added by members: a text that compresses too well would be called a bomb, rightly.
        var parts = new List<byte[]>();
        for (int at = 0; at < content.Length; at += 1 << 20)
        {
            var target = new System.IO.MemoryStream();
            using (var gzip = new System.IO.Compression.GZipStream(target, System.IO.Compression.CompressionLevel.NoCompression))
            {
                gzip.Write(content, at, Math.Min(1 << 20, content.Length - at));
            }

            parts.Add(target.ToArray());
        }

        return Records.Join([.. parts]);
    }
}
