using System.Globalization;
using System.Linq;
using System.Text;
using System.Text.Json.Nodes;
using TrailLake.Cli.Options;
using TrailLake.Errors;
using TrailLake.Lake;

namespace TrailLake.Cli.Output;

/// <summary>Writes what a purge took out of the lake, or would.</summary>
static class PurgeText
{
    public static string Lines(PurgePlan plan, bool isDone)
    {
        string what = string.Create(CultureInfo.InvariantCulture, $"events before {plan.Before:yyyy-MM-dd} (UTC)")
            + (plan.Account is null ? "" : $" of account {TerminalText.Escape(plan.Account)}");
        if (plan.Files == 0)
        {
            return $"nothing to purge: the lake has no {what}\n";
        }

        var text = new StringBuilder();
        foreach (var account in plan.Accounts)
        {
            text.Append(CultureInfo.InvariantCulture, $"{TerminalText.Escape(account.Account)}  {account.First:yyyy-MM-dd} to {account.Last:yyyy-MM-dd}  {Counted.Of(account.Days, "day")}  {Counted.Of(account.Events, "event")}  {Counted.Of(account.Files, "file")}  {ByteSize.Text(account.Bytes)}\n");
        }

        string sum = $"{Counted.Of(plan.Events, "event")} in {Counted.Of(plan.Files, "file")}, {ByteSize.Text(plan.Bytes)}: {what}";
        text.Append(isDone
            ? string.Create(CultureInfo.InvariantCulture, $"purged {sum}, in version {plan.Version}; traillake sweep removes the files when no query can be reading them any more\n")
            : $"would purge {sum}; nothing was changed, --yes does it\n");
        return text.ToString();
    }

    public static string Json(PurgePlan plan, bool isDone) => ReportJson.Write(new JsonObject
    {
        ["done"] = isDone && plan.Files > 0,
        ["before"] = plan.Before.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        ["account"] = plan.Account,
        ["version"] = plan.Version,
        ["events"] = plan.Events,
        ["files"] = plan.Files,
        ["bytes"] = plan.Bytes,
        ["accounts"] = new JsonArray([.. plan.Accounts.Select(account => new JsonObject
        {
            ["account"] = account.Account,
            ["firstDate"] = account.First.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            ["lastDate"] = account.Last.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            ["days"] = account.Days,
            ["events"] = account.Events,
            ["files"] = account.Files,
            ["bytes"] = account.Bytes,
        })]),
    });
}
