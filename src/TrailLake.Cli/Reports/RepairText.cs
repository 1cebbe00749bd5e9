using System.Text.Json.Nodes;
using TrailLake.Cli.Texts;
using TrailLake.Errors;
using TrailLake.Ingest.Repair;
using TrailLake.Maintenance.Verification;

namespace TrailLake.Cli.Reports;

/// <summary>Writes what a repair did.</summary>
static class RepairText
{
    const int MostProblems = 20;

    public static string Lines(RepairReport report, LakeVerification found, string lake)
    {
        if (found.IsSound)
        {
            return $"{TerminalText.Escape(lake)} is sound: nothing to repair\n";
        }

        var text = new ReportLines();
        text.AddFirst(
            [.. report.Problems.Select(problem => "not usable: " + TerminalText.Escape($"{problem.Where}: {problem.Message}"))],
            MostProblems,
            more => $"and {more} more objects; --format json lists them");
        foreach (var file in report.Files)
        {
            var outcome = file.Outcome switch
            {
                RepairOutcome.Restored => "restored",
                RepairOutcome.Partly => "partly restored",
                _ => "left as it is",
            };
            text.Add($"{outcome}: {TerminalText.Escape(file.Damage.Path + (file.Message is null ? "" : ": " + file.Message))}");
        }

        foreach (var checkpoint in found.Checkpoints)
        {
            text.Add($"written anew: {TerminalText.Escape(checkpoint.Path)}");
        }

        foreach (var mismatch in found.Mismatches.Take(MostProblems))
        {
            text.Add($"cannot be repaired: {TerminalText.Escape(mismatch)}");
        }

        string lost = report.Lost > 0 ? $"; {Plural.Of(report.Lost, "event")} given up, recorded as lost" : "";
        text.Add($"{Plural.Of(report.Rows, "event")} and {Plural.Of(report.LedgerRows, "ledger row")} brought back "
            + $"from {Plural.Of(report.ObjectsRead, "object")}{lost}");
        return text.ToString();
    }

    public static string Json(RepairReport report, LakeVerification found) => ReportJson.Write(new JsonObject
    {
        ["complete"] = report.IsComplete && found.Mismatches.Count == 0,
        ["events"] = report.Rows,
        ["ledgerRows"] = report.LedgerRows,
        ["lost"] = report.Lost,
        ["objectsRead"] = report.ObjectsRead,
        ["files"] = new JsonArray([.. report.Files.Select(file =>
        {
            var json = VerificationText.Json(file.Damage);
            json["outcome"] = file.Outcome.ToString().ToLowerInvariant();
            json["why"] = file.Message;
            return json;
        })]),
        ["problems"] = new JsonArray(
            [.. report.Problems.Select(problem => new JsonObject { ["where"] = problem.Where, ["message"] = problem.Message })]),
        ["checkpoints"] = ReportJson.Texts(found.Checkpoints.Select(damage => damage.Path)),
        ["mismatches"] = ReportJson.Texts(found.Mismatches),
    });
}
