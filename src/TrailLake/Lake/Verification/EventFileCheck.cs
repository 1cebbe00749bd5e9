using System.Linq;
using System.Threading;

namespace TrailLake.Lake.Verification;

/// <summary>Checks the data files of events, and takes what they hold. Safe for several threads.</summary>
sealed class EventFileCheck(ILakeFormat format, VerificationFindings findings)
{
    /// <summary>Checks one file; after the ledger.</summary>
    public void Run(DataFile file, CancellationToken cancellation)
    {
        FileInspection? found = null;
        var damage = FileCheck.Find(file.Path, file.Bytes, file.Sha256, Inspect, cancellation);
        findings.Done(file.Bytes, file.Sha256);
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
            Rows = file.Rows,
            First = file.MinEventTime,
            Last = file.MaxEventTime,
            Batch = file.Batch,
        });

        string? Inspect()
        {
            found = format.InspectEvents(file.Path, cancellation);
            return found.Problems.Concat(StatisticsCheck.Find(file, found)).FirstOrDefault();
        }
    }
}
