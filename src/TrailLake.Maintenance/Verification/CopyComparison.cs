using TrailLake.Errors;
using TrailLake.Store;
using TrailLake.Tables;

namespace TrailLake.Maintenance.Verification;

/// <summary>
/// Compares the ledger's duplicates with the rows of copies, object by object, where the batch promised a row for each duplicate. With
/// damaged files of the ledger or of the copies there is nothing to compare.
/// </summary>
sealed class CopyComparison(LakeSnapshot snapshot, ILakeFormat format, VerificationFindings findings)
{
    public void Run(LedgerTable objects)
    {
        if (findings.CopiesAgree || findings.Damages.Any(damage => !damage.IsEvents && damage.Table != "rejects"))
        {
            return;
        }

        var named = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var row in objects.Files.SelectMany(file => format.ReadObjects(objects.File(file))))
        {
            if (snapshot.Batches.Contains(row.Batch) && findings.CountsOf(row.Uri).Copies != 0)
            {
                named.Add(row.Uri);
            }
        }

        foreach (var uri in named)
        {
            long missing = findings.CountsOf(uri).Copies;
            string count = FormattableString.Invariant($"{Math.Abs(missing)} {(Math.Abs(missing) == 1 ? "duplicate" : "duplicates")}");
            string what = missing > 0 ? "that the ledger counts in no row of copies" : "more in the rows of copies than the ledger counts";
            findings.AddMismatch($"{TerminalText.Escape(uri)}: {count} {what}");
        }
    }
}
