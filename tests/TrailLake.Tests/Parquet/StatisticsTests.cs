using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using TrailLake.Columns;
using TrailLake.Ingest;
using TrailLake.Parquet;
using TrailLake.Schema;
using TrailLake.Tests.Support;
using Xunit;

namespace TrailLake.Tests.Parquet;

public sealed class StatisticsTests : IDisposable
{
    readonly TempFolder _folder = new();

    string Path => _folder.File("events.parquet");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Complete_TellsSizeHashAndBounds()
    {
        ColumnBatch[] batches = [new RandomBatch(31).Create(2000), new RandomBatch(32).Create(50)];
        var summary = Write(batches);
        Assert.Equal(2050, summary.Rows);
        Assert.Equal(new FileInfo(Path).Length, summary.Bytes);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path))), summary.Sha256);
        foreach (var leaf in CloudTrailSchema.Leaves)
        {
            var statistics = summary.Leaves[leaf.Index];
            var values = batches.SelectMany(batch => LeafValues.Expected(batch, leaf)).Select(value => value.Value).ToList();
            Assert.Equal(values.Count(value => value is null), statistics.NullCount);
            if (leaf.Kind == ColumnKind.Text)
            {
                AssertBounds(values.OfType<string>().ToList(), statistics);
            }
            else if (leaf.Kind == ColumnKind.Int64)
            {
                Assert.Equal((values.Min(value => (long?)value), values.Max(value => (long?)value)), (statistics.MinInteger, statistics.MaxInteger));
            }
        }
    }

    [Fact]
    public void Metadata_IsWhatDuckDbExpects()
    {
        Write([new RandomBatch(33) { Sorted = true }.Create(5000)]);
        var rows = DuckDb.Query($"SELECT path_in_schema, stats_null_count, num_values, total_compressed_size, bloom_filter_offset FROM parquet_metadata('{Path}')");
        Assert.Equal(CloudTrailSchema.Leaves.Length, rows.Count);
        foreach (var leaf in CloudTrailSchema.Leaves)
        {
            var row = rows[leaf.Index];
            bool hasValues = Convert.ToInt64(row[1]) < Convert.ToInt64(row[2]);
            Assert.True(hasValues || leaf.MaxDefinition > 1 || Convert.ToInt64(row[3]) < 50, $"{leaf.Path} takes {row[3]} bytes for nothing");
            Assert.Equal(leaf.Needle && hasValues, row[4] is not null);
        }

        Assert.StartsWith("TrailLake version ", DuckDb.Scalar<string>($"SELECT created_by FROM parquet_file_metadata('{Path}')"), StringComparison.Ordinal);
        long half = DuckDb.Scalar<long>($"SELECT epoch_us(eventTime) FROM '{Path}' LIMIT 1 OFFSET 2500");
        Assert.Equal(
            DuckDb.Scalar<long>($"SELECT count(*) FROM (SELECT epoch_us(eventTime) AS t FROM '{Path}') WHERE t >= {half}"),
            DuckDb.Scalar<long>($"SELECT count(*) FROM '{Path}' WHERE eventTime >= make_timestamptz({half})"));
    }

    [Fact]
    public void Filters_KnowEveryValueAndFewOthers()
    {
        var batches = new List<ColumnBatch> { new RandomBatch(34).Create(3000), new RandomBatch(35).Create(100) };
        Write(batches);
        foreach (var leaf in CloudTrailSchema.Leaves.Where(leaf => leaf.Needle && leaf.MaxDefinition == 1))
        {
            for (int i = 0; i < batches.Count; i++)
            {
                var values = LeafValues.Expected(batches[i], leaf).Select(value => value.Value).OfType<string>().Distinct().Take(20);
                foreach (string value in values)
                {
                    Assert.False(Excludes(leaf, value, i), $"{leaf.Path} in row group {i} denies {value}");
                }
            }
        }

        // parquet_bloom_probe knows top-level columns only; a nested one must answer with the filter as it answers without.
        foreach (var leaf in CloudTrailSchema.Leaves.Where(leaf => leaf.Needle && leaf.MaxDefinition > 1 && leaf.MaxRepetition == 0))
        {
            var values = batches.SelectMany(batch => LeafValues.Expected(batch, leaf)).Select(value => value.Value).OfType<string>().ToList();
            foreach (string value in values.Distinct().Take(3))
            {
                string sql = $"SELECT count(*) FROM '{Path}' WHERE {leaf.Path} = '{value.Replace("'", "''")}'";
                Assert.Equal(values.Count(other => other == value), DuckDb.Scalar<int>(sql));
            }
        }

        var requestId = CloudTrailSchema.Leaves[(int)FieldId.RequestId];
        int denied = Enumerable.Range(0, 50).Count(i => Excludes(requestId, $"absent-{i}", 0));
        Assert.True(denied >= 44 || LeafValues.Expected(batches[0], requestId).All(value => value.Value is null), $"only {denied} of 50 absent values are denied");
    }

    static void AssertBounds(List<string> values, LeafStatistics statistics)
    {
        if (values.Count == 0)
        {
            Assert.Null(statistics.MinText);
            Assert.Null(statistics.MaxText);
            return;
        }

        Assert.All(values, value => Assert.True(Compare(statistics.MinText!, value) <= 0));
        Assert.All(values, value => Assert.True(statistics.MaxText is null || Compare(statistics.MaxText, value) >= 0));
        Assert.True(statistics.MinText!.Length <= 32 && (statistics.MaxText?.Length ?? 0) <= 32);
    }

    static int Compare(string a, string b) =>
        System.Text.Encoding.UTF8.GetBytes(a).AsSpan().SequenceCompareTo(System.Text.Encoding.UTF8.GetBytes(b));

    bool Excludes(ColumnSpec leaf, string value, int rowGroup)
    {
        string text = value.Replace("'", "''");
        var rows = DuckDb.Query($"SELECT row_group_id, bloom_filter_excludes FROM parquet_bloom_probe('{Path}', '{leaf.Path}', '{text}')");
        return rows.Any(row => Convert.ToInt32(row[0]) == rowGroup && (bool)row[1]!);
    }

    SegmentSummary Write(IEnumerable<ColumnBatch> batches)
    {
        using var writer = new ParquetLakeFormat().CreateSegment(Path);
        foreach (var batch in batches)
        {
            writer.WriteRowGroup(batch);
        }

        return writer.Complete();
    }
}
