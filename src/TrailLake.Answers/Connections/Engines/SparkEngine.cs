namespace TrailLake.Answers.Connections.Engines;

/// <summary>Apache Spark with delta-spark.</summary>
sealed class SparkEngine : ILakeEngine
{
    public string Name => "spark";

    public void Write(TextWriter output, EngineLake lake)
    {
        output.Write($"""
            -- Apache Spark: snapshot {lake.Origin.Snapshot} of the lake {lake.Title}
            --
            -- 1. Start Spark with delta-spark. Its version goes by that of Spark:
            --    https://docs.delta.io/releases lists them.
            --
            --   spark-sql --packages io.delta:delta-spark_2.13:VERSION \
            --     --conf spark.sql.extensions=io.delta.sql.DeltaSparkSessionExtension \
            --     --conf spark.sql.catalog.spark_catalog=org.apache.spark.sql.delta.catalog.DeltaCatalog
            --
            --    (Spark 3.5 takes delta-spark_2.12 or _2.13 of Delta 3.3, Spark 4 _2.13 of Delta 4.)
            --
            -- 2. Paste the rest. The views are the session's own; events that are ingested
            --    later are in them at once.

            SET TIME ZONE 'UTC';


            """.ReplaceLineEndings("\n"));
        EngineViews.Write(output, lake, new EngineDialect
        {
            CreateView = "CREATE OR REPLACE TEMPORARY VIEW",
            Table = table => Table(lake, table),
            Literal = EngineDialect.BackslashLiteral,
            NameQuote = '`',
            Rows = rows => $"VALUES{rows}\n  AS runs (object_uri, first_index, last_index, copy_group)",
        });
        output.Write($"""
            -- 3. How to reach what is inside:

            -- a nested field
            SELECT userIdentity.sessionContext.sessionIssuer.arn, count(*) FROM events GROUP BY 1;

            -- a JSON column
            SELECT get_json_object(requestParameters, '$.bucketName') FROM events
            WHERE eventName = 'DeleteBucket';

            -- a list
            SELECT eventID, transform(resources, r -> r.ARN) FROM events
            WHERE size(resources) > 0;

            -- an earlier version of the lake; of a table, not of a view
            SELECT count(*) FROM {Table(lake, "events")} VERSION AS OF {lake.Origin.Snapshot};
            DESCRIBE HISTORY {Table(lake, "events")};

            -- What Spark cannot: ask the lake's index (events_with, timeline and trace of
            -- traillake do), so a single value is looked for in every file that date, account
            -- and statistics leave. Do not write to the lake from Spark, and run no VACUUM.

            """.ReplaceLineEndings("\n"));
    }

    static string Table(EngineLake lake, string table) => "delta.`" + lake.PathOf(table).Replace("`", "``", StringComparison.Ordinal) + "`";
}
