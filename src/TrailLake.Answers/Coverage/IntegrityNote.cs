using System.Globalization;
using TrailLake.Errors;
using TrailLake.Query.Execution;
using TrailLake.Query.Session;
using TrailLake.Store;

namespace TrailLake.Answers.Coverage;

/// <summary>The one line beside an answer from a lake that is not as TrailLake wrote it, by the log and the ledger's counts.</summary>
static class IntegrityNote
{
    /// <summary>The line; null when all files are TrailLake's own and hold as many events as the ledger counts.</summary>
    /// <param name="snapshot">What is asked.</param>
    /// <param name="session">A session over it, which nothing else is using.</param>
    public static string? Of(LakeSnapshot snapshot, SqlSession session, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        int foreign = snapshot.Files.Count(file => file.IsForeign);
        int ledger = 0;
        long missing = 0;
        try
        {
            ledger = snapshot.ForeignLedgerFiles;
            missing = Missing(snapshot, session, cancellation);
        }
        catch (TrailLakeException e) when (e.Kind != ErrorKind.Usage)
        {
            // The events can be asked all the same: whoever asks the ledger is told by that answer.
            return $"the ledger cannot be compared with the events: {e.Message}";
        }

        List<string> what =
        [
            .. foreign > 0 ? [Foreign(foreign, "of events")] : (string[])[],
            .. ledger > 0 ? [Foreign(ledger, "of the ledger")] : (string[])[],
            .. missing > 0 ? [Short(missing)] : (string[])[],
        ];
        return what.Count == 0
            ? null
            : $"the lake is not as TrailLake wrote it: {string.Join(", and ", what)}; traillake verify lake says more";
    }

    static long Missing(LakeSnapshot snapshot, SqlSession session, CancellationToken cancellation)
    {
        // Files of other programs may have no row count in the log.
        if (snapshot.ObjectFiles.Count == 0 || snapshot.Files.Any(file => file.Rows < 0))
        {
            return 0;
        }

        var query = LakeQuery.Over("objects_history", "SELECT coalesce(sum(events), 0)::BIGINT FROM objects_history");
        var counted = session.ReadAll(query, row => row.GetInt64(0) ?? 0, cancellation)[0];
        return counted - snapshot.Deductions.Sum(deduction => deduction.Balance) - snapshot.Files.Sum(file => file.Rows);
    }

    static string Foreign(int files, string ofWhat) => string.Create(
        CultureInfo.InvariantCulture, $"another program wrote {files:N0} {(files == 1 ? "file" : "files")} {ofWhat}");

    static string Short(long events) => string.Create(
        CultureInfo.InvariantCulture,
        $"{events:N0} {(events == 1 ? "event that the ledger counts is" : "events that the ledger counts are")} gone");
}
