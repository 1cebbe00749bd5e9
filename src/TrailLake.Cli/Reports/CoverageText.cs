using TrailLake.Answers.Coverage;
using TrailLake.Cli.Terminals;
using TrailLake.Cli.Texts;
using TrailLake.Errors;

namespace TrailLake.Cli.Reports;

/// <summary>Writes coverage for a person: a calendar, what is missing, what happened to the trails, and what was never logged.</summary>
static class CoverageText
{
    const int MostSeries = 20;
    const int MostFindings = 50;
    const int MostOfName = 64;
    const string Indent = "  ";

    public static void Write(CoverageReport report, Terminal terminal)
    {
        var width = terminal.OutIsTerminal ? terminal.Width : 100;
        foreach (var (text, isMap) in Lines(report, width))
        {
            if (!isMap)
            {
                terminal.WriteWrapped(text, StyleOf(text));
                continue;
            }

            foreach (var line in WordWrap.Lines(text, width))
            {
                terminal.Out.Write(string.Concat(Cells(line).Select(cell => terminal.Styled(cell.Text, cell.Style))) + "\n");
            }
        }
    }

    static IEnumerable<(string Text, bool IsMap)> Lines(CoverageReport report, int width)
    {
        yield return (Summary(report), false);
        var map = CoverageMap.Lines(report, width).ToList();
        if (map.Count > 0)
        {
            yield return ("", false);
            foreach (var line in map)
            {
                yield return (line, true);
            }

            yield return ($"{Indent}few {CoverageMap.Levels} many events   {CoverageMap.Quiet} none   "
                + $"{CoverageMap.PartlyMissing} something is missing   {CoverageMap.Missing} nothing is there", true);
        }

        foreach (var line in Findings(report).Concat(Trails(report)).Concat(NeverLogged(report)).Concat(Series(report)))
        {
            yield return (TerminalText.Escape(line), false);
        }
    }

    static string Summary(CoverageReport report)
    {
        if (report is not { ArchiveFrom: { } begins, ArchiveTo: { } ends })
        {
            return report.Findings.Any(finding => finding.Kind is not CoverageFindingKind.NeverSeen)
                ? "the lake holds no events of what was asked"
                : "the lake holds no objects of what was asked";
        }

        var accounts = report.Series.Select(series => series.Account).Distinct().Count();
        var regions = report.Series.Select(series => series.Region).Distinct().Count();
        return $"{Span(report.Request, begins, ends)}: {Plural.Of(report.Series.Sum(series => series.Events), "event")}{TakenOut(report)}, "
            + $"{Plural.Of(accounts, "account")}, {Plural.Of(regions, "region")}; "
            + (report.IsMissing ? "data is missing" : "nothing is known to be missing");
    }

    static string Span(CoverageRequest request, DateTime begins, DateTime ends) =>
        request is { From: { } from, To: null } && from >= ends ? $"from {Time(from)} UTC"
        : request is { From: null, To: { } to } && to <= begins ? $"to {Time(to)} UTC"
        : $"{Time(request.From ?? begins)} to {Time(request.To ?? ends)} UTC";

    static string TakenOut(CoverageReport report)
    {
        var purged = Sum(CoverageFindingKind.Purged) is > 0 and var some ? $"{some:N0} of the lake's purged" : "";
        var lost = Sum(CoverageFindingKind.Lost) is > 0 and var others ? $"{others:N0} lost" : "";
        return purged + lost == "" ? "" : $" ({purged}{(purged == "" || lost == "" ? "" : ", ")}{lost})";

        long Sum(CoverageFindingKind kind) => report.Findings.Where(finding => finding.Kind == kind).Sum(finding => finding.Count);
    }

    static IEnumerable<string> Findings(CoverageReport report)
    {
        foreach (var group in report.Findings.GroupBy(finding => finding.IsMissing))
        {
            yield return "";
            yield return group.Key ? "Missing" : "Perhaps missing";
            foreach (var finding in group.Take(MostFindings))
            {
                yield return $"{Indent}{Name(finding.Kind)}: {Where(finding)}{Span(finding)}, {finding.Certainty}: {finding.Why}";
            }

            if (group.Count() > MostFindings)
            {
                yield return $"{Indent}and {group.Count() - MostFindings:N0} more; --format json has them all";
            }
        }
    }

    static IEnumerable<string> Trails(CoverageReport report)
    {
        var changes = report.TrailChanges;
        if (changes.Count == 0)
        {
            yield break;
        }

        yield return "";
        yield return "Trails were changed";
        foreach (var change in changes.TakeLast(MostFindings))
        {
            var narrowed = change.Narrowed is null ? "" : $": {change.Narrowed}";
            yield return $"{Indent}{Time(change.Time)} {change.EventName} {change.Trail} in {change.Account} "
                + $"by {change.Who} from {change.Address ?? "?"}{narrowed}";
        }

        if (changes.Count > MostFindings)
        {
            yield return $"{Indent}and {changes.Count - MostFindings:N0} before; --format json has them all";
        }
    }

    static IEnumerable<string> NeverLogged(CoverageReport report)
    {
        if (report.Series.Count == 0)
        {
            yield break;
        }

        var never = report.Categories.Where(pair => pair.Value == 0).Select(pair => pair.Key).ToList();
        yield return "";
        yield return "Never logged: " + (never.Count == 0 ? "none of the known categories" : string.Join(", ", never));
        if (report.RegionsNeverSeen.Count > 0)
        {
            var global = report.RegionsNeverSeen.Contains("us-east-1")
                ? "; without us-east-1 the calls to IAM and other global services are missing"
                : "";
            yield return $"Regions never seen: {string.Join(", ", report.RegionsNeverSeen)} "
                + $"(nothing happened there, or the trail does not record them{global})";
        }

        if (report.LooseObjects > 0)
        {
            yield return $"{Plural.Of(report.LooseObjects, "object")} without account or region in the key, or over many hours: "
                + "they stand where their events do";
        }
    }

    static IEnumerable<string> Series(CoverageReport report)
    {
        if (report.Series.Count == 0)
        {
            yield break;
        }

        var shown = report.Series.OrderByDescending(series => series.Events).ThenBy(series => series.Account, StringComparer.Ordinal)
            .Take(MostSeries).ToList();
        var account = Math.Max(7, shown.Max(series => Name(series.Account!).Length));
        var region = Math.Max(6, shown.Max(series => Name(series.Region!).Length));
        var hasPurged = report.Series.Any(series => series.Purged > 0);
        yield return "";
        yield return $"{"account".PadRight(account)}  {"region".PadRight(region)}  {"first",-16}  {"last",-16}"
            + $"  {"hours",8}  {"objects",9}  {"events",12}{(hasPurged ? $"  {"purged",12}" : "")}";
        foreach (var series in shown)
        {
            yield return $"{Name(series.Account!).PadRight(account)}  {Name(series.Region!).PadRight(region)}"
                + $"  {Time(CoverageHour.StartOf(series.First))}  {Time(CoverageHour.StartOf(series.Last + 1))}"
                + $"  {series.Hours.Count,8:N0}  {series.Hours.Sum(hour => hour.Objects),9:N0}  {series.Events,12:N0}"
                + (hasPurged ? $"  {series.Purged,12:N0}" : "");
        }

        if (report.Series.Count > MostSeries)
        {
            yield return $"and {report.Series.Count - MostSeries:N0} more; --format json has them all";
        }
    }

    // Runs of one style, so that a line is not a thousand escapes.
    static IEnumerable<(string Text, string Style)> Cells(string line)
    {
        for (int start = 0, end; start < line.Length; start = end)
        {
            var style = StyleOf(line[start]);
            for (end = start + 1; end < line.Length && StyleOf(line[end]) == style; end++)
            {
            }

            yield return (line[start..end], style);
        }
    }

    static string StyleOf(char cell) => cell switch
    {
        CoverageMap.Missing => TerminalStyle.BoldRed,
        CoverageMap.PartlyMissing => TerminalStyle.BoldYellow,
        CoverageMap.Quiet => TerminalStyle.Grey,
        _ when CoverageMap.Levels.Contains(cell, StringComparison.Ordinal) => TerminalStyle.Green,
        _ => TerminalStyle.Plain,
    };

    static string StyleOf(string line) => line switch
    {
        "Missing" => TerminalStyle.BoldRed,
        "Perhaps missing" or "Trails were changed" => TerminalStyle.BoldYellow,
        _ => TerminalStyle.Plain,
    };

    // A record may name any text as its account; --format json has all of it.
    static string Name(string name)
    {
        var text = TerminalText.Escape(name);
        return text.Length <= MostOfName ? text : text[..(MostOfName - 1)] + "…";
    }

    static string Name(CoverageFindingKind kind) => kind switch
    {
        CoverageFindingKind.Gap => "no data",
        CoverageFindingKind.BrokeOff => "broke off",
        CoverageFindingKind.TrailStopped => "trail stopped",
        CoverageFindingKind.OutsideArchive => "outside the archive",
        CoverageFindingKind.NeverSeen => "never seen",
        _ => kind.ToString().ToLowerInvariant(),
    };

    static string Where(CoverageFinding finding) => (finding.Account, finding.Region) switch
    {
        (null, null) => "everything",
        (null, var region) => region!,
        (var account, null) => $"{account} all regions",
        var (account, region) => $"{account} {region}",
    };

    // Of nothing at all, there are no times.
    static string Span(CoverageFinding finding) =>
        finding.From == finding.To ? "" : $", {Time(finding.From)} to {Time(finding.To)} ({Duration(finding)})";

    static string Duration(CoverageFinding finding) => finding.Hours >= 48
        ? $"{finding.Hours / 24:0.#} days"
        : $"{finding.Hours:0.##} h";

    static string Time(DateTime time) => time.ToString("yyyy-MM-dd HH:mm");
}
