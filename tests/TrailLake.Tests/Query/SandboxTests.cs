using System.Collections.Generic;
using System.IO;
using TrailLake.Errors;
using TrailLake.Query.Session;
using TrailLake.Tests.Support;
using Xunit;

namespace TrailLake.Tests.Query;

/// <summary>SQL can read the lake and nothing else, and the lake is unchanged whatever is asked.</summary>
public sealed class SandboxTests
{
    /// <summary>LAKE stands for the lake's folder, DATA for one of its data files, OUT for a folder outside of it.</summary>
    public static TheoryData<string> Hostile { get; } =
    [
        "SELECT * FROM read_text('/etc/hostname')",
        "SELECT * FROM read_blob('/etc/hostname')",
        "SELECT * FROM read_csv('/etc/hostname')",
        "SELECT * FROM read_csv_auto(['/etc/hostname'])",
        "SELECT * FROM read_json('/etc/hostname')",
        "SELECT * FROM sniff_csv('/etc/hostname')",
        "SELECT * FROM parquet_metadata('/etc/hostname')",
        "SELECT * FROM '/etc/hostname'",
        "FROM 'OUT/secret.parquet'",
        "FROM 'OUT/secret.csv'",
        "SELECT * FROM read_text('LAKE/../../../../../../etc/hostname')",
        "SELECT * FROM read_text('LAKE/record-hash.secret')",
        "SELECT * FROM read_blob('LAKE/events/../record-hash.secret')",
        "SELECT * FROM read_csv('LAKE/events/_delta_log/../../record-hash.secret')",
        "SELECT * FROM read_text('LAKE/*')",
        "SELECT * FROM glob('LAKE/*')",
        "SELECT * FROM glob('LAKE/events/../*')",
        "SELECT * FROM glob('/etc/*')",
        "SELECT getenv('HOME')",
        "SELECT * FROM read_csv('http://127.0.0.1:9/x.csv')",
        "SELECT * FROM read_parquet('s3://bucket/key')",
        "COPY (SELECT 1) TO 'LAKE/evil.csv'",
        "COPY (SELECT 1) TO 'DATA' (FORMAT parquet)",
        "COPY events TO 'OUT/evil.csv'",
        "EXPLAIN ANALYZE COPY (SELECT 1) TO 'LAKE/evil.csv'",
        "EXPLAIN (ANALYZE) COPY (SELECT 1) TO 'LAKE/evil.csv'",
        "EXPLAIN (ANALYZE, FORMAT json) COPY (SELECT 1) TO 'LAKE/evil.csv'",
        "explain/**/analyze copy (select 1) to 'LAKE/evil.csv'",
        "EXPLAIN -- x\nANALYZE COPY (SELECT 1) TO 'LAKE/evil.csv'",
        "SELECT 1; COPY (SELECT 1) TO 'LAKE/evil.csv'",
        "PREPARE p AS COPY (SELECT 1) TO 'LAKE/evil.csv'",
        "EXECUTE p",
        "EXPORT DATABASE 'LAKE/export'",
        "IMPORT DATABASE 'LAKE'",
        "ATTACH 'LAKE/evil.db'",
        "ATTACH 'LAKE/evil.db' AS e (TYPE duckdb)",
        "SELECT * FROM read_duckdb('LAKE/evil.db')",
        "DETACH memory",
        "INSTALL httpfs",
        "LOAD httpfs",
        "LOAD 'LAKE/evil.so'",
        "SET threads = 1",
        "SET enable_external_access = true",
        "RESET lock_configuration",
        "SET VARIABLE traillake_events = ['/etc/hostname']",
        "PRAGMA enable_profiling",
        "PRAGMA profiling_output = 'LAKE/evil.json'",
        "SELECT * FROM enable_profiling(save_location = 'LAKE/evil.json', format = 'json')",
        "SELECT * FROM enable_profiling(save_location = 'DATA', format = 'json')",
        "CALL enable_profiling(save_location = 'LAKE/evil.json', format = 'json')",
        "SELECT * FROM enable_logging('QueryLog', storage = 'file', storage_path = 'LAKE/evil')",
        "SELECT * FROM system.main.\"ENABLE_LOGGING\"('QueryLog', storage = 'file', storage_path = 'LAKE/evil')",
        "WITH a AS (SELECT * FROM enable_logging('QueryLog', storage = 'file', storage_path = 'LAKE/evil')) SELECT 1",
        "SELECT (SELECT count(*) FROM enable_logging('QueryLog', storage = 'file', storage_path = 'LAKE/evil'))",
        "DESCRIBE SELECT * FROM enable_logging('QueryLog', storage = 'file', storage_path = 'LAKE/evil')",
        "SUMMARIZE SELECT * FROM enable_logging('QueryLog', storage = 'file', storage_path = 'LAKE/evil')",
        "SELECT 1 IN (SELECT 1 FROM enable_logging('QueryLog', storage = 'file', storage_path = 'LAKE/evil'))",
        "SELECT * FROM range(1), LATERAL (FROM enable_logging('QueryLog', storage = 'file', storage_path = 'LAKE/evil'))",
        "SELECT * FROM query('FROM enable_' || 'logging(''QueryLog'', storage = ''file'', storage_path = ''LAKE/evil'')')",
        "SELECT * FROM query_table('DATA')",
        "SELECT * FROM json_execute_serialized_sql(json_serialize_sql('FROM read_text(''/etc/hostname'')'))",
        "PRAGMA json_execute_serialized_sql(json_serialize_sql('SELECT 1'))",
        "CREATE TABLE t AS SELECT 1",
        "CREATE TEMP TABLE t AS SELECT 1",
        "CREATE OR REPLACE VIEW events AS SELECT 1",
        "CREATE MACRO m() AS TABLE FROM enable_logging()",
        "CREATE PERSISTENT SECRET s (TYPE http, BEARER_TOKEN 'x')",
        "DROP VIEW events",
        "INSERT INTO events SELECT * FROM events",
        "UPDATE events SET eventName = 'x'",
        "DELETE FROM events",
        "TRUNCATE events",
        "ALTER VIEW events RENAME TO e",
        "CHECKPOINT",
        "SELECT * FROM checkpoint()",
        "VACUUM",
        "BEGIN TRANSACTION",
        "USE memory",
        "CALL pragma_version()",
        "SELECT 1\0; COPY (SELECT 1) TO 'LAKE/evil.csv'",
        "",
        " ; ",
        "-- nothing",
    ];

    [Theory]
    [MemberData(nameof(Hostile))]
    public void HostileStatement_IsRefusedAndChangesNothing(string sql)
    {
        using var lake = QueryLake.WithSample();
        var outside = Directory.CreateTempSubdirectory("traillake-out-").FullName;
        File.WriteAllText(Path.Combine(outside, "secret.csv"), "a,b\n1,2\n");
        try
        {
            var files = lake.Files();
            var before = lake.Fingerprint();
            using (var session = lake.Open())
            {
                var text = sql.Replace("LAKE", lake.Directory).Replace("DATA", files.Events[0].Path).Replace("OUT", outside);
                Assert.Throws<TrailLakeException>(() => ReadAll(session, text));
                using var open = session.Query("SELECT i FROM range(100000) t(i)");
                Assert.True(open.Read());
                Assert.Throws<TrailLakeException>(() => session.Read(text));
                Assert.Equal("3", ReadAll(session, "SELECT count(*) FROM events")[0][0]);
            }

            Assert.Equal(before, lake.Fingerprint());
            Assert.Single(Directory.GetFileSystemEntries(outside));
        }
        finally
        {
            Directory.Delete(outside, recursive: true);
        }
    }

    [Theory]
    [InlineData("SELECT 1")]
    [InlineData("select 1;")]
    [InlineData("-- a comment; with a semicolon\nSELECT 'it''s; fine' /* ; */ ;")]
    [InlineData("FROM events")]
    [InlineData("WITH a AS (SELECT 1) SELECT * FROM a")]
    [InlineData("VALUES (1), (2)")]
    [InlineData("TABLE events")]
    [InlineData("DESCRIBE events")]
    [InlineData("SHOW TABLES")]
    [InlineData("SUMMARIZE events")]
    [InlineData("EXPLAIN SELECT 1")]
    [InlineData("explain analyze FROM events")]
    [InlineData("EXPLAIN (FORMAT json) SELECT 1")]
    [InlineData("PIVOT (SELECT eventName, awsRegion FROM events) ON awsRegion IN ('eu-west-1') USING count(*)")]
    [InlineData("SELECT u FROM events, unnest([1, 2]) t(u)")]
    [InlineData("SELECT * FROM json_each('{\"a\":1}')")]
    [InlineData("SELECT * FROM duckdb_columns()")]
    public void Statement_ThatReads_Runs(string sql)
    {
        using var lake = QueryLake.WithSample();
        using var session = lake.Open();
        Assert.NotEmpty(ReadAll(session, sql));
    }

    // Each open result has a connection of its own, and DuckDB has settings that are a connection's.
    [Fact]
    public void EveryConnection_HasTheSameSettings()
    {
        const string Settings = "SELECT name, value FROM duckdb_settings() WHERE name <> 'enable_progress_bar' ORDER BY name";
        using var lake = QueryLake.WithSample();
        using var session = lake.Open();
        var first = ReadAll(session, Settings);

        using var open = session.Query("SELECT i FROM range(100000) t(i)");
        Assert.True(open.Read());
        using var other = session.Read(Settings);

        Assert.Equal(first, other.ReadAll());
        Assert.Contains(first, setting => setting is ["TimeZone", "UTC"]);
    }

    static IReadOnlyList<string?[]> ReadAll(SqlSession session, string sql)
    {
        using var result = session.Query(sql);
        return result.ReadAll();
    }
}
