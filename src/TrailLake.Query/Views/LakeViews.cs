using System.Collections.Immutable;
using System.Globalization;
using TrailLake.Query.Search;
using TrailLake.Query.Sql;
using TrailLake.Schema;

namespace TrailLake.Query.Views;

/// <summary>
/// The SQL that makes the views of a lake: <c>events</c>, <c>events_raw</c>, <c>objects</c>, <c>rejects</c>, <c>copies</c>,
/// <c>events_files</c>, which is <c>events_raw</c> with the data file of each row, <c>objects_history</c>, all rows of the ledger, and the
/// table that stands under the views over
/// <c>copies</c>.
/// <para>
/// File lists stand in variables, not in the views: a view's text is parsed again by every query. Measured with DuckDB 1.5.6 on two cores,
/// binding <c>events</c> took 88 ms with 5,000 files and 0.9 s with 50,000; with the list as a literal 120 ms and 1.5 s.
/// </para>
/// </summary>
static class LakeViews
{
    /// <summary>Name of the column of <c>events_files</c> that holds the data file's full path.</summary>
    public const string FileColumn = "dataFile";

    /// <summary>Name of the table that stands under the views over <c>copies</c>.</summary>
    public const string CopyGroupsTable = "copy_groups";

    const string EventFiles = "traillake_events";
    const string ObjectFiles = "traillake_objects";
    const string RejectFiles = "traillake_rejects";
    const string CopyFiles = "traillake_copies";
    const string Batches = "traillake_batches";

    /// <summary>A query without rows that has the columns of <c>events</c>.</summary>
    public static string NoEvents { get; } = Empty(EventColumns().SkipLast(1));

    /// <summary>A query without rows that has the columns of <c>events_files</c>.</summary>
    public static string NoFiles { get; } = Empty(EventColumns());

    /// <summary>Each view's name, with the statements that make it, in order; the last one makes it.</summary>
    /// <param name="events">Gives the data files of <c>events_files</c> when it is made.</param>
    /// <param name="groups">Gives the statements that make <see cref="CopyGroupsTable"/> when it is made.</param>
    public static IEnumerable<(string Name, Func<string[]> Statements)> Create(
        LakeFiles files, Func<IReadOnlyList<LakeFile>> events, EventFilter filter, Func<string[]> groups)
    {
        yield return ("events_files", () => EventsFiles(events(), filter));
        yield return ("events_raw", () => [$"CREATE VIEW events_raw AS SELECT {string.Join(", ", ColumnNames())} FROM events_files"]);
        yield return ("events", () => ["CREATE VIEW events AS " + Events("events_files")]);
        yield return ("objects_history", () => OverObjects("objects_history", files));
        yield return ("objects", () => ["CREATE VIEW objects AS " + ObjectsOf("objects_history")]);
        yield return
        (
            "rejects",
            () => OverLedger("rejects", RejectFiles, files.Rejects, files.MixedRejects, files.Batches, LedgerColumns.Rejects)
        );
        yield return ("copies", () => OverCopies("copies", files));
        yield return (CopyGroupsTable, groups);
    }

    /// <summary>The statements that make views like <c>copies</c> and <c>objects_history</c> under other names.</summary>
    public static IEnumerable<string> Ledger(LakeFiles files, string copies, string history) =>
        [.. OverCopies(copies, files), .. OverObjects(history, files)];

    /// <summary>The statements that make <c>events_files</c> over some of the data files.</summary>
    public static string[] EventsFiles(IReadOnlyList<LakeFile> events, EventFilter filter) =>
        OverFiles("events_files", EventFiles, events, filter);

    /// <summary>Makes a view like <c>events_files</c> over some of the data files.</summary>
    /// <param name="variable">A variable for the list of files.</param>
    public static string[] OverFiles(string view, string variable, IReadOnlyList<LakeFile> events, EventFilter filter)
    {
        if (events.Count == 0)
        {
            return [$"CREATE VIEW {view} AS {NoFiles}"];
        }

        var sources = EventFileScans.Of(events, variable);
        return
        [
            .. sources.SelectMany(source => source.Lists.Select(list => SetVariable(list.Variable, list.Texts))),
            $"CREATE VIEW {view} AS {string.Join(" UNION ALL ", sources.Select(source => source.Select + Where(filter)))}",
        ];
    }

    /// <summary>A query like the view <c>events</c>, over a view like <c>events_files</c>.</summary>
    // A JSON column holds the text null where null was delivered. To a person that is no value; events_raw keeps the difference. Members of
    // structs stay as they are: taking a struct apart and together again would hide its statistics from the scan.
    public static string Events(string view)
    {
        var columns = CloudTrailSchema.Nodes
            .Select(node => node.Leaf?.Kind == ColumnKind.Json
                ? $"nullif({SqlText.Name(node.Name)}, 'null') AS {SqlText.Name(node.Name)}"
                : SqlText.Name(node.Name))
            .Append(SqlText.Name(CloudTrailSchema.DatePartition)).Append(SqlText.Name(CloudTrailSchema.AccountPartition));
        return $"SELECT {string.Join(", ", columns)} FROM {view}";
    }

    /// <summary>SQL type of a node of the event.</summary>
    public static string TypeOf(SchemaNode node)
    {
        if (node.Leaf is { } leaf)
        {
            return leaf.Kind switch
            {
                ColumnKind.Timestamp => "TIMESTAMPTZ",
                ColumnKind.Boolean => "BOOLEAN",
                ColumnKind.Int64 => "BIGINT",
                _ => "VARCHAR",
            };
        }

        var members = string.Join(", ", node.Children.Select(child => SqlText.Name(child.Name) + " " + TypeOf(child)));
        return $"STRUCT({members}){(node.IsList ? "[]" : "")}";
    }

    static string[] OverObjects(string view, LakeFiles files) =>
        OverLedger(view, ObjectFiles, files.Objects, files.MixedObjects, files.Batches, LedgerColumns.Objects);

    static string[] OverCopies(string view, LakeFiles files) =>
        OverLedger(view, CopyFiles, files.Copies, files.MixedCopies, files.Batches, LedgerColumns.Copies);

    static string SetVariable(string name, IEnumerable<string> texts) => $"{SqlText.SetVariable}{name} = {SqlText.List(texts)}";

    static IEnumerable<(string Name, string Type)> EventColumns() => CloudTrailSchema.Nodes.Select(node => (node.Name, TypeOf(node)))
        .Append((CloudTrailSchema.DatePartition, "DATE")).Append((CloudTrailSchema.AccountPartition, "VARCHAR"))
        .Append((FileColumn, "VARCHAR"));

    /// <summary>Makes a view like <c>events_files</c> of the rows that a table function gives.</summary>
    public static string OverRows(string view, string rows, EventFilter filter) =>
        $"CREATE VIEW {view} AS SELECT * FROM {rows}{Where(filter)}";

    /// <summary>The columns of <c>events_raw</c>.</summary>
    public static IEnumerable<string> ColumnNames() => CloudTrailSchema.Nodes.Select(node => SqlText.Name(node.Name))
        .Append(SqlText.Name(CloudTrailSchema.DatePartition)).Append(SqlText.Name(CloudTrailSchema.AccountPartition));

    static string Where(EventFilter filter)
    {
        var terms = new List<string>();
        if (filter.From is { } from)
        {
            terms.Add($"\"eventTime\" >= {SqlText.Timestamp(from)}");
        }

        if (filter.To is { } to)
        {
            terms.Add($"\"eventTime\" < {SqlText.Timestamp(to)}");
        }

        if (filter.Accounts.Count > 0)
        {
            terms.Add($"\"account\" IN ({string.Join(", ", filter.Accounts.Select(SqlText.Literal))})");
        }

        return terms.Count == 0 ? "" : " WHERE " + string.Join(" AND ", terms);
    }

    /// <summary>A condition over <c>objects_history</c>: a row that a repair guessed, of an object that was read since.</summary>
    public const string IsSuperseded = $"{Guessed} AND \"uri\" IN (SELECT \"uri\" FROM objects_history WHERE \"state\" <> 'unreadable' "
        + $"AND \"uri\" IN (SELECT \"uri\" FROM objects_history WHERE {Guessed}))";

    /// <summary>A condition over <c>objects_history</c>: a log file without a record, which CloudTrail never delivers.</summary>
    public const string IsEmptyLog =
        "(\"records\" = 0 AND \"state\" = 'done' AND \"deliveryTime\" IS NOT NULL "
            + "AND \"kind\" IN ('CloudTrail', 'Insight', 'NetworkActivity', 'Aggregated'))";

    /// <summary>
    /// A condition: the row's object was read whole under another ETag, with all that had been read of it under this one. A copy was still
    /// under way the first time, or went wrong after it.
    /// </summary>
    /// <param name="row">Name of a relation of rows of <c>objects_history</c>.</param>
    public static string IsReplaced(string row) =>
        $"EXISTS (FROM objects_history AS whole WHERE whole.\"uri\" = {row}.\"uri\" AND whole.\"etag\" <> {row}.\"etag\" "
            + "AND whole.\"state\" = 'done' AND whole.\"rejects\" = 0 AND whole.\"records\" > 0 "
            + $"AND CASE WHEN whole.\"ingestedAt\" > {row}.\"ingestedAt\" "
            + $"THEN whole.\"duplicates\" >= {row}.\"events\" + {row}.\"duplicates\" "
            + $"ELSE {row}.\"events\" = 0 AND whole.\"records\" >= {row}.\"duplicates\" END)";

    const string Guessed = "\"state\" = 'unreadable' AND \"etag\" = ''";

    // One row for each object: of several, the newest that could be read, else the newest.
    const string Objects = $"FROM objects_history WHERE NOT ({IsSuperseded}) "
        + "QUALIFY row_number() OVER (PARTITION BY \"uri\", \"etag\" "
        + "ORDER BY \"state\" = 'unreadable', \"ingestedAt\" DESC, \"batch\" DESC) = 1";

    /// <summary>A query like the view <c>objects</c>, over a view like <c>objects_history</c>.</summary>
    public static string ObjectsOf(string history) => Objects.Replace("objects_history", history, StringComparison.Ordinal);

    // To look up the batch of each row takes longer than to read it: it is done only where a file may hold rows that do not count.
    static string[] OverLedger(
        string view, string variable, IReadOnlyList<string> paths, IReadOnlyList<string>? mixed, IEnumerable<string> batches,
        ImmutableArray<(string Name, string Type)> columns)
    {
        if (paths.Count == 0)
        {
            return [$"CREATE VIEW {view} AS {Empty(columns)}"];
        }

        var sql = $"CREATE VIEW {view} AS {Ledger(variable, columns)}";
        var counted = $"{sql} WHERE \"batch\" IN (SELECT unnest(getvariable('{Batches}')))";
        return mixed is { Count: 0 }
            ? [SetVariable(variable, paths), sql]
            : [SetVariable(variable, paths), SetVariable(Batches, batches), counted];
    }

    // The columns are named to the reader, so that those that files of an older version lack are null.
    static string Ledger(string variable, ImmutableArray<(string Name, string Type)> columns) =>
        $"SELECT {string.Join(", ", columns.Select(column => SqlText.Name(column.Name)))} "
            + $"FROM read_parquet(getvariable('{variable}'), hive_partitioning = false, "
            + $"schema = MAP {{{string.Join(", ", columns.Select(ReadAs))}}})";

    static string ReadAs((string Name, string Type) column) =>
        $"{SqlText.Literal(column.Name)}: {{name: {SqlText.Literal(column.Name)}, type: '{column.Type}', default_value: NULL}}";

    static string Empty(IEnumerable<(string Name, string Type)> columns) => string.Create(
        CultureInfo.InvariantCulture,
        $"SELECT {string.Join(", ", columns.Select(column => $"NULL::{column.Type} AS {SqlText.Name(column.Name)}"))} WHERE false");
}
