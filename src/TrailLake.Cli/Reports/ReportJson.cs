using System.Text.Json;
using System.Text.Json.Nodes;
using TrailLake.Errors;
using TrailLake.Query.Values;

namespace TrailLake.Cli.Reports;

/// <summary>Prints a report as one JSON object, indented.</summary>
static class ReportJson
{
    // A chain of credentials is as deep as somebody made it.
    const int MostDepth = 1000;

    static readonly JsonSerializerOptions s_options = new() { WriteIndented = true };

    static readonly JsonSerializerOptions s_readable = new()
    {
        WriteIndented = true,
        Encoder = ResultJson.Options.Encoder,
        MaxDepth = MostDepth,
    };

    public static string Write(JsonObject report) => report.ToJsonString(s_options) + "\n";

    /// <summary>As <see cref="Write"/>, with texts of records as readable as rows have them.</summary>
    public static string WriteReadable(JsonObject report) => TerminalText.EscapeKeepingLines(report.ToJsonString(s_readable)) + "\n";

    /// <summary>An array of texts.</summary>
    public static JsonArray Texts(IEnumerable<string> texts) =>
        new([.. texts.Select(text => (JsonNode)text)]);
}
