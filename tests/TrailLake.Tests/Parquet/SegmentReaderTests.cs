using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using TrailLake.Columns;
using TrailLake.Errors;
using TrailLake.Parquet;
using TrailLake.Schema;
using TrailLake.Tests.Support;
using Xunit;

namespace TrailLake.Tests.Parquet;

/// <summary>What a data file holds comes back into a batch: every value with its levels, and nothing else.</summary>
public sealed class SegmentReaderTests : IDisposable
{
    readonly TempFolder _folder = new();

    string Path => _folder.File("events.parquet");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 300)]
    [InlineData(3, 1200)]
    [InlineData(4, 2500)]
    [InlineData(5, 6000)]
    public void RandomRows_ComeBackWithTheirLevels(int seed, int rows)
    {
        var batch = new RandomBatch(seed).Create(rows);
        Write(batch);
        var read = Read([]);
        Assert.Equal(rows, read.RowCount);
        foreach (var leaf in CloudTrailSchema.Leaves)
        {
            Assert.Equal(LeafValues.Expected(batch, leaf), LeafValues.Expected(read, leaf));
        }
    }

    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    public void DroppedRows_AreLeftOut_AndNoOther(int seed)
    {
        var random = new Random(seed);
        Write(new RandomBatch(seed).Create(1500));
        var all = Read([]);
        foreach (double share in (double[])[0, 0.3, 1])
        {
            var dropped = Enumerable.Range(0, 1500).Select(_ => random.NextDouble() < share).ToArray();
            var read = Read(dropped);
            Assert.Equal(dropped.Count(isDropped => !isDropped), read.RowCount);
            foreach (var leaf in CloudTrailSchema.Leaves)
            {
                var expected = Rows(all, leaf).Where((_, row) => !dropped[row]).SelectMany(row => row);
                Assert.Equal(expected, Rows(read, leaf).SelectMany(row => row));
            }
        }
    }

    [Fact]
    public void RowGroups_AreAppendedToWhatTheBatchHolds_AndWrittenAgainAreTheSameRows()
    {
        var batches = Enumerable.Range(20, 5).Select(seed => new RandomBatch(seed).Create(seed * 13)).ToArray();
        Write(batches);
        var joined = Read([]);
        string again = _folder.File("again.parquet");
        using (var writer = new ParquetLakeFormat().CreateSegment(again))
        {
            writer.WriteRowGroup(joined);
            Assert.Equal(batches.Sum(batch => batch.RowCount), writer.Complete().Rows);
        }

        Assert.Equal(0L, DuckDb.Scalar<long>($"SELECT count(*) FROM (FROM '{Path}' EXCEPT ALL FROM '{again}')"));
        Assert.Equal(0L, DuckDb.Scalar<long>($"SELECT count(*) FROM (FROM '{again}' EXCEPT ALL FROM '{Path}')"));
    }

    [Fact]
    public void TextsOfAMegabyte_ComeBack()
    {
        var batch = new ColumnBatch();
        string[] texts = ["", new('x', 1 << 20), new string('é', 1 << 19) + "😀", "short"];
        for (int row = 0; row < texts.Length; row++)
        {
            batch.Text(FieldId.RequestParameters).AppendAt(row, Encoding.UTF8.GetBytes(texts[row]));
            batch.Text(FieldId.EventId).AppendAt(row, Encoding.UTF8.GetBytes(texts[texts.Length - 1 - row]));
            batch.Long(FieldId.EventTime).Append(row);
            batch.Long(FieldId.SourceIndex).Append(LongColumn.Missing);
            batch.Long(FieldId.RecordHash).Append(-row);
            foreach (var id in (FieldId[])[FieldId.ResourceArn, FieldId.ResourceAccountId, FieldId.ResourceType, FieldId.ResourceArnPrefix])
            {
                batch.Text(id).AppendMissing(0);
            }

            batch.RowCount++;
        }

        Write(batch);
        var read = Read([]);
        Assert.Equal(
            LeafValues.Expected(batch, Leaf(FieldId.RequestParameters)), LeafValues.Expected(read, Leaf(FieldId.RequestParameters)));
        Assert.Equal(LeafValues.Expected(batch, Leaf(FieldId.EventId)), LeafValues.Expected(read, Leaf(FieldId.EventId)));
    }

    [Fact]
    public void FileWithoutSomeColumns_MissesThemInAllRows()
    {
        DuckDb.Query($"COPY (SELECT 'e' || i AS eventID, i AS recordHash FROM range(5) t(i)) TO '{Path}' (FORMAT parquet)");
        var read = Read([false, true, false, false, false]);
        Assert.Equal(4, read.RowCount);
        Assert.Equal([0L, 2, 3, 4], read.Long(FieldId.RecordHash).Values.ToArray());
        Assert.All(read.Long(FieldId.EventTime).Values.ToArray(), value => Assert.Equal(LongColumn.Missing, value));
        Assert.Equal([~0, ~0, ~0, ~0], read.Text(FieldId.ResourceArn).Values.ToArray());
        Assert.Equal([~0, ~0, ~0, ~0], read.Text(FieldId.EventName).Values.ToArray());
    }

    /// <summary>Other programs let a list's elements be null.</summary>
    [Fact]
    public void ListsOfOtherPrograms_AreRead()
    {
        DuckDb.Query(
            $"COPY (SELECT unnest([[{{'ARN': 'a'}}, {{'ARN': NULL}}], [], NULL, [{{'ARN': 'b'}}]]) AS resources) TO '{Path}' "
                + "(FORMAT parquet)");
        var arns = Read([]).Text(FieldId.ResourceArn);
        Assert.Equal([0, ~2, ~1, ~0, 1], arns.Values.ToArray());
        Assert.Equal([0, 1, 0, 0, 0], arns.Repetitions.ToArray().Select(level => (int)level));
    }

    [Theory]
    [InlineData(
        "SELECT 'e' AS eventID, 1 AS colour",
        "it has the column colour, which this TrailLake does not know: a newer one, or another program, wrote it")]
    [InlineData("SELECT 'e' AS eventID, {'arn': 'a', 'new': 'b'} AS userIdentity", "it has the column userIdentity.new, which")]
    [InlineData("SELECT [{'ARN': 'a'}, NULL] AS resources", "column resources.ARN has a list with an element that is null")]
    [InlineData("SELECT [[{'ARN': 'a'}]] AS resources", "it has the column resources.list.element")]
    public void WhatWouldBeLostOrChanged_IsRefused(string rows, string message)
    {
        DuckDb.Query($"COPY ({rows}) TO '{Path}' (FORMAT parquet)");
        var error = Assert.Throws<TrailLakeException>(() => Read([]));
        Assert.Equal(ErrorKind.Lake, error.Kind);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    static ColumnSpec Leaf(FieldId id) => CloudTrailSchema.Leaves[(int)id];

    static List<List<LeafValue>> Rows(ColumnBatch batch, ColumnSpec leaf)
    {
        var rows = new List<List<LeafValue>>();
        foreach (var value in LeafValues.InOrder(batch, leaf))
        {
            if (value.Repetition == 0)
            {
                rows.Add([]);
            }

            rows[^1].Add(value);
        }

        return rows;
    }

    void Write(params ColumnBatch[] batches)
    {
        using var writer = new ParquetLakeFormat().CreateSegment(Path);
        foreach (var batch in batches)
        {
            batch.Seal();
            writer.WriteRowGroup(batch);
        }

        writer.Complete();
    }

    ColumnBatch Read(bool[] dropped)
    {
        var batch = new ColumnBatch();
        using var reader = new ParquetLakeFormat().OpenSegment(Path);
        for (int group = 0; group < reader.RowGroups; group++)
        {
            reader.Read(group, batch, dropped);
        }

        batch.Seal();
        return batch;
    }
}
