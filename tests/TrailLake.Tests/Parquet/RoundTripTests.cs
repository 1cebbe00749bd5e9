using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using TrailLake.Columns;
using TrailLake.Parquet;
using TrailLake.Schema;
using TrailLake.Tests.Support;
using Xunit;

namespace TrailLake.Tests.Parquet;

public sealed class RoundTripTests : IDisposable
{
    readonly TempFolder _folder = new();

    public static TheoryData<int, int[], bool> Shapes => new()
    {
        { 1, [1], false },
        { 2, [7, 1, 300], false },
        { 3, [1200], true },
        { 4, [2500, 2], false },
        { 5, [1000], false },
        { 6, [6000], false },
        { 7, [1000], false },
        { 8, [1000], false },
    };

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Shapes))]
    public async Task RandomRows_AreReadBackByParquetNetAndDuckDb(int seed, int[] rowGroups, bool sorted)
    {
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        var random = new RandomBatch(seed) { Sorted = sorted };
        var batches = rowGroups.Select(random.Create).ToList();
        await VerifyAsync(batches);
    }

    [Fact]
    public async Task TextsOfZeroBytesAndOfOneMegabyte_AreReadBack()
    {
        var batch = new RandomBatch(9).Create(0);
        string[] texts = ["", new('x', 1 << 20), "", new string('é', 1 << 19) + "ü", "short"];
        for (int row = 0; row < texts.Length; row++)
        {
            foreach (var leaf in CloudTrailSchema.Leaves)
            {
                switch (leaf.Kind)
                {
                    case ColumnKind.Boolean:
                        batch.Boolean(leaf.Id).Append(BooleanColumn.Missing);
                        break;
                    case ColumnKind.Text
                        or ColumnKind.Json when leaf.Id is FieldId.RequestParameters or FieldId.EventId or FieldId.UserAgent:
                        batch.Text(leaf.Id).Append(System.Text.Encoding.UTF8.GetBytes(texts[row]));
                        break;
                    case ColumnKind.Text or ColumnKind.Json:
                        batch.Text(leaf.Id).AppendMissing(0);
                        break;
                    default:
                        batch.Long(leaf.Id).Append(-row);
                        break;
                }
            }

            batch.RowCount++;
        }

        await VerifyAsync([batch]);
    }

    [Fact]
    public void WriteRowGroup_FromSeveralThreads_KeepsEveryRow()
    {
        string path = _folder.File("events.parquet");
        var batches = Enumerable.Range(50, 8).Select(seed => new RandomBatch(seed).Create(300)).ToList();
        using (var writer = new ParquetLakeFormat().CreateSegment(path))
        {
            Parallel.ForEach(batches, new ParallelOptions { MaxDegreeOfParallelism = 4 }, batch => writer.WriteRowGroup(batch));
            Assert.Equal(2400, writer.Complete().Rows);
        }

        var name = CloudTrailSchema.Leaves[(int)FieldId.EventName];
        var expected = batches.SelectMany(batch => LeafValues.Expected(batch, name)).Select(value => (string?)value.Value);
        var actual = DuckDb.Query($"SELECT eventName FROM '{path}'").Select(row => (string?)row[0]);
        Assert.Equal(expected.Order(StringComparer.Ordinal), actual.Order(StringComparer.Ordinal));
    }

    async Task VerifyAsync(IReadOnlyList<ColumnBatch> batches)
    {
        string path = _folder.File("events.parquet");
        using (var writer = new ParquetLakeFormat().CreateSegment(path))
        {
            foreach (var batch in batches)
            {
                writer.WriteRowGroup(batch);
            }

            Assert.Equal(batches.Sum(batch => batch.RowCount), writer.Complete().Rows);
        }

        var expected = CloudTrailSchema.Leaves.Select(leaf => batches.Select(batch => LeafValues.Expected(batch, leaf)).ToList()).ToList();
        for (int i = 0; i < batches.Count; i++)
        {
            var actual = await ParquetNetFile.ReadAsync(path, i);
            foreach (var leaf in CloudTrailSchema.Leaves)
            {
                AssertEqual(leaf, expected[leaf.Index][i].ConvertAll(v => (object?)v), actual[leaf.Index].ConvertAll(v => (object?)v));
            }
        }

        VerifyDuckDb(path, "", leaf => leaf.MaxRepetition == 0, leaf => leaf.Path, expected);
        string elements = ", (SELECT unnest(CASE WHEN len(resources) > 0 THEN resources ELSE [NULL] END) AS e)";
        VerifyDuckDb(path, elements, leaf => leaf.MaxRepetition > 0, leaf => "e." + leaf.Name, expected);
        var lists = DuckDb.Query($"SELECT len(resources) FROM '{path}'").Select(row => row[0] is null ? -1 : Convert.ToInt32(row[0]));
        Assert.Equal(batches.SelectMany(ListLengths), lists);
        var structs = DuckDb.Query($"SELECT userIdentity IS NULL, userIdentity.sessionContext.sessionIssuer IS NULL FROM '{path}'");
        var levels = batches.SelectMany(batch => LeafValues.Expected(batch, CloudTrailSchema.Leaves[(int)FieldId.IssuerArn]));
        Assert.Equal(levels.Select(v => (v.Definition < 1, v.Definition < 3)), structs.Select(row => ((bool)row[0]!, (bool)row[1]!)));
    }

    static void VerifyDuckDb(
        string path, string join, Func<ColumnSpec, bool> take, Func<ColumnSpec, string> expression, List<List<List<LeafValue>>> expected)
    {
        var leaves = CloudTrailSchema.Leaves.Where(take).ToList();
        var rows = DuckDb.Query($"SELECT {string.Join(", ", leaves.Select(expression))} FROM '{path}'{join}");
        for (int i = 0; i < leaves.Count; i++)
        {
            var values = expected[leaves[i].Index].SelectMany(part => part).Select(value => value.Value).ToList();
            AssertEqual(leaves[i], values, rows.ConvertAll(row => row[i]));
        }
    }

    static void AssertEqual(ColumnSpec leaf, List<object?> expected, List<object?> actual)
    {
        Assert.Equal(expected.Count, actual.Count);
        for (int i = 0; i < expected.Count; i++)
        {
            // xunit's own comparison of long lists takes seconds.
            Assert.True(Equals(expected[i], actual[i]), $"{leaf.Path}, value {i}: expected {expected[i]}, found {actual[i]}");
        }
    }

    static IEnumerable<int> ListLengths(ColumnBatch batch)
    {
        var lengths = new List<int>();
        foreach (var value in LeafValues.Expected(batch, CloudTrailSchema.Leaves[(int)FieldId.ResourceArn]))
        {
            if (value.Repetition == 0)
            {
                lengths.Add(value.Definition < 2 ? value.Definition - 1 : 1);
            }
            else
            {
                lengths[^1]++;
            }
        }

        return lengths;
    }
}
