using System;
using System.Globalization;
using System.Linq;
using TrailLake.Ingest.Pipeline;
using TrailLake.Ingest.Sources;
using TrailLake.Tests.Support;
using Xunit;

namespace TrailLake.Tests.EndToEnd;

/// <summary>How large the row groups of a lake are.</summary>
public sealed class RowGroupTests
{
    /// <summary>
    /// A batch that reached its limit is written and its buffers go on to the next one: that one is as empty as any, whatever the buffers
    /// hold.
    /// </summary>
    [Fact]
    public void Ingest_BatchesThatReachTheirLimit_AreFollowedByBatchesAsLarge()
    {
        using var lake = new TestLake();
        var random = new Random(1);
        for (int file = 0; file < 4; file++)
        {
            var records = Enumerable.Range(0, 5_000).Select(i =>
            {
                byte[] bytes = new byte[400];
                random.NextBytes(bytes);
                return Records.Of(
                    string.Create(CultureInfo.InvariantCulture, $"{file}-{i}"),
                    ",\"additionalEventData\":{\"x\":\"" + Convert.ToHexString(bytes) + "\"}");
            });
            lake.Put(string.Create(CultureInfo.InvariantCulture, $"{file}.json"), Records.File([.. records]));
        }

        // The least limit of a batch, 4 MiB, is about 4,000 of these records.
        lake.Ingest(new LocalLogSource(lake.Source), new IngestOptions { Jobs = 1, Memory = 1 << 20 });
        var groups = DuckDb.Query(
            $"SELECT row_group_num_rows FROM parquet_metadata('{lake.Directory}/events/**/*.parquet') WHERE path_in_schema = 'eventTime' "
                + "ORDER BY row_group_id")
            .Select(row => Convert.ToInt64(row[0], CultureInfo.InvariantCulture)).ToList();
        Assert.Equal(20_000, groups.Sum());
        Assert.InRange(groups.Count, 3, 8);
        Assert.All(groups.SkipLast(1), rows => Assert.InRange(rows, 2_000, 8_000));
    }
}
