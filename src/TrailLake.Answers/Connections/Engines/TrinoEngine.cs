using TrailLake.Query.Sql;

namespace TrailLake.Answers.Connections.Engines;

/// <summary>Trino's Delta Lake connector.</summary>
sealed class TrinoEngine : ILakeEngine
{
    const string Schema = "delta.trail.";

    public string Name => "trino";

    public void Write(TextWriter output, EngineLake lake)
    {
        output.Write($"""
            -- Trino: snapshot {lake.Origin.Snapshot} of the lake {lake.Title}
            --
            -- 1. Write etc/catalog/delta.properties, and start Trino anew. For a folder on
            --    the machine itself:
            --
            --   connector.name=delta_lake
            --   delta.register-table-procedure.enabled=true
            --   hive.metastore=file
            --   hive.metastore.catalog.dir=local:///var/trino/catalog
            --   fs.native-local.enabled=true
            --   local.location=/
            --
            --    (From Trino 482 on it is fs.local.enabled. The folder of the catalog is yours to
            --    choose, outside of the lake. A cluster needs the lake on S3 or on a mount that
            --    all nodes have: then the locations below are s3://bucket/folder/events and so on.)
            --
            -- 2. Register the tables, once. Names are in lower case in Trino, whatever is typed.

            CREATE SCHEMA IF NOT EXISTS delta.trail;


            """.ReplaceLineEndings("\n"));
        foreach (var table in lake.Columns.Keys)
        {
            output.Write($"""
                CALL delta.system.register_table(schema_name => 'trail',
                  table_name => '{table}_raw',
                  table_location => {SqlText.Literal("local://" + lake.PathOf(table))});

                """.ReplaceLineEndings("\n"));
        }

        output.Write("\n-- 3. Make the views. Events that are ingested later are in them at once.\n\n");
        EngineViews.Write(output, lake, new EngineDialect
        {
            CreateView = "CREATE OR REPLACE VIEW",
            Table = table => Schema + table + "_raw",
            Literal = SqlText.Literal,
            Schema = Schema,
            HasRawTables = true,
        });
        output.Write($"""
            -- 4. How to reach what is inside:

            -- a nested field
            SELECT userIdentity.sessionContext.sessionIssuer.arn, count(*)
            FROM delta.trail.events GROUP BY 1;

            -- a JSON column
            SELECT json_extract_scalar(requestParameters, '$.bucketName')
            FROM delta.trail.events WHERE eventName = 'DeleteBucket';

            -- a list; the names are yours, in the order of the lake's
            SELECT eventID, r.arn FROM delta.trail.events
            CROSS JOIN UNNEST(resources) AS r(arn, accountId, type, arnPrefix);

            -- an earlier version of the lake; of a table, not of a view
            SELECT count(*) FROM delta.trail.events_raw FOR VERSION AS OF {lake.Origin.Snapshot};
            SELECT * FROM delta.trail."events_raw$history";

            -- What Trino cannot: times are milliseconds there, so two events of one
            -- millisecond have no order by eventTime. It asks no index of the lake
            -- (events_with, timeline and trace of traillake do). Run no VACUUM: it removes
            -- files that no commit names, the lake's index among them, which
            -- traillake optimize makes again.

            """.ReplaceLineEndings("\n"));
    }
}
