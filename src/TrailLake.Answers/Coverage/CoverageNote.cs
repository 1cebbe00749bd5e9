using System.Globalization;
using TrailLake.Query.Search;
using TrailLake.Query.Session;

namespace TrailLake.Answers.Coverage;

/// <summary>The one line that stands beside an answer when what it looked at is not complete.</summary>
static class CoverageNote
{
    /// <summary>The line; null when nothing is missing. Only the ledger is read: a stopped trail is told by its pause.</summary>
    /// <param name="files">The snapshot that was asked.</param>
    /// <param name="filter">The span and accounts that the answer is for.</param>
    public static string? Of(LakeFiles files, EventFilter filter, CancellationToken cancellation = default)
    {
        using var session = SqlSession.Open(files);
        return Of(session, files, filter, cancellation);
    }

    /// <summary>As <see cref="Of(LakeFiles, EventFilter, CancellationToken)"/>, with a session over the snapshot.</summary>
    public static string? Of(SqlSession session, LakeFiles files, EventFilter filter, CancellationToken cancellation = default)
    {
        if (files.Objects.Count == 0)
        {
            return null;
        }

        // It runs while the answer is computed. A quick answer waits for it, so that it takes all processors; to a slow one it is a short
        // guest.
        var coverage = LedgerCoverage.Read(session, CoverageRequest.Of(filter), LedgerCoverage.ThreeWeeks, cancellation);

        // That the lake has nothing at all of what was asked, the answer says itself.
        var isEmpty = coverage.InSpan().Count == 0;
        var missing = coverage.Findings.Where(finding => finding.IsMissing && !(isEmpty && IsOfNothing(finding.Kind)))
            .OrderByDescending(finding => finding.To - finding.From).ToList();
        if (missing.Count == 0)
        {
            return null;
        }

        var more = missing.Count > 1 ? string.Create(CultureInfo.InvariantCulture, $", and {missing.Count - 1:N0} more") : "";
        return $"data is missing in what was asked: {Describe(missing[0])}{more}; traillake coverage says where";
    }

    static bool IsOfNothing(CoverageFindingKind kind) => kind is CoverageFindingKind.NeverSeen or CoverageFindingKind.OutsideArchive;

    static string Describe(CoverageFinding finding)
    {
        var where = string.Join(' ', new[] { finding.Account, finding.Region }.OfType<string>());
        var what = finding.Kind switch
        {
            CoverageFindingKind.Gap or CoverageFindingKind.BrokeOff => "nothing was delivered",
            CoverageFindingKind.Unreadable => Count("object", "objects") + " could not be read",
            CoverageFindingKind.Damaged => Count("object is", "objects are") + " damaged or empty",
            CoverageFindingKind.Rejected => Count("record was", "records were") + " rejected",
            _ => finding.Why,
        };
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{(where.Length == 0 ? "" : where + " ")}{finding.From:yyyy-MM-dd HH:mm} to {finding.To:yyyy-MM-dd HH:mm} {what}")
            + (finding.Kind is CoverageFindingKind.Gap or CoverageFindingKind.BrokeOff ? $" ({finding.Certainty})" : "");

        string Count(string one, string many) =>
            string.Create(CultureInfo.InvariantCulture, $"{finding.Count:N0} {(finding.Count == 1 ? one : many)}");
    }
}
