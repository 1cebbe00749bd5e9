using System.Collections.Immutable;
using System.Text.Json;
using System.Text.RegularExpressions;
using TrailLake.Schema;

namespace TrailLake.Query.Sql;

/// <summary>
/// Reads in DuckDB's tree of a statement which members of the event's structs and lists it looks at: DuckDB tells a table function only
/// which whole columns are wanted. In doubt, all are.
/// </summary>
static partial class StructMembers
{
    // Kinds of FROM in which only columns that are named are looked at.
    static readonly HashSet<string> s_plainTables = new(StringComparer.Ordinal)
    {
        "BASE_TABLE", "SUBQUERY", "JOIN", "TABLE_FUNCTION", "EXPRESSION_LIST", "CTE", "EMPTY",
    };

    /// <summary>All members.</summary>
    public static ImmutableArray<bool> All { get; } = [.. CloudTrailSchema.Leaves.Select(_ => true)];

    /// <summary>For each leaf whether the statement may look at it.</summary>
    /// <param name="tree">The answer of <c>json_serialize_sql</c>.</param>
    public static IReadOnlyList<bool> Of(JsonElement tree)
    {
        var wanted = Plain();
        var tables = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var others = new List<string>(); // first names of what is no column of the event
        var open = new Stack<JsonElement>([tree]);
        while (open.TryPop(out var element))
        {
            if (element.ValueKind == JsonValueKind.Array)
            {
                foreach (var item in element.EnumerateArray())
                {
                    open.Push(item);
                }
            }
            else if (element.ValueKind == JsonValueKind.Object)
            {
                if (!Look(element, wanted, tables, others))
                {
                    return All;
                }

                foreach (var member in element.EnumerateObject())
                {
                    open.Push(member.Value);
                }
            }
        }

        // A table's name where a column is expected is the whole row.
        return others.Exists(tables.Contains) ? All : wanted;
    }

    /// <summary>As <see cref="Of"/>, by the names in a text of the library; it names no table for its whole row.</summary>
    public static IReadOnlyList<bool> Named(string sql)
    {
        var bare = Text.Replace(sql, "''").Replace("\"", "", StringComparison.Ordinal);
        if (Star.IsMatch(bare))
        {
            return All;
        }

        var wanted = Plain();
        foreach (Match path in Path.Matches(bare))
        {
            Mark(path.Value.Split('.'), wanted, []);
        }

        return wanted;
    }

    static bool[] Plain() => [.. CloudTrailSchema.Leaves.Select(leaf => !leaf.Path.Contains('.', StringComparison.Ordinal))];

    // False when it cannot be told what is looked at.
    static bool Look(JsonElement element, bool[] wanted, HashSet<string> tables, List<string> others)
    {
        if (!element.TryGetProperty("type", out var type) || type.ValueKind != JsonValueKind.String)
        {
            return true;
        }

        var kind = type.GetString()!;
        if (element.TryGetProperty("class", out _))
        {
            if (kind == "COLUMN_REF")
            {
                Mark([.. element.GetProperty("column_names").EnumerateArray().Select(name => name.GetString()!)], wanted, others);
            }

            return kind is not ("STAR" or "POSITIONAL_REFERENCE");
        }

        // Only what stands in a FROM can be sampled; a SELECT_NODE has a place for it, too.
        if (!element.TryGetProperty("sample", out _) || element.TryGetProperty("select_list", out _))
        {
            return true;
        }

        return s_plainTables.Contains(kind) && LookAtTable(element, tables);
    }

    static bool LookAtTable(JsonElement table, HashSet<string> tables)
    {
        if (table.TryGetProperty("column_name_alias", out var renamed) && renamed.GetArrayLength() > 0)
        {
            return false;
        }

        if (table.TryGetProperty("ref_type", out var join) && join.GetString() == "NATURAL")
        {
            return false;
        }

        if (table.TryGetProperty("using_columns", out var shared)
            && shared.EnumerateArray().Any(name => NodeOf(name.GetString()!) is { Leaf: null }))
        {
            return false;
        }

        tables.Add(table.GetProperty("alias").GetString() ?? "");
        if (table.TryGetProperty("table_name", out var name))
        {
            tables.Add(name.GetString() ?? "");
        }

        if (table.TryGetProperty("function", out var function) && function.TryGetProperty("function_name", out var called))
        {
            tables.Add(called.GetString() ?? "");
        }

        return true;
    }

    static void Mark(string[] names, bool[] wanted, List<string> others)
    {
        // Which of the names is the column is not known: a table may be named like one.
        var isColumn = false;
        for (var i = 0; i < names.Length; i++)
        {
            if (NodeOf(names[i]) is { } node)
            {
                isColumn = true;
                var member = MemberOf(node, names.AsSpan(i + 1));
                wanted.AsSpan(member.FirstLeaf, member.LeafCount).Fill(true);
            }
        }

        if (!isColumn)
        {
            others.Add(names[0]);
        }
    }

    static SchemaNode MemberOf(SchemaNode node, ReadOnlySpan<string> path)
    {
        foreach (var name in path)
        {
            if (node.Children.FirstOrDefault(child => IsNamed(child, name)) is not { } member)
            {
                break;
            }

            node = member;
        }

        return node;
    }

    static SchemaNode? NodeOf(string name) => CloudTrailSchema.Nodes.FirstOrDefault(node => IsNamed(node, name));

    static bool IsNamed(SchemaNode node, string name) => string.Equals(node.Name, name, StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex("'[^']*'", RegexOptions.CultureInvariant)]
    static partial Regex Text { get; }

    // All columns, also by a FROM without a SELECT; count(*) looks at none.
    [GeneratedRegex(@"(?<!\bcount\()\*|(\A|\()\s*FROM\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    static partial Regex Star { get; }

    [GeneratedRegex(@"[A-Za-z_]\w*(\.[A-Za-z_]\w*)*", RegexOptions.CultureInvariant)]
    static partial Regex Path { get; }
}
