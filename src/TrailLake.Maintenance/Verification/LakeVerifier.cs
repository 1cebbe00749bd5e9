using TrailLake.DeltaLog;
using TrailLake.Errors;
using TrailLake.Store;

namespace TrailLake.Maintenance.Verification;

/// <summary>
/// Checks all that a lake promises about itself: every file that a commit names is there with its SHA-256; every value decodes, with a
/// reader that shares no code with the writer; statistics hold; and the counts add up: <c>records = events + duplicates + rejects</c> for
/// each object, and for each object as many events in the data files as in the ledger, less what was purged, and as many copies as
/// duplicates. It reads and changes nothing.
/// </summary>
/// <remarks>Prepares a verification; <see cref="Run"/> does it, once.</remarks>
/// <param name="jobs">Files that are read at once; 0 for one on each core.</param>
sealed class LakeVerifier(LakeStore store, int jobs = 0)
{
    readonly int _jobs = jobs > 0 ? jobs : Environment.ProcessorCount;
    VerificationFindings _findings = new();

    /// <summary>How far it is; may be read from any thread.</summary>
    public VerifyProgress Progress => Volatile.Read(ref _findings).Progress;

    /// <summary>Checks the newest version.</summary>
    /// <exception cref="TrailLakeException">The lake cannot be opened: its logs are damaged or of a newer version.</exception>
    public LakeVerification Run(CancellationToken cancellation = default)
    {
        var snapshot = store.Snapshot();
        var tables = store.Tables;
        var objects = new LedgerTable("objects", tables.Objects, store.Format, snapshot);
        var rejects = new LedgerTable("rejects", tables.Rejects, store.Format, snapshot);
        var copies = tables.Copies.NewestVersion() < 0 ? null : new LedgerTable("copies", tables.Copies, store.Format, snapshot);
        List<LiveFile> ledgerFiles = [.. objects.Files, .. rejects.Files, .. copies?.Files ?? []];
        var findings = new VerificationFindings
        {
            AllFiles = snapshot.Files.Count + ledgerFiles.Count,
            AllBytes = snapshot.Files.Sum(file => file.Bytes) + ledgerFiles.Sum(file => file.Size),
        };
        Volatile.Write(ref _findings, findings);
        var foreign = FindForeign(snapshot, objects, rejects, copies);
        var ledger = new LedgerFileCheck(snapshot, store.Format, findings, foreign);
        ledger.RunObjects(objects, cancellation);
        ledger.RunRejects(rejects, cancellation);
        if (copies is not null)
        {
            ledger.RunCopies(copies, cancellation);
        }
        else if (snapshot.HasCopies)
        {
            findings.AddDamage(new LakeDamage
            {
                Table = "copies",
                Path = "copies/" + LogNames.Folder,
                Kind = DamageKind.Missing,
                Message = "is missing: the lake had a table copies, and it is gone",
            });
        }

        // Without the key, rows cannot be compared with their hashes.
        var (key, secretProblem) = LakeSecret.Find(store.Storage, snapshot.RecordHashKeys);
        var events = new EventFileCheck(store.Format, findings, key);
        Parallel.ForEach(
            snapshot.Files,
            new ParallelOptions { MaxDegreeOfParallelism = _jobs, CancellationToken = cancellation },
            file => events.Run(file, cancellation));
        new LedgerComparison(snapshot, store.Format, findings, foreign).Run(objects);
        new CopyComparison(snapshot, store.Format, findings).Run(objects);
        int foreignEvents = snapshot.Files.Count(file => file.IsForeign);
        return new LakeVerification
        {
            Version = snapshot.Version,
            Files = snapshot.Files.Count,
            LedgerFiles = ledgerFiles.Count,
            Bytes = findings.AllBytes,
            FilesWithoutHash = findings.FilesWithoutHash,
            FilesWithoutKey = findings.FilesWithoutKey,
            SecretProblem = secretProblem,
            ForeignEventFiles = foreignEvents,
            ForeignFiles = foreignEvents + ledgerFiles.Count(file => file.IsForeign),
            ForeignCommits = foreign,
            RowsCompared = findings.RowsCompared,
            RowsChanged = findings.RowsChanged,
            RowsUnproven = findings.RowsUnproven,
            Events = findings.Events,
            Objects = findings.Objects,
            LedgerEvents = findings.LedgerEvents,
            Duplicates = findings.Duplicates,
            UnknownCopies = findings.UnknownCopies,
            Copies = findings.Copies,
            Rejects = findings.Rejects,
            Purged = Sum(snapshot, DeductionKind.Purge),
            Lost = Sum(snapshot, DeductionKind.Loss),
            RemovedDuplicates = Sum(snapshot, DeductionKind.Duplicate),
            Forgotten = Sum(snapshot, DeductionKind.Forgotten),
            Damages = [.. findings.Damages.OrderBy(damage => damage.Path, StringComparer.Ordinal)],
            Mismatches = findings.Mismatches,
            Checkpoints = [.. CheckpointCheck.FindAll(store.Tables, store.Format)],
        };
    }

    List<ForeignCommit> FindForeign(LakeSnapshot snapshot, params ReadOnlySpan<LedgerTable?> ledger)
    {
        var live = snapshot.Files.Where(file => file.IsForeign).Select(file => file.PathInTable).ToHashSet(StringComparer.Ordinal);
        List<ForeignCommit> commits = [.. ForeignCommits.Find(store.Tables.Events, live)];
        foreach (var table in ledger)
        {
            if (table is not null)
            {
                live = table.Files.Where(file => file.IsForeign).Select(file => file.Path).ToHashSet(StringComparer.Ordinal);
                commits.AddRange(ForeignCommits.Find(table.Table, live));
            }
        }

        return commits;
    }

    static long Sum(LakeSnapshot snapshot, DeductionKind kind) =>
        snapshot.Deductions.Where(deduction => deduction.Kind == kind).Sum(deduction => deduction.Events);
}
