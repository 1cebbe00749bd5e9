using System.Collections.Immutable;
using System.Text.Json;
using TrailLake.Query.Execution;

namespace TrailLake.Cli.Writers;

/// <summary>A row of a command's own making: texts, numbers (<see cref="long"/>) and nulls.</summary>
sealed class CommandRow(params object?[] values) : IResultRow
{
    readonly object?[] _values = values;

    /// <summary>Columns by their names; those of numbers end with <c>#</c>.</summary>
    public static ImmutableArray<QueryColumn> Columns(params string[] names) =>
        [.. names.Select(name => new QueryColumn(name.TrimEnd('#'), name.EndsWith('#')))];

    public string? GetText(int column) => _values[column]?.ToString();

    public void WriteJson(int column, Utf8JsonWriter writer)
    {
        if (_values[column] is long number)
        {
            writer.WriteNumberValue(number);
        }
        else
        {
            writer.WriteStringValue(GetText(column));
        }
    }
}
