using System.Text.RegularExpressions;

namespace TrailLake.Answers.Connections.Engines;

/// <summary>ClickHouse and clickhouse-local.</summary>
sealed partial class ClickHouseEngine : ILakeEngine
{
    public string Name => "clickhouse";

    public void Write(TextWriter output, EngineLake lake)
    {
        output.Write($"""
            -- ClickHouse: snapshot {lake.Origin.Snapshot} of the lake {lake.Title}
            --
            -- 1. clickhouse-local reads what is below the folder that it is started in, a server
            --    what is below its user_files: start it in the lake's folder, or above it.
            --
            -- 2. Paste the rest. Events that are ingested later are in the views at once.


            """.ReplaceLineEndings("\n"));
        if (Unreadable.IsMatch(lake.Origin.Lake))
        {
            output.Write("""
                -- This lake's path will not do: ClickHouse takes the characters # ? * { \ and a %
                -- before two hexadecimal digits for something else. Make a link with a plain name
                -- (ln -s), and run traillake connect with that name.


                """.ReplaceLineEndings("\n"));
        }

        output.Write("SET session_timezone = 'UTC';\n\n");
        EngineViews.Write(output, lake, new EngineDialect
        {
            CreateView = "CREATE OR REPLACE VIEW",
            Table = table => Table(lake, table),
            Literal = EngineDialect.BackslashLiteral,
            NameQuote = '`',
            Rows = rows => $"values('object_uri String, first_index Int64, last_index Int64, copy_group Int64',{rows})",
        });
        output.Write($"""
            -- 3. How to reach what is inside:

            -- a nested field
            SELECT userIdentity.sessionContext.sessionIssuer.arn AS arn, count() FROM events
            GROUP BY arn;

            -- a JSON column
            SELECT JSONExtractString(requestParameters, 'bucketName') FROM events
            WHERE eventName = 'DeleteBucket';

            -- a list
            SELECT eventID, resources.ARN FROM events WHERE notEmpty(resources);

            -- an earlier version of the lake; of a table, not of a view
            SELECT count() FROM {Table(lake, "events")}
            SETTINGS delta_lake_snapshot_version = {lake.Origin.Snapshot};

            -- Without the views, a nested field is found inside of a subquery (or, in
            -- ClickHouse 26.9, with the setting allow_experimental_delta_kernel_rs = 0):
            SELECT userIdentity.arn AS arn, count()
            FROM (SELECT * FROM {Table(lake, "events")})
            GROUP BY arn;

            -- What ClickHouse cannot: ask the lake's index (events_with, timeline and trace of
            -- traillake do), so a single value is looked for in every file that date, account
            -- and statistics leave.

            """.ReplaceLineEndings("\n"));
    }

    static string Table(EngineLake lake, string table) => $"deltaLakeLocal({EngineDialect.BackslashLiteral(lake.PathOf(table))})";

    // The path becomes a URL on its way, and a pattern.
    [GeneratedRegex(@"[#?*{\\]|%[0-9A-Fa-f]{2}", RegexOptions.CultureInvariant)]
    static partial Regex Unreadable { get; }
}
