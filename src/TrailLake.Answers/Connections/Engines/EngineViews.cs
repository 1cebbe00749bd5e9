using TrailLake.Schema;

namespace TrailLake.Answers.Connections.Engines;

/// <summary>The SQL of the views that are named as those of <c>traillake query</c>, in what all engines understand.</summary>
static class EngineViews
{
    const int Width = 78;

    static readonly HashSet<string> s_json =
        [.. CloudTrailSchema.Nodes.Where(node => node.Leaf?.Kind == ColumnKind.Json).Select(node => node.Name)];

    /// <summary>Writes the views, in an order in which each finds those that it is made of.</summary>
    public static void Write(TextWriter output, EngineLake lake, EngineDialect dialect)
    {
        WriteEvents(output, lake, dialect);
        WriteLedger(output, lake, dialect);
        if (lake.Columns.ContainsKey("copies"))
        {
            WriteDeliveries(output, lake, dialect);
        }
        else
        {
            output.WriteLine("-- This lake has no table copies yet: the next ingest makes it. Then print this");
            output.WriteLine("-- anew, and copies, verified_events and deliveries are among the views.");
            output.WriteLine();
        }
    }

    static void WriteEvents(TextWriter output, EngineLake lake, EngineDialect dialect)
    {
        var columns = lake.Columns["events"];
        if (!dialect.HasRawTables)
        {
            output.WriteLine("-- events_raw keeps a JSON null, which is the text null, apart from no value.");
            View(output, dialect, "events_raw", columns.Select(dialect.Name), "FROM " + dialect.Table("events"));
        }

        output.WriteLine("-- In events a JSON column that was delivered as null is NULL.");
        View(
            output, dialect, "events",
            columns.Select(column => s_json.Contains(column) ? $"NULLIF({column}, 'null') AS {column}" : dialect.Name(column)),
            $"FROM {dialect.Schema}events_raw");
    }

    static void WriteLedger(TextWriter output, EngineLake lake, EngineDialect dialect)
    {
        WriteOpenBatches(output, lake);
        var schema = dialect.Schema;
        View(output, lake, dialect, "objects_history", "objects");
        output.WriteLine("-- One row for each object: of several, the newest that could be read. A row that");
        output.WriteLine("-- a repair guessed (unreadable, no ETag) goes when the object was read.");
        View(
            output, dialect, "objects", Columns(lake, dialect, "objects"),
            $"""
            FROM (
              SELECT *, row_number() OVER (PARTITION BY uri, etag ORDER BY
                CASE WHEN state = 'unreadable' THEN 1 ELSE 0 END,
                ingestedAt DESC, batch DESC) AS newest
              FROM {schema}objects_history
            ) ranked
            LEFT JOIN (
              SELECT DISTINCT uri AS read_uri FROM {schema}objects_history
              WHERE state <> 'unreadable'
            ) was_read ON was_read.read_uri = ranked.uri
            WHERE newest = 1
              AND (state <> 'unreadable' OR etag <> '' OR read_uri IS NULL)
            """);
        View(output, lake, dialect, "rejects", "rejects");
        if (lake.Columns.ContainsKey("copies"))
        {
            View(output, lake, dialect, "copies", "copies");
        }
    }

    static void WriteOpenBatches(TextWriter output, EngineLake lake)
    {
        output.WriteLine("-- A row of objects, rejects or copies counts once the log of events holds its batch.");
        if (lake.OpenBatches.Count == 0)
        {
            output.WriteLine("-- All batches of this lake are there. After a run that broke off, print this anew:");
            output.WriteLine("-- its batch is then left out.");
        }
        else
        {
            output.WriteLine("-- Those that are left out below are not there: their run broke off, or was under");
            output.WriteLine("-- way. Print this anew after the next ingest.");
        }

        output.WriteLine();
    }

    static void WriteDeliveries(TextWriter output, EngineLake lake, EngineDialect dialect)
    {
        var schema = dialect.Schema;
        output.WriteLine("-- Objects of which everything that was read under their URI is verified.");
        View(
            output, dialect, "verified_objects", ["uri"],
            $"""
            FROM {schema}objects WHERE records > 0 GROUP BY uri
            HAVING count(DISTINCT coalesce(contentSha256, sha256, etag)) = count(DISTINCT
              CASE WHEN verified = 'valid' THEN coalesce(contentSha256, sha256, etag) END)
            """);
        if (lake.CopyRuns is not { } runs)
        {
            output.WriteLine($"-- verified_events and deliveries are not here: this lake has more than {EngineLake.MostCopyRuns} runs");
            output.WriteLine("-- of copies, which other engines cannot follow over their chains. The database of");
            output.WriteLine("-- traillake connect --database has both views.");
            output.WriteLine();
            return;
        }

        if (runs.Count == 0)
        {
            output.WriteLine("-- No event of this lake was delivered more than once. Print this anew when copies");
            output.WriteLine("-- has rows.");
            View(
                output, dialect, "verified_events", ["*"],
                $"FROM {schema}events\nWHERE sourceObject IN (SELECT uri FROM {schema}verified_objects)");
            View(output, dialect, "deliveries", OwnDelivery, $"FROM {schema}events");
            return;
        }

        output.WriteLine("-- Records that are one event with those of the same group, as of now: print this anew");
        output.WriteLine("-- when copies has more rows.");
        var rows = string.Join(",", runs.Select(run => $"\n  ({dialect.Literal(run.Uri)}, {run.First}, {run.Last}, {run.Group})"));
        View(output, dialect, "copy_groups", ["*"], "FROM " + dialect.Rows(rows));
        WriteOverCopies(output, dialect);
    }

    static void WriteOverCopies(TextWriter output, EngineDialect dialect)
    {
        var schema = dialect.Schema;
        output.WriteLine("-- Events of which any object that delivered them is verified.");
        View(
            output, dialect, "verified_events", ["e.*"],
            $"""
            FROM {schema}events e
            LEFT JOIN (
              SELECT DISTINCT c.sourceObject AS copied_uri, c.sourceIndex AS copied_index
              FROM {schema}events c
              JOIN {schema}copy_groups own ON own.object_uri = c.sourceObject
              JOIN {schema}copy_groups other ON other.copy_group = own.copy_group
              JOIN {schema}verified_objects v ON v.uri = other.object_uri
              WHERE c.sourceIndex BETWEEN own.first_index AND own.last_index
            ) d ON d.copied_uri = e.sourceObject AND d.copied_index = e.sourceIndex
            WHERE d.copied_uri IS NOT NULL
              OR e.sourceObject IN (SELECT uri FROM {schema}verified_objects)
            """);
        output.WriteLine("-- For each event every object that delivered it, and which record of it that was.");
        View(
            output, dialect, "deliveries", OwnDelivery,
            $"""
            FROM {schema}events
            UNION ALL
            SELECT e.eventID, e.sourceObject, e.sourceIndex,
              other.object_uri AS deliveredObject,
              other.first_index + (e.sourceIndex - own.first_index) AS deliveredIndex
            FROM {schema}events e
            JOIN {schema}copy_groups own ON own.object_uri = e.sourceObject
            JOIN {schema}copy_groups other ON other.copy_group = own.copy_group
            WHERE e.sourceIndex BETWEEN own.first_index AND own.last_index
              AND (other.object_uri <> own.object_uri OR other.first_index <> own.first_index)
            """);
    }

    static string[] OwnDelivery { get; } =
        ["eventID", "sourceObject", "sourceIndex", "sourceObject AS deliveredObject", "sourceIndex AS deliveredIndex"];

    static IEnumerable<string> Columns(EngineLake lake, EngineDialect dialect, string table) => lake.Columns[table].Select(dialect.Name);

    // The rows of a table whose batch is there.
    static void View(TextWriter output, EngineLake lake, EngineDialect dialect, string name, string table)
    {
        var counted = lake.OpenBatches.Count == 0
            ? ""
            : "\nWHERE batch NOT IN (" + string.Join(",", lake.OpenBatches.Select(batch => "\n  " + dialect.Literal(batch))) + ")";
        View(output, dialect, name, Columns(lake, dialect, table), "FROM " + dialect.Table(table) + counted);
    }

    static void View(TextWriter output, EngineDialect dialect, string name, IEnumerable<string> columns, string rest)
    {
        output.WriteLine($"{dialect.CreateView} {dialect.Schema}{name} AS");
        WriteColumns(output, columns);
        output.WriteLine(rest.ReplaceLineEndings("\n") + ";");
        output.WriteLine();
    }

    // As many in a line as a screen is wide.
    static void WriteColumns(TextWriter output, IEnumerable<string> columns)
    {
        var line = "SELECT ";
        foreach (var (index, column) in columns.Index())
        {
            var next = index == 0 ? line + column : line + ", " + column;
            if (index > 0 && next.Length > Width)
            {
                output.WriteLine(line + ",");
                next = "  " + column;
            }

            line = next;
        }

        output.WriteLine(line);
    }
}
