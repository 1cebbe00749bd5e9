using System.Globalization;
using System.Linq;
using System.Text;
using System.Text.Json.Nodes;
using TrailLake.Errors;
using TrailLake.Ingest.Repair;
using TrailLake.Lake.Verification;

namespace TrailLake.Cli.Output;

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

        var text = new StringBuilder();
        foreach (var problem in report.Problems.Take(MostProblems))
        {
            text.Append("not usable: ").Append(TerminalText.Escape(problem.Where)).Append(": ").Append(TerminalText.Escape(problem.Message)).Append('\n');
        }

        if (report.Problems.Count > MostProblems)
        {
            text.Append(CultureInfo.InvariantCulture, $"and {report.Problems.Count - MostProblems} more objects; --format json lists them\n");
        }

        foreach (var file in report.Files)
        {
            text.Append(file.Outcome switch
            {
                RepairOutcome.Restored => "restored: ",
                RepairOutcome.Partly => "partly restored: ",
                _ => "left as it is: ",
            });
            text.Append(TerminalText.Escape(file.Damage.Path));
            text.Append(file.Message is null ? "\n" : ": " + TerminalText.Escape(file.Message) + "\n");
        }

        foreach (var checkpoint in found.Checkpoints)
        {
            text.Append("written anew: ").Append(TerminalText.Escape(checkpoint.Path)).Append('\n');
        }

        foreach (var mismatch in found.Mismatches.Take(MostProblems))
        {
            text.Append("cannot be repaired: ").Append(TerminalText.Escape(mismatch)).Append('\n');
        }

        string lost = report.Lost > 0 ? $"; {Counted.Of(report.Lost, "event")} given up, recorded as lost" : "";
        return text.Append(CultureInfo.InvariantCulture, $"{Counted.Of(report.Rows, "event")} and {Counted.Of(report.LedgerRows, "ledger row")} brought back from {Counted.Of(report.ObjectsRead, "object")}{lost}\n").ToString();
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
        ["problems"] = new JsonArray([.. report.Problems.Select(problem => new JsonObject { ["where"] = problem.Where, ["message"] = problem.Message })]),
        ["checkpoints"] = new JsonArray([.. found.Checkpoints.Select(damage => JsonValue.Create(damage.Path))]),
        ["mismatches"] = new JsonArray([.. found.Mismatches.Select(text => JsonValue.Create(text))]),
    });
}
