using TrailLake.Errors;
using TrailLake.Ingest.Reading;
using TrailLake.Ingest.Sources;
using TrailLake.Maintenance.Verification;
using TrailLake.Store;
using TrailLake.Tables;

namespace TrailLake.Ingest.Repair;

/// <summary>
/// Brings back what damaged files held, from the source objects that the ledger names and from no other, and replaces the files: those of
/// events in one commit. A source whose SHA-256 is not the ledger's brings nothing back.
/// </summary>
/// <remarks>Prepares a repair; <see cref="RunAsync"/> does it, once.</remarks>
sealed class LakeRepair(LakeStore store, SourceLocator sources, RepairOptions? options = null)
{
    readonly RepairOptions _options = options ?? new RepairOptions();
    readonly List<RepairedFile> _files = [];
    readonly List<SourceProblem> _problems = [];
    long _rows;
    long _lost;
    long _objectsRead;

    /// <summary>Repairs what a verification has found.</summary>
    /// <exception cref="TrailLakeException">The lake cannot be written, or another writer replaced one of the files first.</exception>
    public async Task<RepairReport> RunAsync(LakeVerification found, CancellationToken cancellation = default)
    {
        RenewCheckpoints();
        new CopyRepair(store, _options, _files).Run(found);
        var ledger = new LedgerRepair(store, sources, _options, _files, _problems);
        await ledger.RunAsync(found, cancellation).ConfigureAwait(false);
        bool hadLedgerDamage = found.Damages.Any(damage => damage.Table == "objects");
        if (hadLedgerDamage)
        {
            // The ledger knows other objects now, and which of them the damaged data files held.
            found = new LakeVerifier(store, _options.Ingest.Jobs).Run(cancellation);
        }

        var events = found.Damages.Where(damage => damage.IsEvents).ToList();
        if (events.Count > 0)
        {
            RepairEvents(found, events, hadLedgerDamage, cancellation);
        }
        else if (hadLedgerDamage && Forgotten(found) is > 0 and var forgotten)
        {
            using var replacement = store.BeginReplacement(store.Snapshot());
            Forget(replacement, forgotten);
            replacement.Commit("RESTORE", new Dictionary<string, string>(), dataChange: false);
        }

        return new RepairReport(_files, _rows, ledger.Rows, _lost, _objectsRead + ledger.ObjectsRead, _problems);
    }

    void RenewCheckpoints()
    {
        foreach (var table in store.Tables.All)
        {
            List<long> broken = [.. CheckpointCheck.Find(table, store.Format).Select(damage => damage.Version)];
            if (broken.Count > 0)
            {
                store.Checkpointer.Renew(table, broken);
            }
        }
    }

    /// <summary>
    /// Events that were purged or given up and that the ledger does not count any more, because their objects' rows were lost later.
    /// Without damaged data files, the ledger's events that are in no file are those that were taken out.
    /// </summary>
    long Forgotten(LakeVerification found)
    {
        long taken = found.Purged + found.Lost - found.Forgotten + _lost;
        return Math.Min(taken, taken - (found.LedgerEvents - found.Events - _rows));
    }

    static void Forget(LakeReplacement replacement, long events) =>
        replacement.Deduct(new LakeDeduction(DeductionKind.Forgotten, DateOnly.FromDateTime(DateTime.UtcNow), null, events, null));

    void RepairEvents(LakeVerification found, IReadOnlyList<LakeDamage> damages, bool hadLedgerDamage, CancellationToken cancellation)
    {
        var snapshot = store.Snapshot();
        var correction = new LedgerCorrection(store, snapshot);
        var files = snapshot.Files.ToDictionary(file => file.RelativePath, StringComparer.Ordinal);
        var partitions = damages.Where(damage => damage.Kind == DamageKind.Removed || files.ContainsKey(damage.Path)).ToLookup(KeyOf);
        List<RepairSource> wanted = [.. RepairSource.Find(snapshot, damages).Values.Where(source => source.Row is not null)];
        var sound = LoadSound(snapshot, partitions);
        using var reader = new SourceRereader(sources, _options.Ingest, store.RecordHashKey);
        var finder = new RowFinder(sound);
        foreach (var source in wanted)
        {
            Read(reader, source, finder.Take, cancellation);
            _objectsRead++;
            if (source.Failure is { } failure)
            {
                _problems.Add(new SourceProblem(source.Uri, failure));
            }
        }

        var assignment = new CopyAssignment();
        assignment.Run(finder.Groups(), snapshot.Deductions);
        new CopyAdoption(snapshot, assignment, hadLedgerDamage).Run(partitions, _problems);

        using var replacement = store.BeginReplacement(snapshot);
        using var restorer = new RowRestorer(sound, replacement, store.Format, _options.Ingest);
        foreach (var source in wanted.Where(source => source.Chosen.Count > 0))
        {
            Read(reader, source, restorer.Take, cancellation);
        }

        if (wanted.FirstOrDefault(source => source.Failure is not null && source.Chosen.Count > 0) is { } changed)
        {
            string what = $"{TerminalText.Escape(changed.Uri)} changed while it was read: {changed.Failure}";
            throw new TrailLakeException(ErrorKind.Source, what + ". Nothing was repaired; run again.", changed.Uri);
        }

        bool any = false;
        foreach (var partition in partitions)
        {
            any |= Decide(partition.Key, [.. partition], wanted, restorer, replacement, correction, files);
        }

        if (any)
        {
            if (_files.TrueForAll(file => file.Outcome != RepairOutcome.Left))
            {
                FinishUnreadable(snapshot, wanted, replacement, correction);
                if (Forgotten(found with { LedgerEvents = found.LedgerEvents + correction.Events }) is > 0 and var forgotten)
                {
                    Forget(replacement, forgotten);
                }
            }

            // The copies that came back in the place of others are events now, and their rows of copies stay.
            CopyRepair.Forget(store, snapshot, correction.MovedBatches);
            correction.Commit();

            var parameters = new Dictionary<string, string> { ["repairedRows"] = FormattableString.Invariant($"{_rows}") };
            replacement.Commit("RESTORE", parameters, dataChange: true);
        }
    }

    /// <summary>Puts a partition's rows in the place of its damaged files, when that loses nothing or the loss was accepted.</summary>
    bool Decide(
        PartitionKey key, List<LakeDamage> damages, IReadOnlyList<RepairSource> wanted, RowRestorer restorer, LakeReplacement replacement,
        LedgerCorrection correction, Dictionary<string, DataFile> files)
    {
        long restored = restorer.Rows(key);
        bool isCounted = damages.TrueForAll(damage => damage.Rows >= 0);
        long expected = damages.Sum(damage => Math.Max(0, damage.Rows));
        var needed = damages.SelectMany(damage => damage.Sources).Select(source => source.Uri).ToHashSet(StringComparer.Ordinal);
        var failed = wanted.Where(source => source.Failure is not null && needed.Contains(source.Uri)).ToList();
        long lost = isCounted ? expected - restored : 0;
        string? message = null;
        var outcome = RepairOutcome.Restored;
        if (lost != 0 || (!isCounted && failed.Count > 0))
        {
            message = Shortfall(restored, expected, isCounted, failed);
            bool isGivenUp = lost > 0 && _options.AcceptLoss
                && !damages.Exists(damage => files.TryGetValue(damage.Path, out var file) && CanBeRead(file));
            outcome = isGivenUp ? RepairOutcome.Partly : RepairOutcome.Left;
        }

        // Its objects span more than one partition, and lack nothing in this one.
        if (restored == 0 && outcome == RepairOutcome.Restored && damages.TrueForAll(damage => damage.Kind == DamageKind.Removed))
        {
            return false;
        }

        _files.AddRange(damages.Select(damage => new RepairedFile(damage, outcome, message)));
        if (outcome == RepairOutcome.Left)
        {
            return false;
        }

        foreach (var damage in damages)
        {
            if (files.TryGetValue(damage.Path, out var file))
            {
                replacement.Remove(file);
            }
        }

        // The ledger may have lost its rows of the same objects. Then it does not count their events, and the next ingest meets new ones.
        lost = Math.Min(Math.Max(0, lost), failed.Sum(source => source.Missing));
        if (lost > 0)
        {
            GiveUp(failed, lost, correction);
            replacement.Deduct(new LakeDeduction(DeductionKind.Loss, key.Date, key.Account, lost, null));
        }

        foreach (var source in wanted)
        {
            correction.Add(source.Row!, source.Adopted.GetValueOrDefault(key));
        }

        var batches = damages.Select(damage => damage.Batch).Distinct().ToList();
        restorer.Complete(key, batches.Count == 1 ? batches[0] : null);
        _rows += restored;
        _lost += lost;
        return true;
    }

    // What an object lost with one partition, it cannot have lost with another.
    static void GiveUp(List<RepairSource> failed, long lost, LedgerCorrection correction)
    {
        foreach (var source in failed)
        {
            long part = Math.Min(source.Missing, lost);
            source.Missing -= part;
            lost -= part;
            correction.GiveUp(source.Row!, part);
        }
    }

    /// <summary>
    /// Objects that cannot be read lack events still when copies of other objects came back in their place: the ledger counts theirs as the
    /// copies from now on. What then remains is given up, if that is accepted.
    /// </summary>
    void FinishUnreadable(LakeSnapshot snapshot, IEnumerable<RepairSource> wanted, LakeReplacement replacement, LedgerCorrection correction)
    {
        foreach (var source in wanted.Where(source => source is { Failure: not null, Missing: > 0 }))
        {
            if (source.Row is not { FirstEventTime: { } firstTime, LastEventTime: { } lastTime })
            {
                continue;
            }

            var first = DateOnly.FromDateTime(firstTime);
            if (snapshot.Deductions.Any(deduction => deduction.CoversAny(first, DateOnly.FromDateTime(lastTime))))
            {
                continue;
            }

            if (_lost > 0)
            {
                correction.GiveUp(source.Row, 0);
            }

            long copied = Math.Min(source.Missing, correction.Events);
            correction.Add(source.Row, -copied);
            source.Missing -= copied;
            if (_options.AcceptLoss && source.Missing > 0)
            {
                replacement.Deduct(new LakeDeduction(DeductionKind.Loss, first, source.Row.Account, source.Missing, null));
                correction.GiveUp(source.Row, source.Missing);
                _lost += source.Missing;
            }
        }
    }

    static string Shortfall(long restored, long expected, bool isCounted, List<RepairSource> failed)
    {
        string count = (isCounted ? FormattableString.Invariant($"{restored} of {expected}") : "not all")
            + (isCounted && expected == 1 ? " row can be brought back" : " rows can be brought back");
        return failed.Count switch
        {
            0 => count + "; the ledger has lost the objects of the others too: with --accept-loss they are left to the next ingest, "
                + "which meets these objects as new",
            1 => $"{count}; {TerminalText.Escape(failed[0].Uri)} is needed",
            _ => $"{count}; {failed.Count} objects are needed, among them {TerminalText.Escape(failed[0].Uri)}",
        };
    }

    /// <summary>A changed file that still decodes is worth more than its loss.</summary>
    bool CanBeRead(DataFile file)
    {
        try
        {
            store.Format.InspectEvents(file.File);
            return true;
        }
        catch (TrailLakeException)
        {
            return false;
        }
    }

    /// <summary>The events of the damaged partitions that sound files hold: these are not brought back a second time.</summary>
    Dictionary<PartitionKey, EventIdSet> LoadSound(LakeSnapshot snapshot, ILookup<PartitionKey, LakeDamage> partitions)
    {
        var damaged = partitions.SelectMany(partition => partition).Select(damage => damage.Path).ToHashSet(StringComparer.Ordinal);
        var sets = partitions.ToDictionary(partition => partition.Key, _ => new EventIdSet());
        foreach (var file in snapshot.Files)
        {
            if (!damaged.Contains(file.RelativePath) && sets.TryGetValue(PartitionKey.Of(file.Date, file.Account), out var set))
            {
                set.Load(store.Format, file.File, store.RecordHashKey);
            }
        }

        return sets;
    }

    static void Read(SourceRereader reader, RepairSource source, Action<RepairSource, ObjectReader> take, CancellationToken cancellation)
    {
        reader.Begin(source, source.ToLogObject(), "", cancellation);
        while (reader.NextRecord())
        {
            take(source, reader.Reader);
        }
    }

    static PartitionKey KeyOf(LakeDamage damage) => PartitionKey.Of(damage.Date!.Value, damage.Account!);
}
