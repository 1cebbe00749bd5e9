using System.Text.Json;

namespace TrailLake.Query.Execution;

/// <summary>A row that can be written in any output format.</summary>
interface IResultRow
{
    /// <summary>The value as text; null when there is none.</summary>
    string? GetText(int column);

    /// <summary>Writes the value as JSON.</summary>
    void WriteJson(int column, Utf8JsonWriter writer);
}
