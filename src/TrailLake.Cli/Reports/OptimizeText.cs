using System.Text.Json.Nodes;
using TrailLake.Cli.Texts;
using TrailLake.Errors;
using TrailLake.Maintenance.Optimization;

namespace TrailLake.Cli.Reports;

/// <summary>Writes what an optimization did, or would do.</summary>
static class OptimizeText
{
    const int MostListed = 20;

    public static string Progress(OptimizeProgress progress) =>
        $"{progress.Partitions:N0} of {progress.AllPartitions:N0} days and accounts · {progress.Files:N0} files · "
        + ByteSize.Text(progress.Bytes);

    public static string Lines(OptimizeReport report, bool isDone)
    {
        if (report.IsNothing)
        {
            return "nothing to do: no day and account has two small data files, and the index is whole\n";
        }

        var text = new ReportLines();
        text.AddFirst(
            [.. report.Left.Select(left =>
                $"left as it is: {TimeFormat.Day(left.Date)} of account {TerminalText.Escape($"{left.Account}: {left.Reason}")}")],
            MostListed,
            more => $"and {more:N0} more; --format json lists them");
        foreach (string problem in report.Index.Problems.Take(MostListed))
        {
            text.Add("not in the index: " + TerminalText.Escape(problem));
        }

        AddFiles(text, report, isDone);
        var (rebuilt, copied) = (Plural.Of(report.Index.Rebuilt, "data file"), Plural.Of(report.Index.Copied, "data file"));
        text.AddIf(report.Index.Rebuilt > 0, $"index: {(isDone ? "made" : "would make")} the part of {rebuilt} that it lacked");
        text.AddIf(report.Index.Copied > 0, $"index: {(isDone ? "joined" : "would join")} the small files of it, with {copied}");
        text.AddIf(
            report.Left.Any(left => left.IsDamage) || report.Index.Problems.Count > 0,
            "traillake verify lake says what is damaged, traillake repair brings it back; then optimize again");
        text.AddIf(!isDone, "nothing was changed; without --dry-run it is done");
        text.AddIf(
            isDone && report.Partitions.Count > 0, "traillake sweep removes the old files when no query can be reading them any more");
        return text.ToString();
    }

    public static string Json(OptimizeReport report, bool isDone) => ReportJson.Write(new JsonObject
    {
        ["done"] = isDone,
        ["version"] = report.Version,
        ["commits"] = report.Commits,
        ["filesBefore"] = report.FilesBefore,
        ["filesAfter"] = isDone ? report.FilesAfter : null,
        ["bytesBefore"] = report.BytesBefore,
        ["bytesAfter"] = isDone ? report.BytesAfter : null,
        ["duplicates"] = report.Duplicates,
        ["index"] = new JsonObject
        {
            ["rebuilt"] = report.Index.Rebuilt,
            ["copied"] = report.Index.Copied,
            ["problems"] = ReportJson.Texts(report.Index.Problems),
        },
        ["partitions"] = new JsonArray([.. report.Partitions.Select(partition => new JsonObject
        {
            ["date"] = TimeFormat.Day(partition.Date),
            ["account"] = partition.Account,
            ["events"] = partition.Events < 0 ? null : partition.Events,
            ["filesBefore"] = partition.FilesBefore,
            ["filesAfter"] = isDone ? partition.FilesAfter : null,
            ["bytesBefore"] = partition.BytesBefore,
            ["bytesAfter"] = isDone ? partition.BytesAfter : null,
            ["duplicates"] = partition.Duplicates,
        })]),
        ["left"] = new JsonArray([.. report.Left.Select(left => new JsonObject
        {
            ["date"] = TimeFormat.Day(left.Date),
            ["account"] = left.Account,
            ["reason"] = left.Reason,
        })]),
    });

    static void AddFiles(ReportLines text, OptimizeReport report, bool isDone)
    {
        if (report.Partitions.Count == 0)
        {
            return;
        }

        string days = Plural.Of(report.Partitions.Count, "day and account", "days and accounts");
        string before = $"{Plural.Of(report.FilesBefore, "data file")} of {days}, {ByteSize.Text(report.BytesBefore)}";

        // Where each day and account had one, there was nothing to join: they were to be written anew.
        bool isJoined = report.FilesBefore > report.Partitions.Count;
        text.Add(isDone
            ? $"{(isJoined ? "joined" : "rewrote")} {before}, "
                + $"into {Plural.Of(report.FilesAfter, "file")} of {ByteSize.Text(report.BytesAfter)}, "
                + $"in {Plural.Of(report.Commits, "commit")}; the lake is at version {report.Version}"
            : $"would {(isJoined ? "join" : "rewrite")} {before}");
        var copies = Plural.Of(report.Duplicates, "exact copy", "exact copies");
        text.AddIf(report.Duplicates > 0, $"{(isDone ? "removed" : "would remove")} {copies} that writers at once had let in");
    }
}
