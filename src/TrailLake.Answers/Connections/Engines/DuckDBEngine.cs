using TrailLake.Query.Sql;

namespace TrailLake.Answers.Connections.Engines;

/// <summary>DuckDB: the files that <c>connect</c> writes, else the extension delta.</summary>
sealed class DuckDBEngine : ILakeEngine
{
    public string Name => "duckdb";

    public void Write(TextWriter output, EngineLake lake)
    {
        output.Write($"""
            -- DuckDB: snapshot {lake.Origin.Snapshot} of the lake {lake.Title}
            --
            -- 1. The best way needs no extension: a small database with all views and macros of
            --    traillake query, over the files of this snapshot.
            --
            --   traillake connect --lake {EngineDialect.ShellWord(lake.Origin.Lake)} --database trail.duckdb
            --   duckdb -readonly trail.duckdb
            --
            -- 2. Or paste the rest, with DuckDB's extension delta, which is fetched from the
            --    network once. Events that are ingested later are in these views at once; there
            --    are fewer of them, and no macros.

            INSTALL delta;
            LOAD delta;
            SET TimeZone = 'UTC';


            """.ReplaceLineEndings("\n"));
        EngineViews.Write(output, lake, new EngineDialect
        {
            CreateView = "CREATE OR REPLACE TEMP VIEW",
            Table = table => Table(lake, table),
            Literal = SqlText.Literal,
        });
        output.Write($$"""
            -- 3. How to reach what is inside:

            -- a nested field
            SELECT userIdentity.sessionContext.sessionIssuer.arn, count(*) FROM events GROUP BY 1;

            -- a JSON column
            SELECT requestParameters->>'bucketName' FROM events
            WHERE eventName = 'DeleteBucket';

            -- a list
            SELECT eventID, unnest(resources).ARN FROM events;

            -- an earlier version of the lake; of a table, not of a view
            SELECT count(*) FROM delta_scan(
              {{Location(lake, "events")}}, version => {{lake.Origin.Snapshot}});

            -- What DuckDB cannot: ask the lake's index (events_with, timeline and trace of
            -- traillake do), so a single value is looked for in every file that date, account
            -- and statistics leave.
            --
            -- Last, and only where neither way is open: plain read_parquet over the folder.
            -- It counts replaced files twice between traillake optimize and traillake sweep
            -- (599,302 events for 300,000), and reads files that no commit names.
            SELECT count(*) FROM read_parquet(
              {{SqlText.Literal(Pattern(lake.PathOf("events")) + "/date=*/*/*.parquet")}},
              hive_partitioning = true, hive_types = {'date': DATE, 'account': VARCHAR});

            """.ReplaceLineEndings("\n"));
    }

    static string Table(EngineLake lake, string table) => $"delta_scan({Location(lake, table)})";

    static string Location(EngineLake lake, string table)
    {
        var path = lake.PathOf(table);
        return SqlText.Literal(path.AsSpan().IndexOfAny("%#?\\") < 0 ? path : Url(path));
    }

    // The extension makes a URL of the path: where one reads a character otherwise, it is given as one.
    static string Url(string path) =>
        "file://" + path.Replace("%", "%25", StringComparison.Ordinal).Replace("#", "%23", StringComparison.Ordinal)
        .Replace("?", "%3F", StringComparison.Ordinal).Replace("\\", "%5C", StringComparison.Ordinal);

    // A bracket around a character takes what it means in a pattern away.
    static string Pattern(string path) => path.Replace("[", "[[]", StringComparison.Ordinal)
        .Replace("*", "[*]", StringComparison.Ordinal).Replace("?", "[?]", StringComparison.Ordinal);
}
