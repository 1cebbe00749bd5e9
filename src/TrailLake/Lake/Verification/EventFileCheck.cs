using System.Linq;
using System.Threading;
using TrailLake.Errors;

namespace TrailLake.Lake.Verification;

/// <summary>Checks the data files of events, and takes what they hold. Safe for several threads.</summary>
sealed class EventFileCheck(ILakeFormat format, VerificationFindings findings)
{
    /// <summary>Checks one file; after the ledger.</summary>
    public void Run(DataFile file, CancellationToken cancellation)
    {
        var damage = FileCheck.Find(file.Path, file.Bytes, file.Sha256, cancellation);
        FileInspection? found = null;
        try
        {
            found = damage is null ? format.InspectEvents(file.Path, cancellation) : null;
            if (found is not null && found.Problems.Concat(StatisticsCheck.Find(file, found)).FirstOrDefault() is { } problem)
            {
                damage = (DamageKind.Statistics, problem);
            }
        }
        catch (TrailLakeException e) when (e.Kind == ErrorKind.Lake)
        {
            damage = (DamageKind.Unreadable, e.Message);
        }

        findings.Done(file.Bytes, file.Sha256);
        if (damage is not { } bad)
        {
            findings.AddEvents(found!.Rows, found.Sources);
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
    }
}
