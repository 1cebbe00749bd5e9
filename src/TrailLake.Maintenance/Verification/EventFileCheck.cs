using TrailLake.Hashing;
using TrailLake.Tables;

namespace TrailLake.Maintenance.Verification;

/// <summary>Checks the data files of events, and takes what they hold. Safe for several threads.</summary>
/// <param name="key">The lake's key; null when rows cannot be compared with their hashes.</param>
sealed class EventFileCheck(ILakeFormat format, VerificationFindings findings, RecordHashKey? key)
{
    /// <summary>Checks one file; after the ledger.</summary>
    public void Run(DataFile file, CancellationToken cancellation)
    {
        FileInspection? found = null;
        var damage = FileCheck.Find(file.File, file.Bytes, file.Sha256, Inspect, cancellation);
        findings.Done(file.Bytes, file.Sha256);
        damage ??= CompareRows(file, found!, cancellation);
        if (damage is not { } bad)
        {
            findings.AddEvents(found!.Rows, found.Sources, found.HashKey);
            return;
        }

        findings.AddDamage(new LakeDamage
        {
            Table = "events",
            Path = file.RelativePath,
            Kind = bad.Kind,
            Message = bad.Message,
            Date = file.Date,
            Account = file.Account,
            Rows = bad.Kind == DamageKind.Rows ? -1 : file.Rows,
            First = file.MinEventTime,
            Last = file.MaxEventTime,
            Batch = file.Batch,
        });

        string? Inspect()
        {
            found = format.InspectEvents(file.File, cancellation);
            return found.Problems.Concat(StatisticsCheck.Find(file, found)).FirstOrDefault();
        }
    }

    (DamageKind Kind, string Message)? CompareRows(DataFile file, FileInspection found, CancellationToken cancellation)
    {
        // What the first format wrote, or was hashed under a secret that is lost, has no hashes that prove anything.
        if (key is null || (file.IsForeign ? found.HashKey is not null && found.HashKey != key.Id : found.HashKey != key.Id))
        {
            return null;
        }

        if (RecordHashCheck.Find(format, file.File, key, file.IsForeign, cancellation) is not { } rows)
        {
            findings.AddUnread(found.Rows);
            return null;
        }

        findings.AddCompared(rows);
        string examples = string.Join(", ", rows.Examples) + (rows.Changed > rows.Examples.Count ? ", …" : "");
        string count = FormattableString.Invariant($"{rows.Changed} of its {rows.Rows} {(rows.Rows == 1 ? "row" : "rows")}");
        return rows.Changed == 0
            ? null
            : (DamageKind.Rows, $"{count} {(rows.Changed == 1 ? "is" : "are")} not what was ingested, by the keyed hashes: {examples}");
    }
}
