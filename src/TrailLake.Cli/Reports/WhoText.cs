using TrailLake.Answers.Principals;
using TrailLake.Cli.Terminals;
using TrailLake.Cli.Texts;
using TrailLake.Errors;
using TrailLake.Query.Entities;

namespace TrailLake.Cli.Reports;

/// <summary>Writes what a principal did, for a person.</summary>
static class WhoText
{
    const int Listed = 5;
    const int MostCalls = 15;
    const int LongestValue = 100;

    public static void Write(PrincipalReport report, Entity entity, Terminal terminal)
    {
        var counts = report.Counts;
        var lines = new List<(string Name, string Value)>
        {
            ("who", $"{entity.Text} ({entity.KindText})"),
            ("principals", List(counts[CountDimension.Principal])),
            ("type", List(counts[CountDimension.Type])),
            ("account", List(counts[CountDimension.Account])),
            ("first seen", Time(report.First)),
            ("last seen", Time(report.Last)),
            ("calls", $"{report.Events:N0}: {report.Events - report.Failed:N0} succeeded, {report.Denied:N0} denied, "
                + $"{report.Failed - report.Denied:N0} failed otherwise"),
            ("addresses", List(counts[CountDimension.Address])),
            ("agents", List(counts[CountDimension.Agent])),
            ("regions", List(counts[CountDimension.Region])),
            ("keys", List(counts[CountDimension.Key])),
            ("MFA", Mfa(counts[CountDimension.Mfa])),
            ("services", List(counts[CountDimension.Service])),
        };
        var width = lines.Max(line => line.Name.Length);
        foreach (var (name, value) in lines)
        {
            terminal.Out.Write($"{name.PadRight(width)}  {TerminalText.Escape(value)}\n");
        }

        WriteCalls(report, terminal);
        terminal.Out.Write("\n");
        BarText.Write("calls by day (UTC)", ChartBars.Of(CountDimension.Day, counts[CountDimension.Day], int.MaxValue), terminal);
        terminal.Out.Write("\n");
        BarText.Write("calls by hour of day (UTC)", ChartBars.Of(CountDimension.Hour, counts[CountDimension.Hour], int.MaxValue), terminal);
    }

    static void WriteCalls(PrincipalReport report, Terminal terminal)
    {
        terminal.Out.Write("\ncalls, the riskiest first\n");
        foreach (var call in report.Calls.Take(MostCalls))
        {
            var risk = call.Risk is { } known ? $"  risk {known.Score}: {known.Why}" : "";
            var failed = call.Count.Denied > 0 ? $" ({call.Count.Denied:N0} denied)"
                : call.Count.Failed > 0 ? $" ({call.Count.Failed:N0} failed)" : "";
            terminal.Out.Write($"  {TerminalText.Escape($"{call.Service} {call.EventName}"),-50} {call.Count.Events,7:N0}{failed}{risk}\n");
        }

        if (report.Calls.Count > MostCalls)
        {
            terminal.Out.Write($"  and {report.Calls.Count - MostCalls:N0} more; --format json lists them\n");
        }
    }

    static string List(IReadOnlyList<EventCount> counts)
    {
        var named = counts.Where(count => count.Value.Length > 0).ToList();
        if (named.Count == 0)
        {
            return "-";
        }

        var shown = named.Take(Listed).Select(count => named.Count == 1
            ? Cut(count.Value)
            : $"{Cut(count.Value)} ({count.Events:N0})");
        return string.Join(", ", shown) + (named.Count > Listed ? $" and {named.Count - Listed} more" : "");
    }

    static string Mfa(IReadOnlyList<EventCount> counts)
    {
        var with = counts.Where(count => count.Value == "true").Sum(count => count.Events);
        var without = counts.Where(count => count.Value == "false").Sum(count => count.Events);
        return with + without == 0 ? "no event tells" : $"{with:N0} calls with, {without:N0} without";
    }

    static string Cut(string value) => value.Length <= LongestValue ? value : value[..(LongestValue - 1)] + "…";

    static string Time(DateTime? time) => time is { } known ? TimeFormat.Second(known) : "-";
}
