using System.Globalization;
using TrailLake.DeltaLog;
using TrailLake.Errors;
using TrailLake.Storage;
using TrailLake.Store;
using TrailLake.Tables;

namespace TrailLake.Maintenance.Verification;

/// <summary>Checks the files of the ledger, of the rejects and of the copies, and takes what they count.</summary>
/// <param name="commits">What other programs did: files of theirs that do more than arrange rows anew are not counted.</param>
sealed class LedgerFileCheck(LakeSnapshot snapshot, ILakeFormat format, VerificationFindings findings, IReadOnlyList<ForeignCommit> commits)
{
    /// <summary>Checks all files of the ledger.</summary>
    public void RunObjects(LedgerTable table, CancellationToken cancellation) => Run(table, CountObjects, cancellation);

    /// <summary>Checks all files of the rejects; after the ledger.</summary>
    public void RunRejects(LedgerTable table, CancellationToken cancellation) => Run(table, CountRejects, cancellation);

    /// <summary>Checks all files of the copies; after the ledger.</summary>
    public void RunCopies(LedgerTable table, CancellationToken cancellation) => Run(table, CountCopies, cancellation);

    void Run(LedgerTable table, Func<StoredFile, long> count, CancellationToken cancellation)
    {
        foreach (var file in table.Files)
        {
            cancellation.ThrowIfCancellationRequested();
            Check(table, file, count, cancellation);
        }
    }

    void Check(LedgerTable table, LiveFile file, Func<StoredFile, long> count, CancellationToken cancellation)
    {
        var stored = table.File(file);
        long rows = FileStatistics.Parse(file.Stats).Rows;
        bool isChanged = commits.Any(commit => commit.ChangesRows && commit.Table == table.Name && commit.LivePaths.Contains(file.Path));
        var damage = isChanged ? (DamageKind.Foreign, "another program wrote it: what it says cannot be proven") : FileCheck.Find(
            stored,
            file.Size,
            file.Sha256,
            () => count(stored) is var found && rows >= 0 && rows != found
                ? string.Create(CultureInfo.InvariantCulture, $"has {found} rows, the log says {rows}")
                : null,
            cancellation);
        findings.Done(file.Size, file.Sha256);
        if (damage is { } bad)
        {
            findings.AddDamage(new LakeDamage
            {
                Table = table.Name,
                Path = table.RelativePath(file),
                Kind = bad.Kind,
                Message = bad.Message,
                Rows = rows,
                Batch = file.Batch,
            });
        }
    }

    long CountObjects(StoredFile file)
    {
        // As a list: of a file that breaks off in the middle, nothing may be counted.
        var rows = format.ReadObjects(file).ToList();
        foreach (var row in rows.Where(row => snapshot.Batches.Contains(row.Batch)))
        {
            if (row.Records != row.Events + row.Duplicates + row.Rejects)
            {
                string sum = FormattableString.Invariant($"{row.Events} events + {row.Duplicates} duplicates + {row.Rejects} rejects");
                findings.AddMismatch(
                    FormattableString.Invariant($"{TerminalText.Escape(row.Uri)}: the ledger's {row.Records} records are not {sum}"));
            }

            findings.AddObject(row, snapshot.BatchesWithCopies.Contains(row.Batch));
        }

        return rows.Count;
    }

    long CountRejects(StoredFile file)
    {
        var sources = new List<string>();
        long rows = 0;
        foreach (var row in format.ReadRejects(file))
        {
            rows++;
            if (snapshot.Batches.Contains(row.Batch))
            {
                sources.Add(row.SourceObject);
            }
        }

        findings.AddRejects(sources);
        return rows;
    }

    long CountCopies(StoredFile file)
    {
        var counted = new List<(CopyRow, bool)>();
        long rows = 0;
        CopyRow? before = null;
        foreach (var row in format.ReadCopies(file))
        {
            rows++;
            if (!snapshot.Batches.Contains(row.Batch))
            {
                continue;
            }

            if (!row.IsRun || row.Records > int.MaxValue)
            {
                string kept = FormattableString.Invariant($"those from {row.KeptIndex} of {TerminalText.Escape(row.KeptObject)}");
                string copies = FormattableString.Invariant($"copies has {row.Records} records from {row.CopyIndex}");
                findings.AddMismatch($"{TerminalText.Escape(row.CopyObject)}: {copies} as copies of {kept}, which is no run");
                continue;
            }

            // Rows are written in this order. A batch meets an object once: a record cannot be dropped twice.
            if (before is not null && before.CopyObject == row.CopyObject && before.Batch == row.Batch
                && row.CopyIndex < before.CopyIndex + before.Records)
            {
                findings.AddMismatch(
                    FormattableString.Invariant($"{TerminalText.Escape(row.CopyObject)}: copies has record {row.CopyIndex} twice"));
            }

            before = row;
            counted.Add((row, snapshot.BatchesWithCopies.Contains(row.Batch)));
        }

        findings.AddCopies(counted);
        return rows;
    }
}
