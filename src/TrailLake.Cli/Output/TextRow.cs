using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Text.Json;
using TrailLake.Query;

namespace TrailLake.Cli.Output;

/// <summary>A row of a command's own making: texts, <see cref="long"/>, <see cref="double"/>, lists of texts, and nulls.</summary>
sealed class TextRow : IResultRow
{
    readonly object?[] _values;

    public TextRow(params object?[] values) => _values = values;

    /// <summary>Columns by their names; those of numbers end with <c>#</c>.</summary>
    public static ImmutableArray<QueryColumn> Columns(params string[] names) =>
        [.. names.Select(name => new QueryColumn(name.TrimEnd('#'), name.EndsWith('#')))];

    public string? GetText(int column) => _values[column] switch
    {
        null => null,
        IEnumerable<string> texts => string.Join(", ", texts),
        var value => $"{value}",
    };

    public void WriteJson(int column, Utf8JsonWriter writer)
    {
        switch (_values[column])
        {
            case null:
                writer.WriteNullValue();
                break;
            case long number:
                writer.WriteNumberValue(number);
                break;
            case double number:
                writer.WriteNumberValue(number);
                break;
            case bool isTrue:
                writer.WriteBooleanValue(isTrue);
                break;
            case string text:
                writer.WriteStringValue(text);
                break;
            case IEnumerable<string> texts:
                writer.WriteStartArray();
                foreach (var text in texts)
                {
                    writer.WriteStringValue(text);
                }

                writer.WriteEndArray();
                break;
            case var other:
                writer.WriteStringValue($"{other}");
                break;
        }
    }
}
