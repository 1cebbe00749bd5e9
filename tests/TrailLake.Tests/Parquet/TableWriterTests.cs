using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using TrailLake.Errors;
using TrailLake.Parquet.Tables;
using TrailLake.Parquet.Writing;
using TrailLake.Storage;
using TrailLake.Tests.Support;
using Xunit;

namespace TrailLake.Tests.Parquet;

/// <summary>Rows of any content are read back by Parquet.Net and DuckDB as they were written, and the footer's bounds hold them.</summary>
public sealed class TableWriterTests : IDisposable
{
    readonly TempFolder _folder = new();
    readonly EncoderPool _pool = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 1)]
    [InlineData(3, 7)]
    [InlineData(4, 500)]
    [InlineData(5, 3000)]
    [InlineData(6, 66_000)]
    public void RandomRows_AreReadBackByAll(int seed, int count)
    {
        var random = new Random(seed);
        AssertReadBack([.. Enumerable.Range(0, count).Select(_ => OddRow.Create(random))]);
    }

    [Fact]
    public void RowsWithoutAnyValue_AreReadBackByAll()
    {
        var empty = new OddRow(null, null, null, null, null, null);
        AssertReadBack([.. Enumerable.Repeat(empty, 9), empty with { Members = new(null, null, null, null, null, null) }]);
    }

    [Fact]
    public void LargeValues_MakeRowGroupsOfBoundedSize()
    {
        var random = new Random(8);
        var content = new byte[1 << 20];
        random.NextBytes(content);
        AssertReadBack([.. Enumerable.Range(0, 70).Select(i => OddRow.Create(random) with { Binary = i % 7 == 0 ? [] : content })]);
        var sizes = DuckDb.Query(
            $"SELECT row_group_num_rows, total_uncompressed_size FROM parquet_metadata('{_folder.File("t.parquet")}') "
                + "WHERE path_in_schema = 'binary'");
        Assert.True(sizes.Count > 1);
        Assert.All(sizes, size => Assert.InRange((long)size[1]!, 1, 33 << 20));
    }

    [Fact]
    public void FailedWrite_LeavesNoFileAndNamesIt()
    {
        string path = _folder.File("none/x.parquet");
        var error = Assert.Throws<TrailLakeException>(() => OddRow.Table.Write(FolderStorage.CreateAt(path), [], _pool));
        Assert.Equal(ErrorKind.Storage, error.Kind);
        Assert.StartsWith($"Cannot write {path}: ", error.Message, StringComparison.Ordinal);
        path = _folder.File("y.parquet");
        var broken = Enumerable.Range(0, 1).Select<int, OddRow>(_ => throw new InvalidOperationException());
        Assert.Throws<InvalidOperationException>(() => OddRow.Table.Write(FolderStorage.CreateAt(path), broken, _pool));
        Assert.False(File.Exists(path));
    }

    void AssertReadBack(List<OddRow> rows)
    {
        string path = _folder.File("t.parquet");
        long size = OddRow.Table.Write(FolderStorage.CreateAt(path), rows, _pool);
        Assert.Equal(new FileInfo(path).Length, size);
        var expected = rows.ConvertAll(Say);
        Assert.Equal(expected, TableRows.Read(FolderStorage.FileAt(path), ReadRow).Select(Say));
        var read = DuckDb.Query(
            "SELECT text, repeated, hex(\"binary\"), number, epoch_us(time), members IS NULL, members.text, members.number, members.small, "
                + $"members.flag, members.map, members.inner.list, members.inner.text FROM '{path}'");
        Assert.Equal(expected, read.Select(Say));
        Assert.Equal(rows.Select(row => (object?)(row.Members is null)), read.Select(row => row[5]));
        AssertBounds(path, rows);
    }

    // Parquet.Net, which knows nothing of how the file was written.
    static OddRow ReadRow(TableRows columns, int row)
    {
        var members = new OddMembers(
            columns.Text("members.text", row),
            columns.Value<long>("members.number", row),
            columns.Value<int>("members.small", row),
            columns.Value<bool>("members.flag", row),
            columns.Map("members.map", row),
            columns.List("members.inner.list", row)?.ToList());
        Assert.Equal(members.Text, columns.Text("members.inner.text", row));
        return new OddRow(
            columns.Text("text", row),
            columns.Text("repeated", row),
            columns.Value<ReadOnlyMemory<byte>>("binary", row)?.ToArray(),
            columns.Value<long>("number", row),
            columns.Time("time", row),
            members);
    }

    static string Say(OddRow row) => Say(
        row.Text, row.Repeated, row.Binary is null ? null : Convert.ToHexString(row.Binary), row.Number, Micros(row.Time),
        row.Members?.Text, row.Members?.Number, row.Members?.Small, row.Members?.Flag, row.Members?.Map, row.Members?.List);

    static string Say(object?[] row)
    {
        Assert.Equal(row[6], row[12]);
        return Say([.. row[..5], .. row[6..12]]);
    }

    static string Say(params ReadOnlySpan<object?> values) => string.Join('|', values.ToArray().Select(value => value switch
    {
        null => "∅",
        Dictionary<string, string?> map => $"{{{string.Join(',', map.Select(pair => $"{Utf8(pair.Key)}={Utf8(pair.Value)}").Order())}}}",
        List<string?> list => $"[{string.Join(',', list.Select(Utf8))}]",
        string text => Utf8(text),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture),
    }));

    // What UTF-8 keeps of a text: half a surrogate pair is no character.
    static string Utf8(string? text) => text is null ? "∅" : $"'{Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text))}'";

    static long? Micros(DateTime? time) => time is { } t ? (t - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond : null;

    static void AssertBounds(string path, List<OddRow> rows)
    {
        var chunks = DuckDb.Query(
            "SELECT row_group_id, row_group_num_rows, path_in_schema, stats_min_value, stats_max_value, stats_null_count, "
                + $"stats_min, stats_max FROM parquet_metadata('{path}') ORDER BY 1, column_id");
        foreach (var group in chunks.GroupBy(chunk => (long)chunk[0]!))
        {
            int count = (int)(long)group.First()[1]!;
            var part = rows[..count];
            rows = rows[count..];
            foreach (var chunk in group)
            {
                AssertBounds(chunk, part);
            }
        }

        Assert.Empty(rows);
    }

    static void AssertBounds(object?[] chunk, List<OddRow> rows)
    {
        var (low, high, nulls) = ((string?)chunk[3], (string?)chunk[4], (long)chunk[5]!);
        switch ((string)chunk[2]!)
        {
            case "text":
                AssertTexts(low, high, nulls, rows.Select(row => row.Text));
                break;
            case "repeated":
                AssertTexts(low, high, nulls, rows.Select(row => row.Repeated));
                break;
            case "members, text" or "members, inner, text":
                AssertTexts(low, high, nulls, rows.Select(row => row.Members?.Text));
                break;
            case "number":
                AssertNumbers(low, high, nulls, rows.Select(row => row.Number));
                break;
            case "time":
                AssertNumbers(TimeOf(low), TimeOf(high), nulls, rows.Select(row => Micros(row.Time)));
                break;
            case "members, number":
                AssertNumbers(low, high, nulls, rows.Select(row => row.Members?.Number));
                break;
            case "members, small":
                AssertNumbers(low, high, nulls, rows.Select(row => (long?)row.Members?.Small));
                break;
            case "members, flag":
                AssertNumbers(FlagOf(low), FlagOf(high), nulls, rows.Select(row => NumberOf(row.Members?.Flag)));
                break;
            case "binary":
                Assert.Equal((null, null, rows.Count(row => row.Binary is null)), (low, high, nulls));
                break;
            case "members, map, key_value, key":
                AssertTexts(low, high, nulls, rows.SelectMany(row => Elements(row.Members?.Map?.Keys)));
                break;
            case "members, map, key_value, value":
                AssertTexts(low, high, nulls, rows.SelectMany(row => Elements(row.Members?.Map?.Values)));
                break;
            case "members, inner, list, list, element":
                AssertTexts(low, high, nulls, rows.SelectMany(row => Elements(row.Members?.List)));
                break;
            case var other:
                Assert.Fail(other);
                break;
        }
    }

    // A list that is not there, or has nothing in it, is one value that is missing.
    static IEnumerable<string?> Elements(IEnumerable<string?>? list) => list is null || !list.Any() ? [null] : list;

    static void AssertNumbers(string? low, string? high, long nulls, IEnumerable<long?> values)
    {
        var all = values.ToList();
        Assert.Equal((Invariant(all.Min()), Invariant(all.Max()), all.Count(value => value is null)), (low, high, nulls));
    }

    static void AssertTexts(string? low, string? high, long nulls, IEnumerable<string?> values)
    {
        var all = values.ToList();
        Assert.Equal(all.Count(value => value is null), nulls);
        var present = all.OfType<string>().Select(Encoding.UTF8.GetBytes).ToList();
        if (present.Count == 0)
        {
            Assert.Null(low);
            Assert.Null(high);
            return;
        }

        byte[] min = Encoding.UTF8.GetBytes(low!);
        byte[] max = Encoding.UTF8.GetBytes(high!);
        Assert.All(present, text => Assert.True(min.AsSpan().SequenceCompareTo(text) <= 0 && max.AsSpan().SequenceCompareTo(text) >= 0));
        Assert.Contains(present, text => text.AsSpan().StartsWith(min));
    }

    static string? Invariant(long? number) => number?.ToString(CultureInfo.InvariantCulture);

    static string? FlagOf(string? text) => text is null ? null : text == "true" ? "1" : "0";

    static long? NumberOf(bool? flag) => flag is { } value ? (value ? 1 : 0) : null;

    static string? TimeOf(string? text) => text is null
        ? null
        : Invariant(Micros(DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal).UtcDateTime));
}
