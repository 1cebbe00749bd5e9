using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using TrailLake.Parquet;
using TrailLake.Parquet.Format;
using TrailLake.Schema;
using TrailLake.Tests.Support;
using Xunit;

namespace TrailLake.Tests.Parquet;

/// <summary>A dictionary that is compressed in frames is one page to readers that know nothing of them.</summary>
public sealed class FramedDictionaryTests : IDisposable
{
    const int Rows = 30_000;
    readonly TempFolder _folder = new();

    public FramedDictionaryTests()
    {
        var batch = RequestsBatch.Of(Rows, TextOf);
        batch.Seal();
        using var writer = new ParquetLakeFormat().CreateSegment(Path);
        writer.WriteRowGroup(batch);
        writer.Complete();
        Assert.True(File.ReadAllBytes(Path).AsSpan().IndexOf(DictionaryFrames.Key) >= 0, "the dictionary was to be of several frames");
    }

    string Path => _folder.File("events.parquet");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void DuckDb_ReadsEachRow() =>
        Assert.Equal(
            Enumerable.Range(0, Rows).Select(TextOf),
            DuckDb.Query($"SELECT requestParameters FROM '{Path}' ORDER BY sourceIndex").Select(row => (string)row[0]!));

    [Fact]
    public async Task ParquetNet_ReadsEachRow()
    {
        var leaves = await ParquetNetFile.ReadAsync(Path, 0);
        Assert.Equal(
            Enumerable.Range(0, Rows).Select(TextOf),
            leaves[CloudTrailSchema.Leaves[(int)FieldId.RequestParameters].Index].Select(value => (string)value.Value!));
    }

    [Fact]
    public void ClickHouse_ReadsEachRow()
    {
        var rows = ClickHouse.Query(_folder.Path, "SELECT requestParameters AS text FROM file('events.parquet') ORDER BY sourceIndex");
        Assert.Equal(Enumerable.Range(0, Rows).Select(TextOf), rows.Select(row => row.GetProperty("text").GetString()));
    }

    // Every text is that of one row or of six, so that both kinds of entries are many.
    static string TextOf(int row)
    {
        int text = row % 12 < 6 ? row / 12 * 12 : row % 12 < 8 ? row : (row / 12 * 12) + 8;
        return $$"""{"name":"resource-{{text:00000}}","tag":"{{text * 7919L % 104729}}-{{text * 104_651L % 1_299_709}}","description":"made for the {{text}}th time, by hand"}""";
    }
}
