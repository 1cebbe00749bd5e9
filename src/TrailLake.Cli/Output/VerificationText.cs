using System;
using System.Globalization;
using System.Linq;
using System.Text;
using System.Text.Json.Nodes;
using TrailLake.Cli.Options;
using TrailLake.Errors;
using TrailLake.Lake.Verification;

namespace TrailLake.Cli.Output;

/// <summary>Writes what a verification of the lake has found.</summary>
static class VerificationText
{
    const int MostSources = 5;
    const int MostMismatches = 20;
    const int MostCommits = 10;

    public static string Progress(VerifyProgress progress) => string.Create(
        CultureInfo.InvariantCulture,
        $"{progress.Files:N0} of {progress.AllFiles:N0} files · {ByteSize.Text(progress.Bytes)} of {ByteSize.Text(progress.AllBytes)}");

    public static string Lines(LakeVerification found, string lake)
    {
        var text = new StringBuilder();
        foreach (var damage in found.Damages)
        {
            Append(text, damage);
        }

        foreach (var mismatch in found.Mismatches.Take(MostMismatches))
        {
            text.Append("does not add up: ").Append(TerminalText.Escape(mismatch)).Append('\n');
        }

        if (found.Mismatches.Count > MostMismatches)
        {
            text.Append(CultureInfo.InvariantCulture, $"and {found.Mismatches.Count - MostMismatches} more; --format json lists them\n");
        }

        foreach (var checkpoint in found.Checkpoints)
        {
            text.Append("damaged: ").Append(TerminalText.Escape(checkpoint.Path)).Append("\n  ").Append(TerminalText.Escape(checkpoint.Message))
                .Append("; the commits were read in its place, but other programs may refuse the lake\n");
        }

        if (found.SecretProblem is { } secret)
        {
            text.Append("damaged: ").Append(TerminalText.Escape(secret)).Append('\n');
        }

        string gone = (found.Purged > 0 ? $", less {Counted.Of(found.Purged, "purged one")}" : "")
            + (found.Lost > 0 ? $", less {Counted.Of(found.Lost, "lost one")}" : "")
            + (found.RemovedDuplicates > 0 ? $", less {Counted.Of(found.RemovedDuplicates, "removed copy", "removed copies")}" : "")
            + (found.Forgotten > 0 ? $" ({found.Forgotten:N0} of these it does not count any more)" : "");
        text.Append(CultureInfo.InvariantCulture, $"checked {TerminalText.Escape(lake)} at version {found.Version}: {Counted.Of(found.Files, "data file")}, {Counted.Of(found.LedgerFiles, "file")} of the ledger, {ByteSize.Text(found.Bytes)}\n");
        text.Append(CultureInfo.InvariantCulture, $"{Counted.Of(found.Events, "event")} decoded; the ledger has {found.LedgerEvents:N0} of {Counted.Of(found.Objects, "object")}{gone}; {Counted.Of(found.Duplicates, "exact copy", "exact copies")}, {Counted.Of(found.Rejects, "reject")}\n");
        if (found.FilesWithoutHash > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"{Counted.Of(found.FilesWithoutHash, "file")} without a SHA-256 in the log, written by an older TrailLake or another program: read, but not compared\n");
        }

        if (found.FilesWithoutKey > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"{Counted.Of(found.FilesWithoutKey, "data file")} of the first format or of another program, without keyed record hashes: ")
                .Append("whether what was dropped as a copy of their events was one cannot be proven; traillake optimize --rewrite gives them such hashes\n");
        }

        if (found.UnknownCopies > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"of {Counted.Of(found.UnknownCopies, "exact copy", "exact copies")} it is not known which events they are copies of: an older TrailLake ingested them, or that was given up\n");
        }

        AppendForeign(text, found);
        text.Append(found.IsSound
            ? $"sound: every file is there as it was committed, every value decodes, {Rows(found)}statistics hold, the counts add up\n"
            : $"not sound: {Counted.Of(found.Damages.Count + found.Checkpoints.Count, "damaged file")}, {Counted.Of(found.Mismatches.Count, "count")} that {(found.Mismatches.Count == 1 ? "does" : "do")} not add up{(found.ForeignFiles > 0 ? $", {Counted.Of(found.ForeignFiles, "file")} of other programs" : "")}{(found.SecretProblem is null ? "" : ", no secret")}"
                + (found.Damages.Count + found.Checkpoints.Count > 0 ? "; traillake repair brings back what it can\n" : "\n"));
        return text.ToString();
    }

    public static string Json(LakeVerification found, string lake) => ReportJson.Write(new JsonObject
    {
        ["lake"] = lake,
        ["version"] = found.Version,
        ["sound"] = found.IsSound,
        ["files"] = found.Files,
        ["ledgerFiles"] = found.LedgerFiles,
        ["bytes"] = found.Bytes,
        ["filesWithoutHash"] = found.FilesWithoutHash,
        ["filesWithoutKey"] = found.FilesWithoutKey,
        ["secretProblem"] = found.SecretProblem,
        ["foreignFiles"] = found.ForeignFiles,
        ["foreignCommits"] = new JsonArray([.. found.ForeignCommits.Select(Json)]),
        ["rowsCompared"] = found.RowsCompared,
        ["rowsChanged"] = found.RowsChanged,
        ["rowsUnproven"] = found.RowsUnproven,
        ["events"] = found.Events,
        ["ledgerEvents"] = found.LedgerEvents,
        ["purged"] = found.Purged,
        ["lost"] = found.Lost,
        ["removedDuplicates"] = found.RemovedDuplicates,
        ["forgotten"] = found.Forgotten,
        ["objects"] = found.Objects,
        ["duplicates"] = found.Duplicates,
        ["unknownCopies"] = found.UnknownCopies,
        ["copies"] = found.Copies,
        ["rejects"] = found.Rejects,
        ["damages"] = new JsonArray([.. found.Damages.Select(Json)]),
        ["checkpoints"] = new JsonArray([.. found.Checkpoints.Select(damage => new JsonObject { ["path"] = damage.Path, ["message"] = damage.Message })]),
        ["mismatches"] = new JsonArray([.. found.Mismatches.Select(text => JsonValue.Create(text))]),
    });

    /// <summary>A damaged file as JSON.</summary>
    public static JsonObject Json(LakeDamage damage) => new()
    {
        ["path"] = damage.Path,
        ["table"] = damage.Table,
        ["kind"] = damage.Kind.ToString().ToLowerInvariant(),
        ["message"] = damage.Message,
        ["date"] = damage.Date?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        ["account"] = damage.Account,
        ["rows"] = damage.Rows < 0 ? null : damage.Rows,
        ["firstEventTime"] = Time(damage.First),
        ["lastEventTime"] = Time(damage.Last),
        ["batch"] = damage.Batch,
        ["sources"] = new JsonArray([.. damage.Sources.Select(source => new JsonObject { ["uri"] = source.Uri, ["rows"] = source.Rows })]),
    };

    static JsonObject Json(ForeignCommit commit) => new()
    {
        ["table"] = commit.Table,
        ["version"] = commit.Version,
        ["engine"] = commit.Engine,
        ["operation"] = commit.Operation,
        ["time"] = Time(commit.Time),
        ["addedFiles"] = commit.Added,
        ["removedFiles"] = commit.Removed,
        ["changesRows"] = commit.ChangesRows,
        ["liveFiles"] = commit.Live,
    };

    /// <summary>Which program did what: all of it while a trace of it is left, for whoever asks how the rows came to be so.</summary>
    static void AppendForeign(StringBuilder text, LakeVerification found)
    {
        foreach (var commit in found.ForeignCommits.TakeLast(MostCommits))
        {
            string time = commit.Time is { } at ? string.Create(CultureInfo.InvariantCulture, $" on {at:yyyy-MM-dd' at 'HH:mm:ss} UTC") : "";
            text.Append(CultureInfo.InvariantCulture, $"another program wrote to {commit.Table}: {TerminalText.Escape(commit.Engine ?? "one that does not give its name")}, ")
                .Append(CultureInfo.InvariantCulture, $"{TerminalText.Escape(commit.Operation ?? "a commit without a name")} in version {commit.Version}{time}: ")
                .Append(CultureInfo.InvariantCulture, $"{Counted.Of(commit.Added, "file")} added, {commit.Removed:N0} removed{(commit.ChangesRows ? "" : ", rows only arranged anew")}")
                .Append(commit.Added == 0 ? "\n" : commit.Live == 0 ? "; none of them is in the lake any more\n" : string.Create(CultureInfo.InvariantCulture, $"; {commit.Live:N0} of them {(commit.Live == 1 ? "is" : "are")} in the lake\n"));
        }

        if (found.ForeignCommits.Count > MostCommits)
        {
            text.Append(CultureInfo.InvariantCulture, $"and {found.ForeignCommits.Count - MostCommits:N0} commits of other programs before these; --format json lists them\n");
        }

        if (found.ForeignFiles > 0 && found.ForeignCommits.Sum(commit => commit.Live) < found.ForeignFiles)
        {
            text.Append("files that TrailLake did not write are in the lake, and the log does not tell any more who added them\n");
        }

        if (found.RowsUnproven > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"of {Counted.Of(found.RowsUnproven, "event")} in files of other programs nothing can be proven: they have no keyed hashes, or cannot be read back\n");
        }

        if (found.ForeignFiles > found.ForeignEventFiles)
        {
            text.Append("what files of other programs say in the ledger cannot be proven\n");
        }

        if (found is { ForeignEventFiles: > 0, RowsChanged: 0, RowsUnproven: 0 } && found.Damages.Count == 0)
        {
            text.Append("each event in files of other programs is what was ingested, by its keyed hash; traillake optimize --rewrite writes them again as TrailLake's own\n");
        }
    }

    static string Rows(LakeVerification found) =>
        found.RowsCompared == 0 ? "" : found.RowsCompared == found.Events ? "every event is what was ingested, " : string.Create(CultureInfo.InvariantCulture, $"{Counted.Of(found.RowsCompared, "event")} of them with a keyed hash are what was ingested, ");

    static void Append(StringBuilder text, LakeDamage damage)
    {
        text.Append("damaged: ").Append(TerminalText.Escape(damage.Path)).Append('\n');
        text.Append("  ").Append(TerminalText.Escape(damage.Message)).Append('\n');
        string rows = damage.Rows < 0 ? "an unknown number of rows" : Counted.Of(damage.Rows, damage.IsEvents ? "event" : "row");
        text.Append("  ").Append(damage.Kind is DamageKind.Rows or DamageKind.Removed ? "events" : "held " + rows);
        if (damage.IsEvents)
        {
            string span = damage is { First: { } first, Last: { } last } ? string.Create(CultureInfo.InvariantCulture, $", {first:HH:mm:ss} to {last:HH:mm:ss} UTC") : "";
            text.Append(CultureInfo.InvariantCulture, $" of account {TerminalText.Escape(damage.Account!)} on {damage.Date:yyyy-MM-dd}{span}");
        }

        text.Append("\n  ");
        if (damage.Table == "copies")
        {
            text.Append("which objects delivered events too cannot be read again\n");
            return;
        }

        if (damage.Sources.Count == 0)
        {
            text.Append("no object is known that holds them\n");
            return;
        }

        text.Append("comes back from ").Append(Counted.Of(damage.Sources.Count, "object")).Append(": ");
        text.AppendJoin(", ", damage.Sources.Take(MostSources).Select(source => TerminalText.Escape(source.Uri)));
        text.Append(damage.Sources.Count > MostSources ? ", …\n" : "\n");
    }

    static string? Time(DateTime? time) => time?.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
