using TrailLake.Query.Sql;

namespace TrailLake.Answers.Connections.Engines;

/// <summary>Amazon Athena, over a copy of the lake on S3.</summary>
sealed class AthenaEngine : ILakeEngine
{
    const string Location = "s3://BUCKET/FOLDER/";

    public string Name => "athena";

    public void Write(TextWriter output, EngineLake lake)
    {
        output.Write($"""
            -- Amazon Athena: snapshot {lake.Origin.Snapshot} of the lake {lake.Title}
            --
            -- Written from Athena's documentation, engine version 3: documented, not tried.
            --
            -- 1. Copy the lake to S3, without its secret. In what follows, put your own bucket and
            --    folder in the place of {Location}. Data first, logs last, so that no log
            --    names a file that is not there yet:
            --
            --   aws s3 sync {EngineDialect.ShellWord(lake.Origin.Lake)} {Location} \
            --     --exclude record-hash.secret --exclude '*/_delta_log/*'
            --   aws s3 sync {EngineDialect.ShellWord(lake.Origin.Lake)} {Location} \
            --     --exclude record-hash.secret
            --
            -- 2. Register the tables. Athena runs one statement at a time. It finds the columns
            --    and the partitions by itself: no column is named, and no MSCK REPAIR is needed.

            CREATE DATABASE IF NOT EXISTS trail;


            """.ReplaceLineEndings("\n"));
        foreach (var table in lake.Columns.Keys)
        {
            output.Write($"""
                CREATE EXTERNAL TABLE trail.{table}_raw
                LOCATION '{Location}{table}/'
                TBLPROPERTIES ('table_type' = 'DELTA');


                """.ReplaceLineEndings("\n"));
        }

        output.Write("-- 3. Make the views.\n\n");
        EngineViews.Write(output, lake, new EngineDialect
        {
            CreateView = "CREATE OR REPLACE VIEW",
            Table = table => "trail." + table + "_raw",
            Literal = SqlText.Literal,
            Schema = "trail.",
            HasRawTables = true,
        });
        output.Write("""
            -- 4. How to reach what is inside:

            -- a nested field
            SELECT userIdentity.sessionContext.sessionIssuer.arn, count(*)
            FROM trail.events GROUP BY 1;

            -- a JSON column
            SELECT json_extract_scalar(requestParameters, '$.bucketName')
            FROM trail.events WHERE eventName = 'DeleteBucket';

            -- a list; the names are yours, in the order of the lake's
            SELECT eventID, r.arn FROM trail.events
            CROSS JOIN UNNEST(resources) AS r(arn, accountId, type, arnPrefix);

            -- What Athena cannot: an earlier version of the lake (it reads the newest only),
            -- times finer than a millisecond, and the lake's index. What is ingested later
            -- is seen when it was copied to S3.

            """.ReplaceLineEndings("\n"));
    }
}
