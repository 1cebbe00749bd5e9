using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json.Nodes;
using TrailLake.Cli.Options;
using TrailLake.Errors;
using TrailLake.Ingest;

namespace TrailLake.Cli.Output;

/// <summary>Writes the report and the plan of an ingest.</summary>
static class IngestText
{
    const int MostProblems = 20;

    /// <param name="ofPurgedDays">How many more events of purged days the lake has than before.</param>
    public static string Json(IngestReport report, long ofPurgedDays)
    {
        double seconds = report.Elapsed.TotalSeconds;
        var skipped = new JsonObject();
        foreach (var (kind, count) in report.Skipped.OrderBy(pair => pair.Key))
        {
            skipped[kind.ToString()] = count;
        }

        return new JsonObject
        {
            ["objects"] = report.Objects,
            ["knownObjects"] = report.KnownObjects,
            ["damagedObjects"] = report.DamagedObjects,
            ["emptyObjects"] = report.EmptyObjects,
            ["unreadableObjects"] = report.UnreadableObjects,
            ["records"] = report.Records,
            ["events"] = report.Events,
            ["duplicates"] = report.Duplicates,
            ["conflicts"] = report.Conflicts,
            ["rejects"] = report.Rejects,
            ["eventsOfPurgedDays"] = ofPurgedDays,
            ["skipped"] = skipped,
            ["problems"] = Problems(report.Problems),
            ["damages"] = Problems(report.Damages),
            ["notes"] = new JsonArray([.. report.Notes.Select(note => new JsonObject
            {
                ["kind"] = note.Kind.ToString(),
                ["count"] = note.Count,
                ["objects"] = note.Objects,
                ["first"] = note.First,
                ["message"] = NoteText.Of(note),
            })]),
            ["bytesIn"] = report.BytesIn,
            ["contentBytes"] = report.ContentBytes,
            ["bytesOut"] = report.BytesOut,
            ["files"] = report.Files,
            ["commits"] = report.Commits,
            ["stopped"] = report.IsStopped,
            ["seconds"] = System.Math.Round(seconds, 3),
            ["eventsPerSecond"] = seconds > 0 ? System.Math.Round(report.Events / seconds) : 0,
            ["peakMemoryBytes"] = PeakMemory(),
        }.ToJsonString(new System.Text.Json.JsonSerializerOptions { WriteIndented = true }) + "\n";
    }

    /// <param name="ofPurgedDays">How many more events of purged days the lake has than before.</param>
    public static string Lines(IngestReport report, string lake, long ofPurgedDays)
    {
        double seconds = report.Elapsed.TotalSeconds;
        var text = new StringBuilder();
        Line(text, $"{Counted.Of(report.Events, "event")} from {Counted.Of(report.Objects, "object")} in {seconds:N1} s ({report.Events / System.Math.Max(seconds, 0.001):N0} events/s) → {lake}");
        if (report.KnownObjects > 0)
        {
            Line(text, $"{Counted.Of(report.KnownObjects, "object was", "objects were")} in the lake already and not read again");
        }

        if (report.Duplicates > 0)
        {
            Line(text, $"{Counted.Of(report.Duplicates, "exact copy of an event was", "exact copies of events were")} dropped");
        }

        if (report.Conflicts > 0)
        {
            Line(text, $"{Counted.Of(report.Conflicts, "event shares its eventID", "events share their eventID")} with another record of other content: kept and flagged (eventIDConflict)");
        }

        if (report.Rejects > 0)
        {
            Line(text, $"{Counted.Of(report.Rejects, "reject")}: what could not become an event is in the view rejects, with object, offset and reason");
        }

        if (ofPurgedDays > 0)
        {
            Line(text, $"{Counted.Of(ofPurgedDays, "event is", "events are")} of days that were purged: the objects are new to the ledger; purge again to be rid of them");
        }

        if (report.EmptyObjects > 0)
        {
            Line(text, $"{Counted.Of(report.EmptyObjects, "log file is", "log files are")} empty: CloudTrail delivers none without a record, so what they held is missing; they are read again when they change");
        }

        if (report.DamagedObjects > report.EmptyObjects)
        {
            Line(text, $"{Counted.Of(report.DamagedObjects - report.EmptyObjects, "object is", "objects are")} damaged; the records that could be read are in the lake");
        }

        if (report.UnreadableObjects > 0)
        {
            Line(text, $"{Counted.Of(report.UnreadableObjects, "object")} could not be read; the next run tries again");
        }

        if (report.Skipped.Count > 0)
        {
            Line(text, $"left alone: {string.Join(", ", report.Skipped.OrderBy(pair => pair.Key).Select(pair => string.Create(CultureInfo.InvariantCulture, $"{pair.Value:N0} {pair.Key}")))}");
        }

        foreach (var note in report.Notes)
        {
            Line(text, $"{TerminalText.Escape(NoteText.Of(note))}");
        }

        Line(text, $"read {ByteSize.Text(report.BytesIn)} ({ByteSize.Text(report.ContentBytes)} of JSON), wrote {ByteSize.Text(report.BytesOut)} in {Counted.Of(report.Files, "file")}; peak memory {ByteSize.Text(PeakMemory())}");
        return text.ToString();
    }

    public static string Json(IngestPlan plan) => new JsonObject
    {
        ["groups"] = new JsonArray([.. plan.Groups.Select(group => new JsonObject
        {
            ["account"] = group.Account,
            ["region"] = group.Region,
            ["kind"] = group.Kind.ToString(),
            ["objects"] = group.Objects,
            ["bytes"] = group.Bytes,
        })]),
        ["objects"] = plan.Groups.Sum(group => group.Objects),
        ["bytes"] = plan.Groups.Sum(group => group.Bytes),
        ["problems"] = Problems(plan.Problems),
    }.ToJsonString(new System.Text.Json.JsonSerializerOptions { WriteIndented = true }) + "\n";

    public static string Lines(IngestPlan plan)
    {
        string[][] rows =
        [
            ["account", "region", "kind", "objects", "bytes"],
            .. plan.Groups.Select(group => (string[])[
                TerminalText.Escape(group.Account ?? "-"), TerminalText.Escape(group.Region ?? "-"), group.Kind.ToString(),
                group.Objects.ToString("N0", CultureInfo.InvariantCulture), ByteSize.Text(group.Bytes)]),
            ["total", "", "", plan.Groups.Sum(g => g.Objects).ToString("N0", CultureInfo.InvariantCulture), ByteSize.Text(plan.Groups.Sum(g => g.Bytes))],
        ];
        var widths = Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Length)).ToArray();
        var text = new StringBuilder();
        foreach (var row in rows)
        {
            text.Append(string.Join("  ", row.Select((cell, i) => i >= 3 ? cell.PadLeft(widths[i]) : cell.PadRight(widths[i]))).TrimEnd()).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>Names what could not be read or listed, or is damaged.</summary>
    public static void Problems(IReadOnlyList<SourceProblem> problems, TextWriter error)
    {
        foreach (var problem in problems.Take(MostProblems))
        {
            error.Write($"traillake: {TerminalText.Escape(problem.Where)}: {TerminalText.Escape(problem.Message)}\n");
        }

        if (problems.Count > MostProblems)
        {
            error.Write($"traillake: and {problems.Count - MostProblems} more problems; --format json lists them\n");
        }
    }

    static JsonArray Problems(IReadOnlyList<SourceProblem> problems) =>
        new([.. problems.Select(problem => new JsonObject { ["where"] = problem.Where, ["message"] = problem.Message, ["harmless"] = problem.IsHarmless })]);

    static long PeakMemory()
    {
        using var process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64;
    }

    static void Line(StringBuilder text, System.FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
