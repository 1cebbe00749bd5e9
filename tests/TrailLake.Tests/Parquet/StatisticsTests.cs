using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Hashing;
using System.Linq;
using System.Security.Cryptography;
using TrailLake.Columns;
using TrailLake.Parquet;
using TrailLake.Schema;
using TrailLake.Tables;
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
                Assert.Equal(
                    (values.Min(value => (long?)value), values.Max(value => (long?)value)), (statistics.MinInteger, statistics.MaxInteger));
            }
        }
    }

    [Fact]
    public void Metadata_IsWhatDuckDbExpects()
    {
        Write([new RandomBatch(33) { Sorted = true }.Create(5000)]);
        var rows = DuckDb.Query(
            $"SELECT path_in_schema, stats_null_count, num_values, total_compressed_size, bloom_filter_offset FROM "
                + $"parquet_metadata('{Path}')");
        Assert.Equal(CloudTrailSchema.Leaves.Length, rows.Count);
        foreach (var leaf in CloudTrailSchema.Leaves)
        {
            var row = rows[leaf.Index];
            bool hasValues = Convert.ToInt64(row[1]) < Convert.ToInt64(row[2]);
            Assert.True(
                hasValues || leaf.MaxDefinition > 1 || Convert.ToInt64(row[3]) < 50, $"{leaf.Path} takes {row[3]} bytes for nothing");
            Assert.Equal(leaf.HasBloomFilter && hasValues, row[4] is not null);
        }

        Assert.StartsWith(
            "TrailLake version ",
            DuckDb.Scalar<string>($"SELECT created_by FROM parquet_file_metadata('{Path}')"),
            StringComparison.Ordinal);
        long half = DuckDb.Scalar<long>($"SELECT epoch_us(eventTime) FROM '{Path}' LIMIT 1 OFFSET 2500");
        Assert.Equal(
            DuckDb.Scalar<long>($"SELECT count(*) FROM (SELECT epoch_us(eventTime) AS t FROM '{Path}') WHERE t >= {half}"),
            DuckDb.Scalar<long>($"SELECT count(*) FROM '{Path}' WHERE eventTime >= make_timestamptz({half})"));
    }

    [Fact]
    public void Filters_KnowEveryValueAndFewOthers()
    {
        ColumnBatch[] batches = [new RandomBatch(34).Create(3000), new RandomBatch(35).Create(100)];
        Write(batches);
        var file = File.ReadAllBytes(Path);
        int absent = 0;
        int taken = 0;
        foreach (var leaf in CloudTrailSchema.Leaves.Where(leaf => leaf.HasBloomFilter))
        {
            for (int i = 0; i < batches.Length; i++)
            {
                var values = LeafValues.Expected(batches[i], leaf).Select(value => value.Value).OfType<string>().Distinct().ToList();
                var filter = Filter(file, leaf, i);
                Assert.Equal(values.Count == 0, filter.IsEmpty);
                foreach (string value in values)
                {
                    Assert.True(MayContain(filter, value), $"{leaf.Path} in row group {i} denies {value}");
                }

                for (int n = 0; n < 100 && values.Count > 0; n++, absent++)
                {
                    taken += MayContain(filter, $"absent-{n}") ? 1 : 0;
                }
            }
        }

        Assert.True(taken < absent / 20, $"{taken} of {absent} absent values are taken for present");
    }

    [Theory]
    [InlineData(FieldId.EventId)]
    [InlineData(FieldId.SourceIPAddress)]
    public void DuckDb_TrustsTheFilters(object idValue)
    {
        var id = (FieldId)idValue;
        // With its bits cleared, a filter says that nothing is there: a reader that uses it finds nothing. DuckDB 1.5 uses the filters of
        // top-level columns, not those of struct members. Its parquet_bloom_probe tells nothing here: it takes the number of a top-level
        // column for that of a leaf.
        var leaf = CloudTrailSchema.Leaves[(int)id];
        var batch = new ColumnBatch();
        for (int seed = 40; batch.Text(id).EntryCount < 2; seed++)
        {
            batch = new RandomBatch(seed).Create(500);
        }

        Write([batch]);
        string value = LeafValues.Expected(batch, leaf).Select(v => v.Value).OfType<string>().First(text => text.Length > 0)
            .Replace("'", "''");
        var file = File.ReadAllBytes(Path);
        Filter(file, leaf, 0).Clear();
        string blind = _folder.File("blind.parquet");
        File.WriteAllBytes(blind, file);
        Assert.NotEqual(0, DuckDb.Scalar<int>($"SELECT count(*) FROM '{Path}' WHERE {leaf.Path} = '{value}'"));
        Assert.Equal(0, DuckDb.Scalar<int>($"SELECT count(*) FROM '{blind}' WHERE {leaf.Path} = '{value}'"));
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

    // Written from the format's description, not with the writer's code; only the hash is shared, and has tests of its own.
    static bool MayContain(ReadOnlySpan<byte> filter, string value)
    {
        uint[] salts = [0x47b6137b, 0x44974d91, 0x8824ad5b, 0xa2b7289d, 0x705495c7, 0x2df1424b, 0x9efc4947, 0x5c6bfb31];
        ulong hash = XxHash64.HashToUInt64(System.Text.Encoding.UTF8.GetBytes(value));
        int block = (int)(((hash >> 32) * (ulong)(filter.Length / 32)) >> 32);
        for (int i = 0; i < 8; i++)
        {
            uint word = BitConverter.ToUInt32(filter[((block * 32) + (i * 4))..]);
            if ((word & (1u << (int)(unchecked((uint)hash * salts[i]) >> 27))) == 0)
            {
                return false;
            }
        }

        return true;
    }

    // The bits behind the header, whose length is what the whole has over a power of two.
    Span<byte> Filter(byte[] file, ColumnSpec leaf, int rowGroup)
    {
        string path = leaf.MaxRepetition == 0 ? leaf.Path.Replace(".", ", ") : "resources, list, element, " + leaf.Name;
        var row = DuckDb.Query(
            $"SELECT bloom_filter_offset, bloom_filter_length FROM parquet_metadata('{Path}') WHERE path_in_schema = '{path}' AND "
                + $"row_group_id = {rowGroup}").Single();
        if (row[0] is null)
        {
            return [];
        }

        int length = Convert.ToInt32(row[1]);
        int bits = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)length) / 2;
        return file.AsSpan(Convert.ToInt32(row[0]) + length - bits, bits);
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
