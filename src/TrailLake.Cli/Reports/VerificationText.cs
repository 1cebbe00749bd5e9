using System.Text.Json.Nodes;
using TrailLake.Cli.Texts;
using TrailLake.Errors;
using TrailLake.Maintenance.Verification;

namespace TrailLake.Cli.Reports;

/// <summary>Writes what a verification of the lake has found.</summary>
static class VerificationText
{
    const int MostSources = 5;
    const int MostMismatches = 20;
    const int MostCommits = 10;

    public static string Progress(VerifyProgress progress) =>
        $"{progress.Files:N0} of {progress.AllFiles:N0} files · {ByteSize.Text(progress.Bytes)} of {ByteSize.Text(progress.AllBytes)}";

    public static string Lines(LakeVerification found, string lake)
    {
        var text = new ReportLines();
        foreach (var damage in found.Damages)
        {
            AddDamage(text, damage);
        }

        text.AddFirst(
            [.. found.Mismatches.Select(mismatch => "does not add up: " + TerminalText.Escape(mismatch))],
            MostMismatches,
            more => $"and {more} more; --format json lists them");
        foreach (var checkpoint in found.Checkpoints)
        {
            text.Add("damaged: " + TerminalText.Escape(checkpoint.Path));
            text.Add($"  {TerminalText.Escape(checkpoint.Message)}; the commits were read in its place, "
                + "but other programs may refuse the lake");
        }

        text.AddIf(found.SecretProblem is not null, "damaged: " + TerminalText.Escape(found.SecretProblem ?? ""));
        AddCounts(text, found, lake);
        AddForeign(text, found);
        text.Add(found.IsSound
            ? $"sound: every file is there as it was committed, every value decodes, {Rows(found)}statistics hold, the counts add up"
            : NotSound(found));
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
        ["checkpoints"] = new JsonArray(
            [.. found.Checkpoints.Select(damage => new JsonObject { ["path"] = damage.Path, ["message"] = damage.Message })]),
        ["mismatches"] = ReportJson.Texts(found.Mismatches),
    });

    /// <summary>A damaged file as JSON.</summary>
    public static JsonObject Json(LakeDamage damage) => new()
    {
        ["path"] = damage.Path,
        ["table"] = damage.Table,
        ["kind"] = damage.Kind.ToString().ToLowerInvariant(),
        ["message"] = damage.Message,
        ["date"] = damage.Date?.ToString("yyyy-MM-dd"),
        ["account"] = damage.Account,
        ["rows"] = damage.Rows < 0 ? null : damage.Rows,
        ["firstEventTime"] = Time(damage.First),
        ["lastEventTime"] = Time(damage.Last),
        ["batch"] = damage.Batch,
        ["sources"] = new JsonArray(
            [.. damage.Sources.Select(source => new JsonObject { ["uri"] = source.Uri, ["rows"] = source.Rows })]),
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

    static void AddCounts(ReportLines text, LakeVerification found, string lake)
    {
        string gone = (found.Purged > 0 ? $", less {Plural.Of(found.Purged, "purged one")}" : "")
            + (found.Lost > 0 ? $", less {Plural.Of(found.Lost, "lost one")}" : "")
            + (found.RemovedDuplicates > 0 ? $", less {Plural.Of(found.RemovedDuplicates, "removed copy", "removed copies")}" : "")
            + (found.Forgotten > 0 ? $" ({found.Forgotten:N0} of these it does not count any more)" : "");
        text.Add($"checked {TerminalText.Escape(lake)} at version {found.Version}: {Plural.Of(found.Files, "data file")}, "
            + $"{Plural.Of(found.LedgerFiles, "file")} of the ledger, {ByteSize.Text(found.Bytes)}");
        text.Add($"{Plural.Of(found.Events, "event")} decoded; "
            + $"the ledger has {found.LedgerEvents:N0} of {Plural.Of(found.Objects, "object")}{gone}; "
            + $"{Plural.Of(found.Duplicates, "exact copy", "exact copies")}, {Plural.Of(found.Rejects, "reject")}");
        text.AddIf(found.FilesWithoutHash > 0, $"{Plural.Of(found.FilesWithoutHash, "file")} without a SHA-256 in the log, "
            + "written by an older TrailLake or another program: read, but not compared");
        text.AddIf(found.FilesWithoutKey > 0, $"{Plural.Of(found.FilesWithoutKey, "data file")} of the first format or of another program, "
            + "without keyed record hashes: whether what was dropped as a copy of their events was one cannot be proven; "
            + "traillake optimize --rewrite gives them such hashes");
        text.AddIf(found.UnknownCopies > 0, $"of {Plural.Of(found.UnknownCopies, "exact copy", "exact copies")} it is not known "
            + "which events they are copies of: an older TrailLake ingested them, or that was given up");
    }

    /// <summary>Which program did what: all of it while a trace of it is left, for whoever asks how the rows came to be so.</summary>
    static void AddForeign(ReportLines text, LakeVerification found)
    {
        foreach (var commit in found.ForeignCommits.TakeLast(MostCommits))
        {
            string time = commit.Time is { } at ? $" on {at:yyyy-MM-dd' at 'HH:mm:ss} UTC" : "";
            string live = commit.Added == 0 ? ""
                : commit.Live == 0 ? "; none of them is in the lake any more"
                : $"; {commit.Live:N0} of them {(commit.Live == 1 ? "is" : "are")} in the lake";
            text.Add($"another program wrote to {commit.Table}: {TerminalText.Escape(commit.Engine ?? "one that does not give its name")}, "
                + $"{TerminalText.Escape(commit.Operation ?? "a commit without a name")} in version {commit.Version}{time}: "
                + $"{Plural.Of(commit.Added, "file")} added, {commit.Removed:N0} removed"
                + $"{(commit.ChangesRows ? "" : ", rows only arranged anew")}{live}");
        }

        text.AddIf(
            found.ForeignCommits.Count > MostCommits,
            $"and {found.ForeignCommits.Count - MostCommits:N0} commits of other programs before these; --format json lists them");
        text.AddIf(
            found.ForeignFiles > 0 && found.ForeignCommits.Sum(commit => commit.Live) < found.ForeignFiles,
            "files that TrailLake did not write are in the lake, and the log does not tell any more who added them");
        text.AddIf(found.RowsUnproven > 0, $"of {Plural.Of(found.RowsUnproven, "event")} in files of other programs nothing can be proven: "
            + "they have no keyed hashes, or cannot be read back");
        text.AddIf(found.ForeignFiles > found.ForeignEventFiles, "what files of other programs say in the ledger cannot be proven");
        text.AddIf(
            found is { ForeignEventFiles: > 0, RowsChanged: 0, RowsUnproven: 0 } && found.Damages.Count == 0,
            "each event in files of other programs is what was ingested, by its keyed hash; "
                + "traillake optimize --rewrite writes them again as TrailLake's own");
    }

    static string Rows(LakeVerification found) => found.RowsCompared == 0 ? ""
        : found.RowsCompared == found.Events ? "every event is what was ingested, "
        : $"{Plural.Of(found.RowsCompared, "event")} of them with a keyed hash are what was ingested, ";

    static string NotSound(LakeVerification found)
    {
        var damaged = found.Damages.Count + found.Checkpoints.Count;
        return $"not sound: {Plural.Of(damaged, "damaged file")}, {Plural.Of(found.Mismatches.Count, "count")} "
            + $"that {(found.Mismatches.Count == 1 ? "does" : "do")} not add up"
            + (found.ForeignFiles > 0 ? $", {Plural.Of(found.ForeignFiles, "file")} of other programs" : "")
            + (found.SecretProblem is null ? "" : ", no secret")
            + (damaged > 0 ? "; traillake repair brings back what it can" : "");
    }

    static void AddDamage(ReportLines text, LakeDamage damage)
    {
        text.Add("damaged: " + TerminalText.Escape(damage.Path));
        text.Add("  " + TerminalText.Escape(damage.Message));
        string rows = damage.Rows < 0 ? "an unknown number of rows" : Plural.Of(damage.Rows, damage.IsEvents ? "event" : "row");
        string span = damage is { First: { } first, Last: { } last } ? $", {first:HH:mm:ss} to {last:HH:mm:ss} UTC" : "";
        text.Add((damage.Kind is DamageKind.Rows or DamageKind.Removed ? "  events" : "  held " + rows)
            + (damage.IsEvents ? $" of account {TerminalText.Escape(damage.Account!)} on {damage.Date:yyyy-MM-dd}{span}" : ""));
        var sources = damage.Sources.Take(MostSources).Select(source => TerminalText.Escape(source.Uri));
        text.Add(damage.Table == "copies" ? "  which objects delivered events too cannot be read again"
            : damage.Sources.Count == 0 ? "  no object is known that holds them"
            : $"  comes back from {Plural.Of(damage.Sources.Count, "object")}: {string.Join(", ", sources)}"
                + (damage.Sources.Count > MostSources ? ", …" : ""));
    }

    static string? Time(DateTime? time) => time?.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'");
}
