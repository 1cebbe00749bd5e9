using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using TrailLake.Columns;
using TrailLake.Errors;
using TrailLake.Parquet;
using TrailLake.Parquet.Format;
using TrailLake.Schema;
using TrailLake.Tables.Rows;
using TrailLake.Tests.Support;
using Xunit;

namespace TrailLake.Tests.Parquet;

/// <summary>
/// Rows that are read alone are those that Parquet.Net reads of the same file, and a search finds each row that has the text.
/// </summary>
public sealed class RowReaderTests : IDisposable
{
    static readonly IRowSource s_source = new ParquetLakeFormat().Rows!;

    readonly TempFolder _folder = new();
    readonly RowValues _values = new();

    string Path => _folder.File("events.parquet");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 300)]
    [InlineData(3, 1200)]
    [InlineData(4, 2500)]
    [InlineData(5, 6000)]
    [InlineData(6, 23_000)]
    public async Task SomeRows_AreThoseOfParquetNet(int seed, int rows)
    {
        var random = new Random(seed);
        Write(new RandomBatch(seed).Create(rows), new RandomBatch(seed + 100).Create(Math.Min(rows, 77)));
        var file = s_source.TryOpen(Path)!;
        Assert.Equal(2, file.RowGroups);
        using var reader = s_source.CreateReader();
        for (int group = 0; group < 2; group++)
        {
            var expected = (await ParquetNetFile.ReadAsync(Path, group)).ConvertAll(ByRow);
            foreach (double share in (double[])[0.001, 0.1, 1])
            {
                reader.Open(file, group);
                int[] wanted = [.. Enumerable.Range(0, file.Rows(group)).Where(_ => random.NextDouble() < share)];
                foreach (var leaf in CloudTrailSchema.Leaves)
                {
                    // In parts, as chunks are filled.
                    var read = wanted.Chunk(500).SelectMany(part => Read(reader, leaf, part)).ToList();
                    Assert.Equal(wanted.SelectMany(row => expected[leaf.Index][row]), read);
                }
            }
        }
    }

    [Theory]
    [InlineData(7, 40)]
    [InlineData(8, 3000)]
    [InlineData(9, 23_000)]
    public async Task Find_FindsEachRowThatHasTheText_AndReadsThemAfter(int seed, int rows)
    {
        Write(new RandomBatch(seed).Create(rows));
        var file = s_source.TryOpen(Path)!;
        var random = new Random(seed);
        using var reader = s_source.CreateReader();
        reader.Open(file, 0);
        var leaves = await ParquetNetFile.ReadAsync(Path, 0);
        foreach (var leaf in CloudTrailSchema.Leaves.Where(leaf => leaf.Kind is ColumnKind.Text or ColumnKind.Json))
        {
            var values = ByRow(leaves[leaf.Index]);
            string[] texts = [.. leaves[leaf.Index].Select(value => value.Value as string).Where(text => !string.IsNullOrEmpty(text))
                .Distinct().Take(5)!, "nowhere at all"];
            foreach (string text in texts)
            {
                string part = text.Length > 4 && !char.IsLowSurrogate(text[2]) ? text[2..] : text;
                var (within, found) = (new RowSet(), new RowSet());
                within.Reset(rows);
                within.AddRange(0, rows);
                found.Reset(rows);
                reader.Open(file, 0);
                reader.Find(leaf.Id, [Encoding.UTF8.GetBytes(part), "neither is this"u8.ToArray()], within, found);
                int[] has = [.. Enumerable.Range(0, rows).Where(
                    row => values[row].Exists(value => value.Value is string value2 && value2.Contains(part, StringComparison.Ordinal)))];
                int[] are = Rows(found);
                Assert.Empty(has.Except(are));

                // What is taken for a hit across the border of two values is rare.
                Assert.True(are.Length <= has.Length + 5 + (rows / 100), $"{leaf.Path}: found {are.Length} rows, {has.Length} have it");
                int[] some = [.. are.Where(_ => random.Next(3) == 0)];
                Assert.Equal(some.SelectMany(row => values[row]), Read(reader, leaf, some));
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(1000)]
    [InlineData(78_640)]
    public void Granules_HaveEachRowOnce_WhereTheRuleSaysSo(int rows)
    {
        var set = new RowSet();
        int all = 0;
        for (int granule = 0; granule < RowGranules.Count; granule++)
        {
            set.Reset(rows);
            set.AddGranules(1UL << granule);
            int[] own = Rows(set);
            Assert.All(own, row => Assert.Equal(granule, (int)((long)row * 64 / rows)));
            Assert.Equal(own.Length, set.Count);
            all += own.Length;
        }

        Assert.Equal(rows, all);
    }

    // Texts that are all different are written in full, the others as a dictionary of frames.
    [Theory]
    [InlineData(1, false)]
    [InlineData(3, true)]
    public void WithinRows_OnlyPagesOfThemAreSearched_AndNoRowOfThemIsLost(int rowsOfText, bool isOfFrames)
    {
        const int Rows = 50_000;
        Write(RequestsBatch.Of(Rows, row => $$"""{"id":"{{row / rowsOfText:00000}}","pad":"{{row / rowsOfText * 7919L % 104729}}"}"""));
        var file = s_source.TryOpen(Path)!;
        Assert.Equal(isOfFrames, File.ReadAllBytes(Path).AsSpan().IndexOf(DictionaryFrames.Key) >= 0);
        using var reader = s_source.CreateReader();
        reader.Open(file, 0);
        for (int row = 0; row < Rows; row += 1777)
        {
            var (within, found) = (new RowSet(), new RowSet());
            within.Reset(Rows);
            within.AddGranules(1UL << (int)((long)row * RowGranules.Count / Rows));
            found.Reset(Rows);
            reader.Find(FieldId.RequestParameters, [Encoding.UTF8.GetBytes($"\"id\":\"{row / rowsOfText:00000}\"")], within, found);
            Assert.Equal(RowReaderTests.Rows(within).Where(other => other / rowsOfText == row / rowsOfText), RowReaderTests.Rows(found));
        }
    }

    [Fact]
    public void TryOpen_IsNull_WhereTheFileIsNotOneThatTrailLakeWrote()
    {
        Assert.Null(s_source.TryOpen(_folder.File("missing.parquet")));
        File.WriteAllText(Path, "no Parquet");
        Assert.Null(s_source.TryOpen(Path));
        File.WriteAllBytes(Path, []);
        Assert.Null(s_source.TryOpen(Path));
        string foreign = _folder.File("foreign.parquet");
        DuckDb.Query($"COPY (SELECT 'x' AS eventID, 'y' AS eventName) TO '{foreign}' (FORMAT parquet)");
        Assert.Null(s_source.TryOpen(foreign));
    }

    [Fact]
    public void DamagedBytes_AreAnErrorThatNamesTheFile_OrLeaveTheFileUnread_NeverAnotherError()
    {
        Write(new RandomBatch(77).Create(900));
        byte[] whole = File.ReadAllBytes(Path);
        var random = new Random(77);
        using var reader = s_source.CreateReader();
        for (int round = 0; round < 400; round++)
        {
            byte[] damaged = [.. whole];
            int from = random.Next(damaged.Length - 16);
            random.NextBytes(damaged.AsSpan(from, random.Next(1, 16)));
            string path = _folder.File($"damaged-{round}.parquet");
            File.WriteAllBytes(path, round % 10 == 0 ? damaged[..from] : damaged);
            try
            {
                ReadAll(reader, path);
            }
            catch (TrailLakeException e)
            {
                Assert.Equal(ErrorKind.Lake, e.Kind);
                Assert.Contains(path, e.Message, StringComparison.Ordinal);
            }

            File.Delete(path);
        }
    }

    void ReadAll(IRowReader reader, string path)
    {
        if (s_source.TryOpen(path) is not { } file)
        {
            return;
        }

        for (int group = 0; group < file.RowGroups; group++)
        {
            reader.Open(file, group);
            int rows = Math.Min(file.Rows(group), 100_000);
            var (within, found) = (new RowSet(), new RowSet());
            within.Reset(rows);
            within.AddRange(0, rows);
            found.Reset(file.Rows(group) <= 100_000 ? rows : 0);
            foreach (var leaf in CloudTrailSchema.Leaves)
            {
                if (found.Rows > 0 && leaf.Kind is ColumnKind.Text or ColumnKind.Json)
                {
                    reader.Find(leaf.Id, ["aZ"u8.ToArray()], within, found);
                }

                reader.Read(leaf.Id, [.. Enumerable.Range(0, rows)], _values);
            }
        }
    }

    void Write(params ReadOnlySpan<ColumnBatch> batches)
    {
        using var writer = new ParquetLakeFormat().CreateSegment(Path);
        foreach (var batch in batches)
        {
            batch.Seal();
            writer.WriteRowGroup(batch);
        }

        writer.Complete();
    }

    List<LeafValue> Read(IRowReader reader, ColumnSpec leaf, int[] rows)
    {
        // Used again, as it is from chunk to chunk: nothing may be left of what it held.
        var values = _values;
        reader.Read(leaf.Id, rows, values);
        var result = new List<LeafValue>();
        for (int i = 0; i < values.Count; i++)
        {
            object? value = values.Definitions[i] < leaf.MaxDefinition ? null : leaf.Kind switch
            {
                ColumnKind.Text or ColumnKind.Json => Encoding.UTF8.GetString(values.Text(i)),
                ColumnKind.Boolean => values.Number(i) == 1,
                ColumnKind.Timestamp => DateTime.UnixEpoch.AddMicroseconds(values.Number(i)),
                _ => values.Number(i),
            };
            result.Add(new LeafValue(value, values.Definitions[i], values.Repetitions[i]));
        }

        return result;
    }

    static List<List<LeafValue>> ByRow(List<LeafValue> values)
    {
        var rows = new List<List<LeafValue>>();
        foreach (var value in values)
        {
            if (value.Repetition == 0)
            {
                rows.Add([]);
            }

            rows[^1].Add(value);
        }

        return rows;
    }

    static int[] Rows(RowSet set)
    {
        var rows = new List<int>();
        for (int row = set.Next(0); row >= 0; row = set.Next(row + 1))
        {
            rows.Add(row);
        }

        return [.. rows];
    }
}
