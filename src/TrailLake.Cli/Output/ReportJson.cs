using System.Text.Json;
using System.Text.Json.Nodes;

namespace TrailLake.Cli.Output;

/// <summary>Prints a report as one JSON object, indented.</summary>
static class ReportJson
{
    static readonly JsonSerializerOptions s_options = new() { WriteIndented = true };

    public static string Write(JsonObject report) => report.ToJsonString(s_options) + "\n";
}
