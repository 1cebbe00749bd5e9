using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using TrailLake.Ingest.Sources;
using TrailLake.Tests.Support;
using Xunit;

namespace TrailLake.Tests.EndToEnd;

/// <summary>The same records in every form that people keep them in: the same events come out.</summary>
public sealed class BodyFormTests
{
    static readonly string[] s_records =
        [.. Enumerable.Range(0, 40).Select(i => Records.Of($"e{i:D2}", i % 3 == 0 ? ",\"x\":\"ä\\\"\\\\😀\"" : ""))];

    static readonly Dictionary<string, byte[]> s_forms = MakeForms();

    public static TheoryData<string> Names() => [.. s_forms.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Form_GivesTheSameEvents(string name)
    {
        using var lake = new TestLake();

        // The name says nothing: a plain file may be called gz.
        lake.Put(name.Length % 2 == 0 ? "a.json.gz" : "a.json", s_forms[name]);
        var report = lake.Ingest();
        Assert.Empty(lake.Rejects().Select(reject => $"{reject.Reason} at {reject.Offset}: {reject.Message}"));
        Assert.Equal((s_records.Length, 0L), (report.Events, report.Duplicates));
        Assert.True(report.IsClean);
        var rebuilt = lake.Rebuild().ToDictionary(pair => pair.Key.Index, pair => pair.Value);
        for (int i = 0; i < s_records.Length; i++)
        {
            TestLake.AssertSameJson(s_records[i], rebuilt[i]);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Form_FromStdin_GivesTheSameEvents(string name)
    {
        using var lake = new TestLake();
        var report = lake.Ingest(new StdinLogSource(() => new TrickleStream(s_forms[name])));
        Assert.Equal((s_records.Length, 0L, 0L), (report.Events, report.Duplicates, report.Rejects));
        Assert.True(report.IsClean, string.Join('\n', report.Problems));
    }

    [Fact]
    public void AllForms_InOneLake_AreCopiesOfOneAnother()
    {
        using var lake = new TestLake();
        foreach (var (name, content) in s_forms)
        {
            lake.Put(name + ".json", content);
        }

        var report = lake.Ingest();
        Assert.Equal((s_records.Length, s_records.Length * (s_forms.Count - 1L), 0L), (report.Events, report.Duplicates, report.Conflicts));
        Assert.Equal(s_forms.Count, report.Objects);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \r\n\t ")]
    [InlineData("\uFEFF")]
    [InlineData("[]")]
    [InlineData("{\"Records\":[]}")]
    [InlineData("{\"Records\":[]}\n{\"Records\":[]}\n")]
    [InlineData("{ \"nextToken\" : \"t\" , \"Records\" : [ ] , \"x\" : [1] }")]
    [InlineData("{\"Events\":[]}")]
    [InlineData("[]\n[]")]
    [InlineData("{}")]
    [InlineData(" { \r\n } ")]
    [InlineData("{\"Records\":null}")]
    [InlineData("{\"nextToken\":\"t\",\"Events\":null}\n{}\n")]
    public void NothingInIt_IsNoError(string content)
    {
        using var lake = new TestLake();
        lake.Put("plain.json", content);
        lake.Put("packed.json.gz", Records.Gzip(content));
        var report = lake.Ingest();
        Assert.Empty(lake.Rejects().Select(reject => reject.Message));
        Assert.Equal((2, 0), (report.Objects, report.Records));
        Assert.True(report.IsClean);
    }

    [Fact]
    public void EmptyObjectAmongRecords_IsNoRecord()
    {
        using var lake = new TestLake();
        lake.Put("a.json", "[{}]");
        lake.Ingest();
        Assert.Equal(("not-cloudtrail", 1, 2), lake.Rejects().Select(reject => (reject.Reason, reject.Offset, reject.Length)).Single());
    }

    static Dictionary<string, byte[]> MakeForms()
    {
        string file = Records.File(s_records);
        string lines = string.Join('\n', s_records) + "\n";
        string batches = string.Join('\n', s_records.Chunk(7).Select(batch => Records.File(batch)));
        string pretty = file.Replace(",\"", ",\n  \"").Replace("\":", "\": ").Replace("{", "{\n  ").Replace("}", "\n}");
        var members = s_records.Chunk(9).Select(batch => Records.Gzip(Records.File(batch) + "\n")).ToArray();
        byte[] whole = Records.Gzip(file);
        return new Dictionary<string, byte[]>
        {
            ["delivered"] = whole,
            ["plain"] = Records.Utf8(file),
            ["bom"] = Records.Utf8("\uFEFF" + file),
            ["bom packed"] = Records.Gzip("\uFEFF" + file),
            ["pretty"] = Records.Utf8(pretty),
            ["pretty crlf"] = Records.Utf8(pretty.ReplaceLineEndings("\r\n") + "\r\n"),
            ["array"] = Records.Utf8("[" + string.Join(",\n", s_records) + "]\n"),
            ["array packed"] = Records.Gzip("[" + string.Join(',', s_records) + "]"),
            ["lines"] = Records.Utf8(lines),
            ["lines crlf"] = Records.Utf8(lines.ReplaceLineEndings("\r\n")),
            ["lines without an end"] = Records.Utf8(lines.TrimEnd()),
            ["lines without breaks"] = Records.Utf8(string.Concat(s_records)),
            ["lines of batches"] = Records.Utf8(batches),
            ["lines of arrays"] = Records.Utf8(string.Join('\n', s_records.Chunk(7).Select(batch => "[" + string.Join(',', batch) + "]"))),
            ["mixed lines"] = Records.Utf8(string.Join('\n', s_records[..20])
                + "\n" + Records.File(s_records[20..30]) + "[" + string.Join(',', s_records[30..]) + "]"),
            ["eventbridge lines"] = Records.Utf8(string.Join('\n', s_records.Select(Detail))),
            ["eventbridge array"] = Records.Utf8("[" + string.Join(',', s_records.Select(Detail)) + "]"),
            ["lookup-events"] = Records.Utf8("{\"Events\":[" + string.Join(',', s_records.Select(Lookup)) + "],\"NextToken\":\"t\"}"),
            ["lookup-events pretty"] = Records.Utf8(JsonNode.Parse(
                "{\"NextToken\":\"t\",\"Events\":[" + string.Join(',', s_records.Select(Lookup)) + "]}")!
                .ToJsonString(new JsonSerializerOptions { WriteIndented = true })),
            ["lookup-events lines"] = Records.Utf8(string.Join('\n', s_records.Select(Lookup))),
            ["keys before"] = Records.Utf8("{\"a\":{\"Records\":[1]},\"b\":[[]]," + file[1..]),
            ["keys after"] = Records.Utf8(file[..^1] + ",\"Records2\":[],\"z\":{\"y\":\"]}\"}}"),
            ["keys around, packed"] = Records.Gzip("{\"a\":null, \"Records\" :\n[" + string.Join(" ,\n ", s_records) + "] , \"z\" : 1 }"),
            ["a member twice the same way"] = Records.Join(
                Records.Gzip(lines[..(lines.Length / 2)]), Records.Gzip(lines[(lines.Length / 2)..])),
            ["members"] = Records.Join(members),
            ["members with empty ones"] = Records.Join(
                [Records.Gzip(""), .. members.SelectMany(member => new[] { member, Records.Gzip("") })]),
            ["members split anywhere"] = Records.Join(Records.Gzip(file[..777]), Records.Gzip(file[777..778]), Records.Gzip(file[778..])),
            ["stored member"] = StoredGzip(Encoding.UTF8.GetBytes(file)),
        };
    }

    static string Detail(string record) =>
        "{\"version\":\"0\",\"id\":\"12345678\",\"detail-type\":\"AWS API Call via CloudTrail\",\"source\":\"aws.s3\","
        + "\"account\":\"111122223333\","
        + "\"time\":\"2024-05-01T10:00:00Z\",\"region\":\"eu-west-1\",\"resources\":[],\"detail\":" + record + "}";

    static string Lookup(string record) =>
        "{\"EventId\":\"x\",\"EventName\":\"GetObject\",\"ReadOnly\":\"true\",\"EventTime\":1714557600.0,"
        + "\"EventSource\":\"s3.amazonaws.com\",\"Username\":\"eve\","
        + "\"Resources\":[{\"ResourceType\":\"AWS::S3::Bucket\",\"ResourceName\":\"b\"}],\"CloudTrailEvent\":"
        + JsonSerializer.Serialize(record) + "}";

    // A header with name, comment and extra field, and content that was stored, not compressed: every optional part of RFC 1952.
    static byte[] StoredGzip(byte[] content)
    {
        byte[] plain = Records.Gzip(content);
        byte[] header = [0x1F, 0x8B, 8, 4 | 8 | 16, 0, 0, 0, 0, 0, 3, 2, 0, 7, 7, .. "name\0"u8, .. "comment\0"u8];
        byte[] stored = [1, (byte)content.Length, (byte)(content.Length >> 8), (byte)~content.Length, (byte)(~content.Length >> 8),
            .. content];
        Assert.True(content.Length < 65536);
        return [.. header, .. stored, .. plain[^8..]];
    }
}
