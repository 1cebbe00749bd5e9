using System.Text.Json;
using System.Text.Json.Nodes;
using TrailLake.Answers.Coverage;
using TrailLake.Cli.Texts;
using TrailLake.Errors;
using TrailLake.Query.Values;

namespace TrailLake.Cli.Reports;

/// <summary>Writes coverage as JSON: one object, the hours a line each.</summary>
static class CoverageJson
{
    static readonly JsonSerializerOptions s_indented = new() { WriteIndented = true, Encoder = ResultJson.Options.Encoder };
    static readonly JsonSerializerOptions s_line = new() { Encoder = ResultJson.Options.Encoder };

    public static void Write(CoverageReport report, long version, TextWriter output)
    {
        var head = new JsonObject
        {
            ["version"] = version,
            ["from"] = TimeFormat.Iso(report.Request.From),
            ["to"] = TimeFormat.Iso(report.Request.To),
            ["accounts"] = ReportJson.Texts(report.Request.Accounts),
            ["regions"] = ReportJson.Texts(report.Request.Regions),
            ["archiveFrom"] = TimeFormat.Iso(report.ArchiveFrom),
            ["archiveTo"] = TimeFormat.Iso(report.ArchiveTo),
            ["missing"] = report.IsMissing,
            ["findings"] = new JsonArray([.. report.Findings.Select(Finding)]),
            ["trailChanges"] = new JsonArray([.. report.TrailChanges.Select(Change)]),
            ["categories"] = new JsonObject(report.Categories.Select(pair => KeyValuePair.Create<string, JsonNode?>(pair.Key, pair.Value))),
            ["neverLogged"] = ReportJson.Texts(report.Categories.Where(pair => pair.Value == 0).Select(pair => pair.Key)),
            ["regionsNeverSeen"] = ReportJson.Texts(report.RegionsNeverSeen),
            ["looseObjects"] = report.LooseObjects,
        }.ToJsonString(s_indented);

        // The hours follow as a last member, streamed: there may be millions.
        output.Write(TerminalText.EscapeKeepingLines(head[..head.LastIndexOf('\n')]));
        output.Write(",\n  \"hours\": [");
        var isFirst = true;
        foreach (var series in report.Series)
        {
            foreach (var hour in series.Hours)
            {
                var row = new JsonObject
                {
                    ["account"] = series.Account,
                    ["region"] = series.Region,
                    ["hour"] = TimeFormat.Iso(hour.Start),
                    ["objects"] = hour.Objects,
                    ["events"] = hour.Events,
                    ["purged"] = hour.Purged,
                };
                output.Write((isFirst ? "\n    " : ",\n    ") + TerminalText.Escape(row.ToJsonString(s_line)));
                isFirst = false;
            }
        }

        output.Write(isFirst ? "]\n}\n" : "\n  ]\n}\n");
    }

    static JsonObject Finding(CoverageFinding finding) => new()
    {
        ["kind"] = finding.Kind.ToString(),
        ["account"] = finding.Account,
        ["region"] = finding.Region,
        ["from"] = TimeFormat.Iso(finding.From),
        ["to"] = TimeFormat.Iso(finding.To),
        ["hours"] = finding.Hours,
        ["certainty"] = finding.Certainty,
        ["confidence"] = finding.Confidence,
        ["missing"] = finding.IsMissing,
        ["count"] = finding.Count,
        ["why"] = finding.Why,
    };

    static JsonObject Change(TrailChange change) => new()
    {
        ["time"] = TimeFormat.Iso(change.Time),
        ["eventName"] = change.EventName,
        ["account"] = change.Account,
        ["awsRegion"] = change.Region,
        ["trail"] = change.Trail,
        ["who"] = change.Who,
        ["sourceIPAddress"] = change.Address,
        ["eventID"] = change.EventId,
        ["narrowed"] = change.Narrowed,
    };
}
