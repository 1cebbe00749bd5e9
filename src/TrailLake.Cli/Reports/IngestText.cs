using System.Diagnostics;
using System.Text.Json.Nodes;
using TrailLake.Cli.Terminals;
using TrailLake.Cli.Texts;
using TrailLake.Errors;
using TrailLake.Ingest.Pipeline;
using TrailLake.Ingest.Sources;

namespace TrailLake.Cli.Reports;

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

        return ReportJson.Write(new JsonObject
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
                ["message"] = IngestNoteText.Of(note),
            })]),
            ["bytesIn"] = report.BytesIn,
            ["contentBytes"] = report.ContentBytes,
            ["bytesOut"] = report.BytesOut,
            ["files"] = report.Files,
            ["commits"] = report.Commits,
            ["stopped"] = report.IsStopped,
            ["seconds"] = Math.Round(seconds, 3),
            ["eventsPerSecond"] = seconds > 0 ? Math.Round(report.Events / seconds) : 0,
            ["peakMemoryBytes"] = PeakMemory(),
        });
    }

    /// <param name="ofPurgedDays">How many more events of purged days the lake has than before.</param>
    public static string Lines(IngestReport report, string lake, long ofPurgedDays)
    {
        double seconds = report.Elapsed.TotalSeconds;
        var text = new ReportLines();
        text.Add($"{Plural.Of(report.Events, "event")} from {Plural.Of(report.Objects, "object")} in {seconds:N1} s "
            + $"({report.Events / Math.Max(seconds, 0.001):N0} events/s) → {lake}");
        AddIfAny(report.KnownObjects, "object was", "objects were", " in the lake already and not read again");
        AddIfAny(report.Duplicates, "exact copy of an event was", "exact copies of events were", " dropped");
        AddIfAny(report.Conflicts, "event shares its eventID", "events share their eventID",
            " with another record of other content: kept and flagged (eventIDConflict)");
        AddIfAny(report.Rejects, "reject", "rejects",
            ": what could not become an event is in the view rejects, with object, offset and reason");
        AddIfAny(ofPurgedDays, "event is", "events are",
            " of days that were purged: the objects are new to the ledger; purge again to be rid of them");
        AddIfAny(report.EmptyObjects, "log file is", "log files are",
            " empty: CloudTrail delivers none without a record, so what they held is missing; they are read again when they change");
        AddIfAny(report.DamagedObjects - report.EmptyObjects, "object is", "objects are",
            " damaged; the records that could be read are in the lake");
        AddIfAny(report.UnreadableObjects, "object", "objects", " could not be read; the next run tries again");
        var skipped = report.Skipped.OrderBy(pair => pair.Key).Select(pair => $"{pair.Value:N0} {pair.Key}");
        text.AddIf(report.Skipped.Count > 0, $"left alone: {string.Join(", ", skipped)}");
        foreach (var note in report.Notes)
        {
            text.Add(TerminalText.Escape(IngestNoteText.Of(note)));
        }

        text.Add($"read {ByteSize.Text(report.BytesIn)} ({ByteSize.Text(report.ContentBytes)} of JSON), "
            + $"wrote {ByteSize.Text(report.BytesOut)} in {Plural.Of(report.Files, "file")}; peak memory {ByteSize.Text(PeakMemory())}");
        return text.ToString();

        void AddIfAny(long count, string one, string several, string rest) =>
            text.AddIf(count > 0, Plural.Of(count, one, several) + rest);
    }

    /// <summary>The line of progress after so much time.</summary>
    public static string Progress(IngestProgress progress, TimeSpan elapsed)
    {
        double seconds = Math.Max(elapsed.TotalSeconds, 0.001);
        string text = $"{progress.Objects:N0} of {progress.ListedObjects:N0}{(progress.IsListed ? "" : "+")} objects · "
            + $"{progress.Events:N0} events · {progress.Events / seconds:N0} events/s · {ByteSize.Text(progress.BytesIn / seconds)}/s";
        if (progress.IsListed && progress.BytesIn > 0 && progress.ListedBytes > progress.BytesIn)
        {
            var left = TimeSpan.FromSeconds(seconds * (progress.ListedBytes - progress.BytesIn) / progress.BytesIn);
            text += $" · {left.ToString(left.TotalHours >= 1 ? @"h\:mm\:ss" : @"m\:ss")} left";
        }

        return text;
    }

    public static string Json(IngestPlan plan) => ReportJson.Write(new JsonObject
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
    });

    public static string Lines(IngestPlan plan)
    {
        string[][] rows =
        [
            ["account", "region", "kind", "objects", "bytes"],
            .. plan.Groups.Select(group => (string[])[
                TerminalText.Escape(group.Account ?? "-"), TerminalText.Escape(group.Region ?? "-"), group.Kind.ToString(),
                $"{group.Objects:N0}", ByteSize.Text(group.Bytes)]),
            ["total", "", "", $"{plan.Groups.Sum(g => g.Objects):N0}", ByteSize.Text(plan.Groups.Sum(g => g.Bytes))],
        ];
        var widths = Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Length)).ToArray();
        return string.Concat(rows.Select(row =>
            string.Join("  ", row.Select((cell, i) => i >= 3 ? cell.PadLeft(widths[i]) : cell.PadRight(widths[i]))).TrimEnd() + "\n"));
    }

    /// <summary>Names what could not be read or listed, or is damaged.</summary>
    public static void Problems(IReadOnlyList<SourceProblem> problems, Terminal terminal)
    {
        foreach (var problem in problems.Take(MostProblems))
        {
            terminal.Say($"{problem.Where}: {problem.Message}");
        }

        if (problems.Count > MostProblems)
        {
            terminal.Say($"and {problems.Count - MostProblems} more problems; --format json lists them");
        }
    }

    static JsonArray Problems(IReadOnlyList<SourceProblem> problems) =>
        new([.. problems.Select(problem => new JsonObject
        {
            ["where"] = problem.Where,
            ["message"] = problem.Message,
            ["harmless"] = problem.IsHarmless,
        })]);

    static long PeakMemory()
    {
        using var process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64;
    }
}
