using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;

namespace TrailLake.Comparison.Needles;

/// <summary>The medians as a Markdown report.</summary>
static class NeedleTable
{
    /// <summary>
    /// A value in more rows than a person reads is no needle: it is asked for all the same, and stands in a table of its own.
    /// </summary>
    const int MostNeedleRows = 1_000;

    public static string Of(NeedleOptions options, Sizes sizes, NeedleRun run)
    {
        var text = new StringBuilder();
        Head(text, options, sizes);
        Needles(text, "Needles: values in few rows", [.. run.Needles.Where(needle => !IsBroad(needle))]);
        Needles(
            text,
            string.Create(CultureInfo.InvariantCulture, $"Values in more than {MostNeedleRows:N0} rows"),
            [.. run.Needles.Where(IsBroad)]);
        text.AppendLine("## Aggregates");
        text.AppendLine();
        text.AppendLine(
            "| question | rows | warm ms: TrailLake | plain | × | cold ms: TrailLake | plain | × | files opened | bytes read: "
                + "TrailLake | plain |");
        text.AppendLine("|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|");
        foreach (var aggregate in run.Aggregates)
        {
            Line(text, aggregate, $"{aggregate.Question.Name} | {Count(aggregate)}", "");
        }

        Summary(text, run);
        return text.ToString();
    }

    static void Needles(StringBuilder text, string title, IReadOnlyList<Outcome> needles)
    {
        if (needles.Count == 0)
        {
            return;
        }

        text.AppendLine("## " + title);
        text.AppendLine();
        text.AppendLine(
            "| question | value | rows | warm ms: TrailLake | plain | × | cold ms: TrailLake | plain | × | command ms: warm | cold | "
                + "files opened | bytes read: TrailLake | plain |");
        text.AppendLine("|---|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|");
        foreach (var needle in needles)
        {
            Line(
                text,
                needle,
                $"{Cells(needle.Question)} | {Count(needle)}",
                $" {Milliseconds(Series.Median(needle.Command))} | {Milliseconds(Series.Median(needle.ColdCommand))} |");
        }

        text.AppendLine();
    }

    static void Head(StringBuilder text, NeedleOptions options, Sizes sizes)
    {
        text.AppendLine(CultureInfo.InvariantCulture, $"# Needles in {sizes.Events:N0} events");
        text.AppendLine();
        text.AppendLine(Machine.Describe());
        text.AppendLine();
        text.AppendLine(
            CultureInfo.InvariantCulture,
            $"{Contenders.DuckDbVersion()} on both sides, {options.Threads} threads; medians of {options.Rounds} warm and "
                + $"{options.ColdRounds} cold rounds in turn, fewer where the answers to a question took over 30 s together. Values "
                + $"picked by seed {options.Pick}.");
        text.AppendLine(
            "Cold: the files dropped from the page cache with posix_fadvise(DONTNEED), and a new connection. For a value, TrailLake's "
                + "session is new for every question; for an aggregate it stays open in the warm rounds, as the plain table's connection "
                + "does. TrailLake sets up its session as always, the plain table's connection has DuckDB's defaults. Both sides gave the "
                + "same rows in every round. Bytes are those of the last round's read calls.");
        text.AppendLine();
        text.AppendLine("| | data files | MB | of it index | index / lake |");
        text.AppendLine("|---|--:|--:|--:|--:|");
        text.AppendLine(
            CultureInfo.InvariantCulture,
            $"| TrailLake, all tables and logs | {sizes.LakeFiles:N0} | {sizes.LakeBytes / 1e6:N1} | {sizes.IndexBytes / 1e6:N1} | "
                + $"{100.0 * sizes.IndexBytes / sizes.LakeBytes:0.0} % |");
        text.AppendLine(
            CultureInfo.InvariantCulture,
            $"| · its events' data files | {sizes.LakeFiles:N0} | {sizes.EventBytes / 1e6:N1} | | "
                + $"{100.0 * sizes.IndexBytes / sizes.EventBytes:0.0} % |");
        text.AppendLine(
            CultureInfo.InvariantCulture, $"| plain, DuckDB's COPY | {sizes.PlainFiles:N0} | {sizes.PlainBytes / 1e6:N1} | | |");
        text.AppendLine();
    }

    static void Line(StringBuilder text, Outcome outcome, string start, string command)
    {
        var (warm, plainWarm) = (Of(outcome.Lake.Warm), Of(outcome.Plain.Warm));
        var (cold, plainCold) = (Of(outcome.Lake.Cold), Of(outcome.Plain.Cold));
        var counts = outcome.Lake.Last!.Counts!;
        text.AppendLine(
            CultureInfo.InvariantCulture,
            $"| {start} | {Milliseconds(warm)} | {Milliseconds(plainWarm)} | {Ratio(plainWarm, warm)} | {Milliseconds(cold)} | "
                + $"{Milliseconds(plainCold)} | {Ratio(plainCold, cold)} |{command} {counts.Opened:N0} of {counts.Considered:N0} | "
                + $"{Size(outcome.Lake.Last)} | {Size(outcome.Plain.Last!)} |");
    }

    static void Summary(StringBuilder text, NeedleRun run)
    {
        text.AppendLine();
        text.AppendLine("## Together");
        text.AppendLine();
        var there = run.Needles.Where(needle => !needle.Question.IsAbsent && !IsBroad(needle)).ToList();
        var broad = run.Needles.Where(IsBroad).ToList();
        var absent = run.Needles.Where(needle => needle.Question.IsAbsent).ToList();
        text.AppendLine(
            CultureInfo.InvariantCulture,
            $"- Needles that are there, median over questions: warm {Milliseconds(Over(there, n => Of(n.Lake.Warm)))} ms, cold "
                + $"{Milliseconds(Over(there, n => Of(n.Lake.Cold)))} ms; plain {Milliseconds(Over(there, n => Of(n.Plain.Warm)))} and "
                + $"{Milliseconds(Over(there, n => Of(n.Plain.Cold)))} ms; ratio, warm: median {Number(Over(there, WarmRatio))}, least "
                + $"{Number(there.Min(WarmRatio))}.");
        text.AppendLine(
            CultureInfo.InvariantCulture,
            $"- Values in more than {MostNeedleRows:N0} rows, ratio to plain, warm: median {Number(Over(broad, WarmRatio))}, least "
                + $"{Number(broad.Min(WarmRatio))}.");
        text.AppendLine(
            CultureInfo.InvariantCulture,
            $"- Values that are not there: warm {Milliseconds(Over(absent, n => Of(n.Lake.Warm)))} ms, cold "
                + $"{Milliseconds(Over(absent, n => Of(n.Lake.Cold)))} ms, {absent.Sum(n => n.Lake.Last!.Counts!.Opened)} data "
                + $"files opened.");
        text.AppendLine(
            CultureInfo.InvariantCulture,
            $"- Opening lake and session, before each question and not in its time: warm "
                + $"{Milliseconds(Over(run.Needles, n => Series.Median(n.Lake.Warm.Select(a => a.OpenMilliseconds))))} ms, cold "
                + $"{Milliseconds(Over(run.Needles, n => Series.Median(n.Lake.Cold.Select(a => a.OpenMilliseconds))))} ms.");
        if (run.Needles[0].Command.Count > 0)
        {
            text.AppendLine(
                CultureInfo.InvariantCulture,
                $"- `traillake timeline VALUE` from start to exit: {Milliseconds(Over(run.Needles, n => Series.Median(n.Command)))} ms, "
                    + $"with the lake dropped from the page cache "
                    + $"{Milliseconds(Over(run.Needles, n => Series.Median(n.ColdCommand)))} ms.");
        }

        text.AppendLine(
            CultureInfo.InvariantCulture,
            $"- Aggregates, ratio to plain, warm: median {Number(Over(run.Aggregates, WarmRatio))}, least "
                + $"{Number(run.Aggregates.Min(WarmRatio))}.");
    }

    static bool IsBroad(Outcome needle) => needle.Lake.Last!.Rows > MostNeedleRows;

    static double? WarmRatio(Outcome outcome) => Of(outcome.Plain.Warm) / Of(outcome.Lake.Warm);

    static double? Over(IEnumerable<Outcome> outcomes, Func<Outcome, double?> value) =>
        Series.Median(outcomes.Select(value).Where(v => v is not null).Select(v => v!.Value));

    static double? Of(IReadOnlyList<Answer> answers) => Series.Median(answers.Select(answer => answer.Milliseconds));

    static string Count(Outcome outcome) => outcome.Lake.Last!.Rows.ToString("N0", CultureInfo.InvariantCulture);

    static string Cells(BenchQuestion question) => $"{question.Name} | `{question.Value}`";

    static string Milliseconds(double? value) => value?.ToString(value < 10 ? "0.0" : "N0", CultureInfo.InvariantCulture) ?? "–";

    static string Number(double? value) => value?.ToString(value < 10 ? "0.00" : "N0", CultureInfo.InvariantCulture) ?? "–";

    static string Ratio(double? slow, double? fast) => Number(slow / fast);

    static string Size(Answer answer) => string.Create(CultureInfo.InvariantCulture, $"{answer.BytesRead / 1e6:N1} MB");
}
