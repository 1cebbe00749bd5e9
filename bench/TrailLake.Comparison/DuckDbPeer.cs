using System;
using System.Globalization;
using DuckDB.NET.Data;

namespace TrailLake.Comparison;

/// <summary>
/// DuckDB's own conversion: typed columns through one nested type, insertion order given up, zstd, partitions written by COPY itself.
/// Tried on 100,000 events, CPU seconds of two runs: this form 3.8 and 4.8; format 'unstructured' 4.1 and 5.5; parameters as JSON
/// instead of VARCHAR 5.6 and 5.5; insertion order kept 4.2 and 3.9; more open files 3.6 and 4.2; another flush threshold 4.3 and 3.4.
/// Without partitions it takes 2.4 and 2.2, but writes another table.
/// </summary>
static class DuckDbPeer
{
    /// <summary>Converts the archive; runs in a process of its own.</summary>
    public static void Convert(string source, string output, int threads, long largestObject)
    {
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        Run(connection, $"SET threads = {threads}");
        Run(connection, "SET preserve_insertion_order = false");
        var size = Math.Max(16L << 20, largestObject).ToString(CultureInfo.InvariantCulture);
        Run(
            connection,
            $$"""
            COPY (
              SELECT r.*, r.eventTime::DATE AS date, coalesce(r.recipientAccountId, 'unknown') AS account
              FROM (
                SELECT unnest(Records) AS r
                FROM read_json('{{Quote(source)}}/**/*.json.gz',
                  columns = {Records: '{{PeerSchema.DuckDbRecord}}[]'}, format = 'newline_delimited', maximum_object_size = {{size}})
              )
            ) TO '{{Quote(output)}}' (FORMAT parquet, COMPRESSION zstd, PARTITION_BY (date, account))
            """);
    }

    /// <summary>Rows of Parquet files, counted by DuckDB whoever wrote them.</summary>
    public static long Count(string pattern)
    {
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT count(*) FROM read_parquet('{Quote(pattern)}', hive_partitioning = false)";
        return (long)command.ExecuteScalar()!;
    }

    static void Run(DuckDBConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    static string Quote(string text) => text.Replace("'", "''", StringComparison.Ordinal);
}
