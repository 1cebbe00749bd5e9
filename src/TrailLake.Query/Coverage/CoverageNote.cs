using System.Globalization;
using System.Linq;
using System.Threading;

namespace TrailLake.Query.Coverage;

/// <summary>The one line that stands beside an answer when what it looked at is not complete.</summary>
public static class CoverageNote
{
    /// <summary>
    /// The line; null when the ledger knows of nothing that is missing. It looks at the ledger only, so a stopped trail is told by the pause
    /// that it left.
    /// </summary>
    /// <param name="files">The snapshot that was asked.</param>
    /// <param name="filter">The span and accounts that the answer is for.</param>
    public static string? Of(LakeFiles files, EventFilter filter, CancellationToken cancellation = default)
    {
        if (files.Objects.Count == 0)
        {
            return null;
        }

        // It runs while the answer is computed. A quick answer waits for it, so that it takes all processors; to a slow one it is a short guest.
        using var session = LakeSession.Open(files);
        var coverage = LedgerCoverage.Read(session, CoverageRequest.Of(filter), LedgerCoverage.ThreeWeeks, cancellation);

        // That the lake has nothing at all of what was asked, the answer says itself.
        var isEmpty = coverage.InSpan().Count == 0;
        var missing = coverage.Findings
            .Where(finding => finding.IsMissing && !(isEmpty && finding.Kind is (FindingKind.NeverSeen or FindingKind.OutsideArchive))).OrderByDescending(finding => finding.To - finding.From).ToList();
        return missing.Count == 0
            ? null
            : string.Create(
                CultureInfo.InvariantCulture,
                $"data is missing in what was asked: {Describe(missing[0])}{(missing.Count > 1 ? $", and {missing.Count - 1:N0} more" : "")}; traillake coverage says where");
    }

    static string Describe(CoverageFinding finding)
    {
        var where = string.Join(' ', new[] { finding.Account, finding.Region }.OfType<string>());
        var what = finding.Kind switch
        {
            FindingKind.Gap or FindingKind.BrokeOff => "nothing was delivered",
            FindingKind.Unreadable => string.Create(CultureInfo.InvariantCulture, $"{finding.Count:N0} {(finding.Count == 1 ? "object" : "objects")} could not be read"),
            FindingKind.Damaged => string.Create(CultureInfo.InvariantCulture, $"{finding.Count:N0} {(finding.Count == 1 ? "object is" : "objects are")} damaged or empty"),
            FindingKind.Rejected => string.Create(CultureInfo.InvariantCulture, $"{finding.Count:N0} {(finding.Count == 1 ? "record was" : "records were")} rejected"),
            _ => finding.Why,
        };
        return string.Create(CultureInfo.InvariantCulture, $"{(where.Length == 0 ? "" : where + " ")}{finding.From:yyyy-MM-dd HH:mm} to {finding.To:yyyy-MM-dd HH:mm} {what}")
            + (finding.Kind is FindingKind.Gap or FindingKind.BrokeOff ? $" ({finding.Certainty})" : "");
    }
}
