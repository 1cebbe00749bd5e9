using System.Text.Json;

namespace TrailLake.Query.Sql;

/// <summary>Reads in DuckDB's tree of a statement which columns a WHERE compares with a text.</summary>
static class StatementTerms
{
    /// <summary>The columns that must equal a text for a row to be taken, in the spelling of the statement.</summary>
    /// <param name="where">The WHERE of a SELECT from this one table.</param>
    /// <param name="table">The table's node.</param>
    public static List<(string Column, string Text)> Equal(JsonElement where, JsonElement table)
    {
        var equal = new List<(string, string)>();

        // A sample would be taken of other rows, and other names for the columns would make another column of a name.
        if (where.ValueKind != JsonValueKind.Object || table.GetProperty("sample").ValueKind != JsonValueKind.Null
            || table.GetProperty("column_name_alias").GetArrayLength() > 0)
        {
            return equal;
        }

        var alias = table.GetProperty("alias").GetString() ?? "";
        var open = new Stack<JsonElement>([where]);
        while (open.TryPop(out var term))
        {
            switch (term.GetProperty("type").GetString())
            {
                case "CONJUNCTION_AND":
                    foreach (var child in term.GetProperty("children").EnumerateArray())
                    {
                        open.Push(child);
                    }

                    break;
                case "COMPARE_EQUAL":
                    var (left, right) = (term.GetProperty("left"), term.GetProperty("right"));
                    if ((Column(left, alias) ?? Column(right, alias)) is { Length: > 0 } column && (Text(right) ?? Text(left)) is { } text)
                    {
                        equal.Add((column, text));
                    }

                    break;
            }
        }

        return equal;
    }

    static string? Column(JsonElement term, string alias)
    {
        if (term.GetProperty("type").GetString() != "COLUMN_REF")
        {
            return null;
        }

        var names = term.GetProperty("column_names").EnumerateArray().Select(name => name.GetString()!);
        var isQualified = alias.Length > 0 && string.Equals(names.First(), alias, StringComparison.OrdinalIgnoreCase);
        return string.Join('.', isQualified ? names.Skip(1) : names);
    }

    static string? Text(JsonElement term) =>
        term.GetProperty("type").GetString() == "VALUE_CONSTANT"
            && term.GetProperty("value") is { ValueKind: JsonValueKind.Object } constant
        && constant.TryGetProperty("value", out var value) && value.ValueKind == JsonValueKind.String
        && constant.GetProperty("type").GetProperty("id").GetString() == "VARCHAR"
            ? value.GetString()
            : null;
}
