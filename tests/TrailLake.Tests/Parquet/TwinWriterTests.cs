using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using TrailLake.Columns;
using TrailLake.Parquet;
using TrailLake.Schema;
using TrailLake.Tests.Support;
using Xunit;

namespace TrailLake.Tests.Parquet;

/// <summary>
/// The same batches written by TrailLake and by Parquet.Net say the same to three readers, whatever encodings and levels they need.
/// </summary>
public sealed class TwinWriterTests : IDisposable
{
    readonly TempFolder _folder = new();

    public static TheoryData<string> Shapes { get; } =
    [
        "all null", "one row", "row groups of one row", "one value", "two values", "no value twice", "a dictionary that overflows",
        "empty texts",
        "a megabyte", "lists", "random 31", "random 32", "random 33", "random 34",
    ];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Shapes))]
    public async Task BothFiles_SayTheSameToParquetNetAndDuckDb(string shape)
    {
        var batches = await WriteBothAsync(shape);
        for (int group = 0; group < batches.Count; group++)
        {
            var (ours, theirs) = (await ParquetNetFile.ReadAsync(
                _folder.File("ours.parquet"), group), await ParquetNetFile.ReadTwinAsync(_folder.File("theirs.parquet"), group));
            foreach (var leaf in CloudTrailSchema.Leaves)
            {
                Assert.True(
                    theirs[leaf.Index].SequenceEqual(ours[leaf.Index]),
                    $"{shape}: {leaf.Path} of row group {group} differs for Parquet.Net");
            }
        }

        var (own, other) = (DuckRows("ours.parquet"), DuckRows("theirs.parquet"));
        Assert.Equal(batches.Sum(batch => batch.RowCount), own.Count);
        Assert.True(own.SequenceEqual(other), $"{shape}: rows differ for DuckDB");
    }

    [Fact]
    public async Task BothFiles_SayTheSameToClickHouse()
    {
        var rows = new Dictionary<string, int>();
        foreach (var shape in Shapes.Select(row => (string)row))
        {
            rows.Add(shape, (await WriteBothAsync(shape, shape + ".")).Sum(batch => batch.RowCount));
        }

        // Two starts of ClickHouse for all files, not two for each.
        var (own, other) = (ClickHouseRows("ours.parquet"), ClickHouseRows("theirs.parquet"));
        foreach (var (shape, count) in rows)
        {
            Assert.Equal(count, own[shape].Count);
            Assert.True(own[shape].SequenceEqual(other[shape]), $"{shape}: rows differ for ClickHouse");
        }
    }

    async Task<IReadOnlyList<ColumnBatch>> WriteBothAsync(string shape, string start = "")
    {
        var batches = BatchesOf(shape);
        using (var writer = new ParquetLakeFormat().CreateSegment(_folder.File(start + "ours.parquet")))
        {
            foreach (var batch in batches)
            {
                writer.WriteRowGroup(batch);
            }

            writer.Complete();
        }

        await ParquetNetTwin.WriteAsync(_folder.File(start + "theirs.parquet"), batches);
        return batches;
    }

    List<string> DuckRows(string file) =>
        DuckDb.Query($"SELECT to_json(t)::VARCHAR FROM read_parquet('{_folder.File(file)}') AS t").ConvertAll(row => (string)row[0]!);

    // By shape. Lists of structs are arrays of tuples in both files; ClickHouse knows no null ones, in either.
    Dictionary<string, List<string>> ClickHouseRows(string end) => ClickHouse.Query(
            _folder.Path,
            $"SELECT splitByChar('.', _file)[1] AS shape, tuple(*) AS t FROM file('*.{end}') SETTINGS "
                + "output_format_json_quote_64bit_integers = 1, max_threads = 1")
        .GroupBy(row => row.GetProperty("shape").GetString()!, row => row.GetProperty("t").GetRawText())
        .ToDictionary(shape => shape.Key, shape => shape.ToList());

    static IReadOnlyList<ColumnBatch> BatchesOf(string shape) => shape switch
    {
        "all null" => [Filled(500, (_, _) => null)],
        "one row" => [Filled(1, (_, leaf) => leaf.Name)],
        "row groups of one row" =>
            [.. Enumerable.Range(0, 5).Select(group => Filled(1, (_, leaf) => group == 2 ? null : leaf.Name + group))],
        "one value" => [Filled(3_000, (_, leaf) => leaf.Name)],
        "two values" => [Filled(3_000, (row, leaf) => leaf.Name + (row / 7 % 2))],
        "no value twice" => [Filled(3_000, (row, leaf) => $"{leaf.Name}-{row}")],
        "a dictionary that overflows" => [Filled(6_000, (row, leaf) => leaf.Id is FieldId.UserAgent or FieldId.RequestParameters
            ? $"{row:x8}{new string('o', 400)}"
            : leaf.Index % 5 == 0 ? "x" : null)],
        "empty texts" => [Filled(40, (row, _) => row % 4 == 0 ? null : "")],
        "a megabyte" => [Filled(6, (
            row,
            leaf) => leaf.Id is FieldId.RequestParameters or FieldId.UserAgent ? (row % 2 == 0 ? new string('é', 1 << 19) : "") : null)],
        "lists" => [new RandomBatch(41).Create(2_000), new RandomBatch(42).Create(1)],
        _ =>
            [new RandomBatch(int.Parse(shape.Split(' ')[1])).Create(900), new RandomBatch(int.Parse(shape.Split(' ')[1]) + 100).Create(13)],
    };

    /// <summary>A batch whose texts a function gives, null for a missing one; lists have one element where its texts are there.</summary>
    static ColumnBatch Filled(int rows, Func<int, ColumnSpec, string?> text)
    {
        var batch = new ColumnBatch();
        for (int row = 0; row < rows; row++)
        {
            foreach (var leaf in CloudTrailSchema.Leaves)
            {
                switch (leaf.Kind)
                {
                    case ColumnKind.Boolean:
                        batch.Boolean(leaf.Id).Append(text(row, leaf) is null ? BooleanColumn.Missing : (byte)(row & 1));
                        break;
                    case ColumnKind.Timestamp:
                        batch.Long(leaf.Id).Append(1_700_000_000_000_000 + row);
                        break;
                    case ColumnKind.Text or ColumnKind.Json when TextOf(row, leaf) is { } value:
                        batch.Text(leaf.Id).Append(Encoding.UTF8.GetBytes(value));
                        break;
                    case ColumnKind.Text or ColumnKind.Json:
                        batch.Text(leaf.Id).AppendMissing(0);
                        break;
                    default:
                        batch.Long(leaf.Id).Append(text(row, leaf) is null ? LongColumn.Missing : row);
                        break;
                }
            }

            batch.RowCount++;
        }

        return batch;

        // Leaves of one struct or list must agree on whether it is there: all are asked for the first leaf of their node.
        string? TextOf(int row, ColumnSpec leaf)
        {
            var node = CloudTrailSchema.Nodes.Last(node => node.FirstLeaf <= leaf.Index);
            return text(row, CloudTrailSchema.Leaves[node.FirstLeaf]) is null ? null : text(row, leaf) ?? "";
        }
    }
}
