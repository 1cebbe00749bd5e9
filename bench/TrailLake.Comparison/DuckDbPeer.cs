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
    /// <summary>How often an object's gzip may stand in its JSON: more than in any archive here.</summary>
    public const int MostInflation = 12;

    /// <summary>Converts the archive; runs in a process of its own.</summary>
    public static void Convert(string source, string output, int threads, long largestObject) =>
        Copy($"'{Quote(source)}/**/*.json.gz'", output, threads, largestObject, "SELECT 1", "");

    /// <summary>Converts objects to Parquet by date and account.</summary>
    /// <param name="objects">The objects as an argument of <c>read_json</c>: a pattern or a list.</param>
    /// <param name="largestObject">Bytes of the largest of them, uncompressed.</param>
    /// <param name="setting">A statement that comes before.</param>
    /// <param name="options">More options of COPY, each after a comma.</param>
    public static void Copy(string objects, string output, int threads, long largestObject, string setting, string options)
    {
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        Run(connection, $"SET threads = {threads}");
        Run(connection, "SET preserve_insertion_order = false");
        Run(connection, setting);
        var size = Math.Max(16L << 20, largestObject).ToString(CultureInfo.InvariantCulture);
        Run(
            connection,
            $$"""
            COPY (
              SELECT r.*, r.eventTime::DATE AS date, coalesce(r.recipientAccountId, 'unknown') AS account
              FROM (
                SELECT unnest(Records) AS r
                FROM read_json({{objects}},
                  columns = {Records: '{{PeerSchema.DuckDbRecord}}[]'}, format = 'newline_delimited', maximum_object_size = {{size}})
              )
            ) TO '{{Quote(output)}}' (FORMAT parquet, COMPRESSION zstd, PARTITION_BY (date, account){{options}})
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

    public static string Quote(string text) => text.Replace("'", "''", StringComparison.Ordinal);
}
