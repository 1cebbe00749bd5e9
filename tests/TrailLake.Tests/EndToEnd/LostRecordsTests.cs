using System;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json.Nodes;
using TrailLake.Scanning;
using TrailLake.Tables;
using TrailLake.Tests.Scanning;
using TrailLake.Tests.Support;
using Xunit;

namespace TrailLake.Tests.EndToEnd;

/// <summary>What a broken record takes with it: nothing, or it is said.</summary>
public sealed class LostRecordsTests
{
    [Theory]
    [InlineData("minified")]
    [InlineData("indent4")]
    [InlineData("powershell")]
    public void LostQuote_CostsOneRecord_AndTheObjectIsDone(string spacing)
    {
        string[] records = [.. Enumerable.Range(0, 20).Select(i => Records.Of($"g{i:D2}"))];
        var text = new StringBuilder();
        JsonSpacing.Write(text, JsonNode.Parse(Records.File(records)), spacing, 0);
        using var lake = new TestLake();
        lake.Put("1.json", text.ToString().Remove(text.ToString().IndexOf("g02\"", StringComparison.Ordinal) + 3, 1));
        lake.Ingest();
        Assert.Equal(records.Length - 1, lake.EventIds().Count);
        var reject = Assert.Single(lake.Rejects());
        Assert.Equal("invalid-json", reject.Reason);
        Assert.DoesNotContain("records", reject.Message, StringComparison.Ordinal);
        Assert.Equal((ObjectState.Done, (string?)null), (lake.Ledger()[0].State, lake.Ledger()[0].Reason));
    }

    [Fact]
    public void RejectOfSeveralRecords_MakesTheObjectDamaged_AndSaysSo()
    {
        string file = Records.File([.. Enumerable.Range(0, 9).Select(i => Records.Of($"g{i}"))]);
        int third = file.IndexOf("\"g3\"", StringComparison.Ordinal);
        int fourth = file.IndexOf("{\"eventVersion\"", third, StringComparison.Ordinal);
        using var lake = new TestLake();
        lake.Put("1.json", file.Remove(fourth, 1).Remove(third, 1));
        var report = lake.Ingest();
        Assert.Equal(["g0", "g1", "g2", "g5", "g6", "g7", "g8"], lake.EventIds());
        var reject = Assert.Single(lake.Rejects());
        Assert.EndsWith(
            $"; bytes {reject.Offset} to {reject.Offset + reject.Length} hold parts of about 2 records",
            reject.Message,
            StringComparison.Ordinal);
        var row = Assert.Single(lake.Ledger());
        Assert.Equal((ObjectState.Damaged, 1L), (row.State, report.DamagedObjects));
        Assert.Equal($"1 reject holds more than one record, which may be lost; the first at byte {reject.Offset} of the content"
            + $"; bytes {reject.Offset} to {reject.Offset + reject.Length} hold parts of about 2 records", row.Reason);
        Assert.NotNull(row.ContentSha256);
        Assert.Equal(0, lake.Ingest().Objects);
    }

    [Fact]
    public void RejectThatIsKeptInPart_SaysHowMuch()
    {
        using var lake = new TestLake();
        lake.Put("1.json", "[" + Records.Of("a")
            + ",{\"x\":\"" + new string('y', 3 << 20) + "\"},{\"x\":1,\"y\":y" + new string('y', 2 << 20) + "},{\"x\":1}]");
        lake.Ingest();
        Assert.Equal(3, lake.Rejects().Count);
        var cut = lake.Rejects().Where(reject => reject.Length > 1 << 20).ToList();
        Assert.Equal(2, cut.Count);
        Assert.All(cut, reject => Assert.EndsWith(
            $"; of its {reject.Length} bytes the first 1048576 are kept here", reject.Message, StringComparison.Ordinal));
    }

    /// <summary>Records that stand where none are looked for: they are events, what is around them is a reject.</summary>
    [Theory]
    [InlineData("{\"Records\":{\"0\":R,\"1\":R}}")]
    [InlineData("{\"Recosds\":[R,R]}")]
    [InlineData("{\"a\":{\"b\":[[R],[R]]}}")]
    [InlineData("{\"Records\":[R],\"More\":[R]}")]
    [InlineData("[1,[2,R],R]")]
    [InlineData("\"Records\":[R,R]}")]
    [InlineData("{Records:[R,R]}")]
    [InlineData("{\"Records\":R,R]}")]
    [InlineData("{\"Records\":[R,R}")]
    [InlineData("{\"Records\":[R],R]}")]
    [InlineData("{\"Records\":[[R,R]}")]
    public void RecordWhereNoneIsExpected_IsAnEvent(string form)
    {
        int count = 0;
        string content = System.Text.RegularExpressions.Regex.Replace(form, "R(?!eco)", _ => Records.Of($"g{count++}"));
        using var lake = new TestLake();
        lake.Put("1.json", content);
        lake.Ingest();
        Assert.Equal(count, lake.EventIds().Count);
        Assert.InRange(lake.Rejects().Count, 1, 3);
    }

    [Theory]
    [InlineData("[[R,R],[R]]")]
    [InlineData("{\"records\":[R,R],\"count\":2}")]
    [InlineData("{\"Records\":R}")]
    [InlineData("[{\"Records\":[R,R]},{\"Records\":[R]}]")]
    [InlineData("{\"a\":1,\"Records\":[R,R]}{\"b\":[1],\"Records\":[R]}")]
    public void ArraysInArrays_AreNoError(string form)
    {
        int count = 0;
        using var lake = new TestLake();
        lake.Put("1.json", System.Text.RegularExpressions.Regex.Replace(form, "R(?!eco)", _ => Records.Of($"g{count++}")));
        Assert.True(lake.Ingest().IsClean, string.Join('\n', lake.Rejects().Select(reject => reject.Message)));
        Assert.Equal(count, lake.EventIds().Count);
    }

    [Fact]
    public void DetailWithAKeyTwice_IsNoEvent()
    {
        using var lake = new TestLake();
        lake.Put("1.json", "{\"version\":\"0\",\"detail\":"
            + Records.Of("bad", ",\"eventName\":\"Two\"") + "}\n{\"version\":\"0\",\"detail\":" + Records.Of("a") + "}");
        lake.Ingest();
        Assert.Equal(["a"], lake.EventIds());
        Assert.Equal("duplicate-key", Assert.Single(lake.Rejects()).Reason);
    }

    /// <summary>
    /// A record whose array does not end takes the others in: they stand in it as sound JSON, and for longer than a record may be.
    /// </summary>
    [Theory]
    [InlineData(20, "{\"Records\":[", "]}")]
    [InlineData(40_000, "{\"Records\":[", "]}")]
    [InlineData(40_000, "{\"meta\":{},\"Records\":[", "]}")]
    [InlineData(40_000, "[", "]")]
    [InlineData(40_000, "", "")]
    public void ArrayWithoutAnEnd_CostsOneRecord(int count, string head, string tail)
    {
        string broken = Records.Of("bad", ",\"resources\":[{\"ARN\":\"x\"}");
        string[] records = [.. Enumerable.Range(0, count).Select(i => Records.Of($"g{i}"))];
        string content = head + records[0] + "," + broken[..^1] + "," + string.Join(",", records[1..]) + tail;
        Assert.True(count == 20 || content.Length > ScanLimits.MaxRecordBytes);
        var reader = new RecordReader();
        reader.Begin(new MemoryStream(Encoding.UTF8.GetBytes(content)));
        var (read, rejected) = (0, 0);
        for (var outcome = reader.Read(); outcome != ReadOutcome.End; outcome = reader.Read())
        {
            read += outcome == ReadOutcome.Record ? 1 : 0;
            rejected += outcome == ReadOutcome.Reject ? 1 : 0;
        }

        Assert.Equal((count, 1), (read, rejected));
    }
}
