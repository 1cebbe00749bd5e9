using System.Text.Json;
using System.Text.RegularExpressions;
using DuckDB.NET.Native;
using TrailLake.Errors;

namespace TrailLake.Query.Sql;

/// <summary>
/// Says whether a statement only reads. DuckDB's settings keep SQL from other files, the network and extensions, but with 1.5.6 they still
/// allow <c>COPY … TO</c> inside an allowed folder, and table functions such as <c>enable_logging</c> and <c>enable_profiling</c> that
/// write where they are told to. So a statement must pass two judges, both DuckDB's own:
/// <list type="number">
/// <item>its parser, which gives a SELECT (and nothing else) as a tree: every table function in it must be one that reads;</item>
/// <item>the type of the prepared statement that will run.</item>
/// </list>
/// </summary>
static partial class StatementCheck
{
    /// <summary>The session's own table function: the events about a value.</summary>
    public const string EventsWith = "events_with";

    // Functions that run SQL from text (query, json_execute_serialized_sql) are left out: the tree does not show what they run.
    static readonly HashSet<string> s_tableFunctions = new(StringComparer.OrdinalIgnoreCase)
    {
        "range", "generate_series", "unnest", "repeat", "repeat_row", "json_each", "json_tree", "summary", "histogram", "histogram_values",
        "read_parquet", "parquet_scan", "parquet_metadata", "parquet_schema", "parquet_file_metadata", "parquet_kv_metadata",
        "parquet_full_metadata", "parquet_bloom_probe", "read_text", "read_blob", "read_csv", "read_csv_auto", "sniff_csv", "read_json",
        "read_json_auto", "read_ndjson", "read_ndjson_auto", "read_json_objects", "read_json_objects_auto", "read_ndjson_objects", "glob",
        "duckdb_columns", "duckdb_functions", "duckdb_keywords", "duckdb_memory", "duckdb_settings", "duckdb_tables", "duckdb_types",
        "duckdb_views", "duckdb_extensions", "pragma_table_info", "pragma_show", "pragma_version", "pragma_database_size",
        "pg_timezone_names", "icu_calendar_names", EventsWith,
    };

    /// <summary>The part of a statement that must be a SELECT: itself, or what EXPLAIN explains.</summary>
    public static string Subject(string sql)
    {
        // EXPLAIN ANALYZE runs what it explains, also COPY. Only plain blanks are taken off here, so that the rest is what DuckDB sees.
        var match = Explain.Match(sql);
        return match.Success ? sql[match.Length..] : sql;
    }

    /// <summary>Checks DuckDB's tree of a statement. Null when the parser could not read it: then it must not run.</summary>
    /// <exception cref="TrailLakeException">It does more than read.</exception>
    public static JudgedStatement? Read(string json)
    {
        using var tree = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = int.MaxValue });
        var root = tree.RootElement;
        if (root.GetProperty("error").GetBoolean())
        {
            return root.GetProperty("error_type").GetString() == "parser"
                ? null
                : throw SqlErrors.Refused("this statement does more than read");
        }

        var statements = root.GetProperty("statements").GetArrayLength();
        if (statements != 1)
        {
            throw SqlErrors.NotOne(statements);
        }

        return new JudgedStatement(CheckFunctions(root), StructMembers.Of(root));
    }

    /// <summary>Checks the type of the statement that is about to run.</summary>
    public static void CheckType(DuckDBStatementType type)
    {
        if (type is not (DuckDBStatementType.Select or DuckDBStatementType.Explain))
        {
            throw SqlErrors.Refused(SqlErrors.Name(type) + " is not allowed");
        }
    }

    static List<EventsWithUse> CheckFunctions(JsonElement root)
    {
        var searched = new List<EventsWithUse>();

        // A stack of its own: SQL may be nested deeper than the thread's.
        var open = new Stack<(JsonElement Element, JsonElement Where)>();
        open.Push((root, default));
        while (open.TryPop(out var next))
        {
            var (element, where) = next;
            if (element.ValueKind == JsonValueKind.Array)
            {
                foreach (var item in element.EnumerateArray())
                {
                    open.Push((item, default));
                }
            }
            else if (element.ValueKind == JsonValueKind.Object)
            {
                if (element.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String
                    && type.ValueEquals("TABLE_FUNCTION"))
                {
                    CheckFunction(element, where, searched);
                }

                foreach (var member in element.EnumerateObject())
                {
                    // The table that a SELECT is from, alone, takes the SELECT's condition with it; but a sample is taken before the
                    // condition.
                    var isFrom = member.NameEquals("from_table")
                        && element.TryGetProperty("sample", out var sample) && sample.ValueKind == JsonValueKind.Null;
                    open.Push((member.Value, isFrom && element.TryGetProperty("where_clause", out var clause) ? clause : default));
                }
            }
        }

        return searched;
    }

    static void CheckFunction(JsonElement table, JsonElement where, List<EventsWithUse> searched)
    {
        var name = table.TryGetProperty("function", out var function) && function.TryGetProperty("function_name", out var value)
            ? value.GetString()
            : null;
        if (name is null || !s_tableFunctions.Contains(name))
        {
            throw SqlErrors.Refused($"the table function {name ?? "?"} is not allowed");
        }

        if (string.Equals(name, EventsWith, StringComparison.OrdinalIgnoreCase))
        {
            searched.Add(new EventsWithUse(Searched(function), StatementTerms.Equal(where, table)));
        }
    }

    // The files to open are chosen before the statement runs: what it would work out while it runs comes too late.
    static string Searched(JsonElement function)
    {
        if (function.TryGetProperty("children", out var arguments) && arguments.ValueKind == JsonValueKind.Array
            && arguments.GetArrayLength() == 1
            && arguments[0].TryGetProperty("value", out var constant) && constant.ValueKind == JsonValueKind.Object
            && constant.TryGetProperty("value", out var value) && value.ValueKind == JsonValueKind.String)
        {
            return value.GetString()!;
        }

        throw new TrailLakeException(
            ErrorKind.Query,
            $"{EventsWith} takes one text in quotes, such as {EventsWith}('AKIAIOSFODNN7EXAMPLE'): no column, expression or parameter");
    }

    [GeneratedRegex(@"\A\s*EXPLAIN\s+(ANALYZE\s+)?(\(\s*FORMAT\s+\w+\s*\)\s*)?", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    static partial Regex Explain { get; }
}
