using System;
using System.Linq;

namespace TrailLake.Comparison;

/// <summary>
/// ClickHouse's own conversion: the statement that <c>bench/compare/clickhouse.mjs</c> runs. One typed nested column is read with
/// JSONEachRow, unfolded, and written as Parquet with zstd, one file a partition. Tried on 100,000 events, CPU seconds of two runs: this
/// form 2.9 and 3.4; strings that are not nullable 3.6 and 3.4 (and they lose absence); larger blocks 3.4 and 2.6; no parallel encoding
/// 3.3 and 2.2, with two threads no difference that lasts. The basic date format cannot read the Z at the end of eventTime.
/// </summary>
static class ClickHousePeer
{
    public static string Statement(string source, string output, int threads)
    {
        var columns = string.Join(", ", PeerSchema.ColumnNames.Select(n => $"tupleElement(r, '{n}') AS `{n}`"));
        return $"""
            INSERT INTO FUNCTION file('{Quote(output)}/{"{_partition_id}"}.parquet', 'Parquet')
            PARTITION BY concat(toString(toDate(eventTime)), '_', ifNull(recipientAccountId, 'unknown'))
            SELECT {columns}
            FROM (
              SELECT arrayJoin(Records) AS r
              FROM file('{Quote(source)}/**/*.json.gz', 'JSONEachRow', 'Records Array({Quote(PeerSchema.ClickHouseRecord)})')
            )
            SETTINGS max_threads = {threads}, max_insert_threads = {threads}, max_partitions_per_insert_block = 0,
              date_time_input_format = 'best_effort', input_format_json_read_objects_as_strings = 1,
              output_format_parquet_compression_method = 'zstd', engine_file_truncate_on_insert = 1
            """;
    }

    static string Quote(string text) => text.Replace("'", "\\'", StringComparison.Ordinal);
}
