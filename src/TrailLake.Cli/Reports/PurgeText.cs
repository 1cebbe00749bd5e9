using System.Text.Json.Nodes;
using TrailLake.Cli.Texts;
using TrailLake.Errors;
using TrailLake.Maintenance;

namespace TrailLake.Cli.Reports;

/// <summary>Writes what a purge took out of the lake, or would.</summary>
static class PurgeText
{
    public static string Lines(PurgePlan plan, bool isDone)
    {
        string what = $"events before {plan.Before:yyyy-MM-dd} (UTC)"
            + (plan.Account is null ? "" : $" of account {TerminalText.Escape(plan.Account)}");
        if (plan.Files == 0)
        {
            return $"nothing to purge: the lake has no {what}\n";
        }

        var text = new ReportLines();
        foreach (var account in plan.Accounts)
        {
            text.Add($"{TerminalText.Escape(account.Account)}  {TimeFormat.Day(account.First)} to {TimeFormat.Day(account.Last)}  "
                + $"{Plural.Of(account.Days, "day")}  {Plural.Of(account.Events, "event")}  {Plural.Of(account.Files, "file")}  "
                + ByteSize.Text(account.Bytes));
        }

        string sum = $"{Plural.Of(plan.Events, "event")} in {Plural.Of(plan.Files, "file")}, {ByteSize.Text(plan.Bytes)}: {what}";
        text.Add(isDone
            ? $"purged {sum}, in version {plan.Version}; traillake sweep removes the files when no query can be reading them any more"
            : $"would purge {sum}; nothing was changed, --yes does it");
        return text.ToString();
    }

    public static string Json(PurgePlan plan, bool isDone) => ReportJson.Write(new JsonObject
    {
        ["done"] = isDone && plan.Files > 0,
        ["before"] = TimeFormat.Day(plan.Before),
        ["account"] = plan.Account,
        ["version"] = plan.Version,
        ["events"] = plan.Events,
        ["files"] = plan.Files,
        ["bytes"] = plan.Bytes,
        ["accounts"] = new JsonArray([.. plan.Accounts.Select(account => new JsonObject
        {
            ["account"] = account.Account,
            ["firstDate"] = TimeFormat.Day(account.First),
            ["lastDate"] = TimeFormat.Day(account.Last),
            ["days"] = account.Days,
            ["events"] = account.Events,
            ["files"] = account.Files,
            ["bytes"] = account.Bytes,
        })]),
    });
}
