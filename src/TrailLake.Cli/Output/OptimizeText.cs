using System;
using System.Globalization;
using System.Linq;
using System.Text;
using System.Text.Json.Nodes;
using TrailLake.Cli.Options;
using TrailLake.Errors;
using TrailLake.Lake.Optimization;

namespace TrailLake.Cli.Output;

/// <summary>Writes what an optimization did, or would do.</summary>
static class OptimizeText
{
    const int MostListed = 20;

    public static string Progress(OptimizeProgress progress) => string.Create(
        CultureInfo.InvariantCulture,
        $"{progress.Partitions:N0} of {progress.AllPartitions:N0} days and accounts · {progress.Files:N0} files · {ByteSize.Text(progress.Bytes)}");

    public static string Lines(OptimizeReport report, bool isDone)
    {
        if (report.IsNothing)
        {
            return "nothing to do: no day and account has two small data files, and the index is whole\n";
        }

        var text = new StringBuilder();
        foreach (var left in report.Left.Take(MostListed))
        {
            text.Append(CultureInfo.InvariantCulture, $"left as it is: {left.Date:yyyy-MM-dd} of account {TerminalText.Escape(left.Account)}: {TerminalText.Escape(left.Reason)}\n");
        }

        if (report.Left.Count > MostListed)
        {
            text.Append($"and {Counted.Of(report.Left.Count - MostListed, "more", "more")}; --format json lists them\n");
        }

        foreach (string problem in report.Index.Problems.Take(MostListed))
        {
            text.Append("not in the index: ").Append(TerminalText.Escape(problem)).Append('\n');
        }

        AppendFiles(text, report, isDone);
        AppendIndex(text, report, isDone);
        if (report.Left.Any(left => left.IsDamage) || report.Index.Problems.Count > 0)
        {
            text.Append("traillake verify lake says what is damaged, traillake repair brings it back; then optimize again\n");
        }

        text.Append(!isDone ? "nothing was changed; without --dry-run it is done\n"
            : report.Partitions.Count > 0 ? "traillake sweep removes the old files when no query can be reading them any more\n" : "");
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
            ["problems"] = new JsonArray([.. report.Index.Problems.Select(problem => JsonValue.Create(problem))]),
        },
        ["partitions"] = new JsonArray([.. report.Partitions.Select(partition => new JsonObject
        {
            ["date"] = Date(partition.Date),
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
            ["date"] = Date(left.Date),
            ["account"] = left.Account,
            ["reason"] = left.Reason,
        })]),
    });

    static void AppendFiles(StringBuilder text, OptimizeReport report, bool isDone)
    {
        if (report.Partitions.Count == 0)
        {
            return;
        }

        string days = Counted.Of(report.Partitions.Count, "day and account", "days and accounts");
        string before = $"{Counted.Of(report.FilesBefore, "data file")} of {days}, {ByteSize.Text(report.BytesBefore)}";

        // Where each day and account had one, there was nothing to join: they were to be written anew.
        bool isJoined = report.FilesBefore > report.Partitions.Count;
        text.Append(isDone
            ? string.Create(CultureInfo.InvariantCulture, $"{(isJoined ? "joined" : "rewrote")} {before}, into {Counted.Of(report.FilesAfter, "file")} of {ByteSize.Text(report.BytesAfter)}, in {Counted.Of(report.Commits, "commit")}; the lake is at version {report.Version}\n")
            : $"would {(isJoined ? "join" : "rewrite")} {before}\n");
        if (report.Duplicates > 0)
        {
            text.Append($"{(isDone ? "removed" : "would remove")} {Counted.Of(report.Duplicates, "exact copy", "exact copies")} that writers at once had let in\n");
        }
    }

    static void AppendIndex(StringBuilder text, OptimizeReport report, bool isDone)
    {
        var index = report.Index;
        if (index.Rebuilt > 0)
        {
            text.Append($"index: {(isDone ? "made" : "would make")} the part of {Counted.Of(index.Rebuilt, "data file")} that it lacked\n");
        }

        if (index.Copied > 0)
        {
            text.Append($"index: {(isDone ? "joined" : "would join")} the small files of it, with {Counted.Of(index.Copied, "data file")}\n");
        }
    }

    static string Date(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
