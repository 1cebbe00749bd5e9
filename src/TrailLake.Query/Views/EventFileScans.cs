using System.Globalization;
using TrailLake.Query.Search;
using TrailLake.Query.Sql;
using TrailLake.Schema;

namespace TrailLake.Query.Views;

/// <summary>
/// The SQL that reads data files of events: those of this version, of earlier ones, and those that another program wrote. Earlier versions
/// had no column <c>delivered</c>, and left JSON as it was delivered, half of a surrogate pair among it, at which DuckDB gives up a whole
/// query. One scan reads all files where it can: a union of several reads whole structs where a query wants one member.
/// </summary>
static class EventFileScans
{
    static readonly string s_delivered = CloudTrailSchema.Leaves[(int)FieldId.Delivered].Name;

    // Those inside of userIdentity are left out: to take that struct apart would hide its statistics and its members from every scan.
    static readonly (string Path, string Column)[] s_texts = [.. CloudTrailSchema.Nodes.SelectMany(Texts)];

    /// <summary>The files, parted by how they are read; each part with its SELECT, which has the columns of <c>events_files</c>.</summary>
    /// <param name="variable">The variable of the first part's list of files; those of others begin with it.</param>
    public static List<EventFileScan> Of(IReadOnlyList<LakeFile> files, string variable)
    {
        var parts = new List<EventFileScan>();
        if (files.All(IsReadable))
        {
            Add(files, "", Readable);
            return parts;
        }

        // Where no row of a file has a value in `delivered`, the file is read like those that have no such column.
        var foreign = files.Where(IsForeign).ToList();
        var own = files.Where(file => !IsForeign(file)).ToList();
        var isMixed = own.Exists(file => !IsReadable(file));
        var (plain, others) = isMixed
            ? (
                own.Where(file => file.Source?.DeliveredRows is null or 0).ToList(),
                own.Where(file => file.Source?.DeliveredRows > 0).ToList())
            : ([], own);
        Add(plain, "", Earlier);
        Add(others, "_delivered", Readable);
        Add(foreign, "_foreign", Foreign, byName: true);
        return parts;

        void Add(IReadOnlyList<LakeFile> some, string suffix, Func<string, string> select, bool byName = false)
        {
            // Few lakes have files whose folders do not tell what they are of; these are listed with what the log says.
            var told = some.All(file => FolderAccount.IsTold(file)) ? some : [.. some.Where(file => FolderAccount.IsTold(file))];
            var name = variable + suffix;
            if (told.Count > 0)
            {
                parts.Add(new EventFileScan([(name, told.Select(file => file.Path))], select(Scan(name, byName))));
            }

            if (told.Count < some.Count)
            {
                var untold = some.Where(file => !FolderAccount.IsTold(file)).ToList();
                name += "_untold";
                parts.Add(new EventFileScan(
                    [
                        (name, untold.Select(file => file.Path)),
                        (name + "_dates", untold.Select(file => file.Date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))),
                        (name + "_accounts", untold.Select(file => file.Account)),
                    ],
                    select(UntoldScan(name, byName))));
            }
        }
    }

    static bool IsReadable(LakeFile file) => file.Source is not { DeliveredRows: null };

    static bool IsForeign(LakeFile file) => file.Source is { Sha256: null, DeliveredRows: null };

    static string Readable(string scan) => $"SELECT {string.Join(", ", LakeViews.ColumnNames())}, {FileName} FROM {scan}";

    static string Earlier(string scan) => $"SELECT {string.Join(", ", ReadableColumns(Delivered()))}, {FileName} FROM {scan}";

    // Another program may have left out any column, and `delivered` among them.
    static string Foreign(string scan) =>
        $"SELECT {string.Join(", ", ReadableColumns($"coalesce({SqlText.Name(s_delivered)}, {Delivered()})"))}, "
            + $"{SqlText.Name(LakeViews.FileColumn)} "
            + $"FROM ({LakeViews.NoFiles} UNION ALL BY NAME SELECT *, {FileName} FROM {scan})";

    static string FileName => $"filename AS {LakeViews.FileColumn}";

    // The types of the partition columns are given, so that DuckDB does not read an account as a number and drop its leading zeros.
    static string Scan(string variable, bool byName) => $"read_parquet(getvariable('{variable}'), hive_partitioning = true, "
        + $"hive_types = {{'date': DATE, 'account': VARCHAR}}, union_by_name = {(byName ? "true" : "false")})";

    static string UntoldScan(string variable, bool byName)
    {
        var at = $"list_position(getvariable('{variable}'), filename)";
        return $"(SELECT *, filename, list_extract(getvariable('{variable}_dates'), {at})::DATE AS \"date\", "
            + $"list_extract(getvariable('{variable}_accounts'), {at}) AS \"account\" "
            + $"FROM read_parquet(getvariable('{variable}'), hive_partitioning = false, union_by_name = {(byName ? "true" : "false")}))";
    }

    static IEnumerable<string> ReadableColumns(string delivered) => CloudTrailSchema.Nodes
        .Select(node => node.Leaf?.Id == FieldId.Delivered ? $"{delivered} AS {SqlText.Name(node.Name)}" : ReadableColumn(node))
        .Append(SqlText.Name(CloudTrailSchema.DatePartition)).Append(SqlText.Name(CloudTrailSchema.AccountPartition));

    static string ReadableColumn(SchemaNode node)
    {
        var name = SqlText.Name(node.Name);
        if (node.Leaf is { Kind: ColumnKind.Json })
        {
            return $"{ReadableText(name)} AS {name}";
        }

        var inner = node.IsList ? null : node.Children.FirstOrDefault(child => child.Leaf?.Kind == ColumnKind.Json);
        if (inner is null)
        {
            return name;
        }

        var member = $"{name}.{SqlText.Name(inner.Name)}";
        return $"CASE WHEN {MayHoldHalf(member)} THEN struct_update({name}, {SqlText.Name(inner.Name)} := {ReadableText(member)}) ELSE "
            + $"{name} END AS {name}";
    }

    // What the columns of a row hold as it was delivered, where that is another thing than what is shown.
    static string Delivered()
    {
        var any = string.Join(" OR ", s_texts.Select(text => MayHoldHalf(text.Column)));
        var all = string.Join(", ", s_texts.Select(text => $"{{'path': {SqlText.Literal(text.Path)}, 'text': {text.Column}}}"));
        return $"CASE WHEN {any} THEN nullif(to_json(map_from_entries(list_filter([{all}], "
            + $"lambda value: value['text'] <> {ReadableText("value['text']")})))::VARCHAR, '{{}}') END";
    }

    static IEnumerable<(string Path, string Column)> Texts(SchemaNode node) =>
        node.Leaf is { Kind: ColumnKind.Json, Id: not FieldId.Delivered } ? [(node.Name, SqlText.Name(node.Name))]
        : node.IsList ? []
        : node.Children.Where(child => child.Leaf?.Kind == ColumnKind.Json)
            .Select(child => ($"{node.Name}.{child.Name}", $"{SqlText.Name(node.Name)}.{SqlText.Name(child.Name)}"));

    static string MayHoldHalf(string text) => $"(contains({text}, '\\ud') OR contains({text}, '\\uD'))";

    /// <summary>A JSON text with U+FFFD for each half of a surrogate pair that stands alone.</summary>
    // DuckDB's patterns cannot look ahead: the text is parted into pairs, other escapes and what stands between them, and put together
    // again.
    static string ReadableText(string text) =>
        $"CASE WHEN {MayHoldHalf(text)} THEN array_to_string(list_transform(regexp_extract_all({text}, "
            + @"'\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\.|[^\\]+'), "
            + @"lambda piece: CASE WHEN regexp_full_match(piece, '\\u[dD][89a-fA-F][0-9a-fA-F]{2}') THEN chr(65533) ELSE piece END), '') "
            + $"ELSE {text} END";
}
