using TrailLake.Errors;
using TrailLake.Ingest.Archives;
using TrailLake.Ingest.Sources;
using TrailLake.Maintenance.Verification;
using TrailLake.Schema;
using TrailLake.Store;
using TrailLake.Tables;

namespace TrailLake.Ingest.Repair;

/// <summary>Makes damaged files of the ledger and of the rejects anew from the objects that their lost rows were about.</summary>
sealed class LedgerRepair(
    LakeStore store, SourceLocator sources, RepairOptions options, List<RepairedFile> files, List<SourceProblem> problems)
{
    bool _hasLostEvents;

    /// <summary>Rows that came back.</summary>
    public long Rows { get; private set; }

    /// <summary>Objects that were read again.</summary>
    public long ObjectsRead { get; private set; }

    public async Task RunAsync(LakeVerification found, CancellationToken cancellation)
    {
        var objects = found.Damages.Where(damage => damage.Table == "objects").ToList();
        _hasLostEvents = found.Damages.Any(damage => damage.IsEvents);
        if (objects.Count > 0)
        {
            await RepairObjectsAsync(objects, cancellation).ConfigureAwait(false);
            if (found.Damages.Any(damage => damage.Table == "rejects"))
            {
                // Rows that were made anew count rejects that the lost rows counted, and that may have been in the lost files.
                found = new LakeVerifier(store, options.Ingest.Jobs).Run(cancellation);
            }
        }

        var rejects = found.Damages.Where(damage => damage.Table == "rejects").ToList();
        if (rejects.Count > 0)
        {
            RepairRejects(rejects, cancellation);
        }
    }

    /// <summary>Objects with events or rejects in the lake get new rows. Others were all copies, which the next ingest meets.</summary>
    async Task RepairObjectsAsync(List<LakeDamage> damages, CancellationToken cancellation)
    {
        var snapshot = store.Snapshot();
        var table = new LedgerTable("objects", store.Tables.Objects, store.Format, snapshot);
        string batch = damages.Find(damage => damage.Batch is not null)?.Batch ?? snapshot.Batches.First();
        using var reader = new SourceRereader(sources, options.Ingest, store.RecordHashKey);
        var rows = new List<ObjectRow>();
        long guessed = 0;
        foreach (var source in damages.SelectMany(damage => damage.Sources))
        {
            cancellation.ThrowIfCancellationRequested();
            var row = await ReadRowAsync(reader, source, batch, cancellation).ConfigureAwait(false);
            guessed += row is null ? 1 : 0;
            rows.Add(row ?? Guess(source, batch));
        }

        // What was all copies has no row any more, though copies still names it; and all rows stand in one batch now.
        CopyRepair.Forget(store, snapshot, damages.Select(damage => damage.Batch).Append(batch));
        var damaged = new DamagedFiles(store, table, damages);
        damaged.Replace(rows, batch, store.Format.WriteObjects);
        Rows += rows.Count;
        long expected = damages.TrueForAll(damage => damage.Rows >= 0) ? damages.Sum(damage => damage.Rows) : -1;
        string? message = ObjectsMessage(rows.Count, expected, guessed);
        files.AddRange(damaged.Report(message is null ? RepairOutcome.Restored : RepairOutcome.Partly, message));
    }

    static string? ObjectsMessage(int rows, long expected, long guessed)
    {
        string anew = rows == 1 ? "1 row was made anew" : FormattableString.Invariant($"{rows} rows were made anew");
        string objects = guessed == 1 ? "1 object" : FormattableString.Invariant($"{guessed} objects");
        string of = expected < 0 ? "" : FormattableString.Invariant($" of {expected}");
        return guessed > 0 ? $"{anew}; {objects} could not be read again: the lake has the events, the next ingest tries again"
            : expected == rows ? null
            : $"{anew}{of}; objects without events of their own are met again by the next ingest";
    }

    async Task<ObjectRow?> ReadRowAsync(SourceRereader reader, DamageSource source, string batch, CancellationToken cancellation)
    {
        string? failure;
        try
        {
            if (await sources.FindAsync(source.Uri, cancellation).ConfigureAwait(false) is { } item)
            {
                var wanted = new RepairSource(source.Uri);
                reader.ReadAll(wanted, item, batch, cancellation);
                ObjectsRead++;
                var row = reader.Row;
                if (wanted.Failure is null && row.Duplicates >= source.Rows && row.Rejects >= source.Rejects)
                {
                    return ToRow(row, source);
                }

                failure = wanted.Failure ?? FormattableString.Invariant(
                    $"it has {row.Duplicates} records, the lake has {source.Rows} events of it: it was changed since it was ingested");
            }
            else
            {
                failure = "it is not there any more";
            }
        }
        catch (TrailLakeException e) when (e.Kind == ErrorKind.Source)
        {
            failure = e.Message;
        }

        problems.Add(new SourceProblem(source.Uri, failure));
        return null;
    }

    /// <summary>The row of an object that was read again, and of which the lake holds some events.</summary>
    ObjectRow ToRow(ObjectRow row, DamageSource source)
    {
        // Its other records are copies of other objects' events, unless data files were lost too: then nothing tells the two apart but the
        // next ingest, which finds out what is there.
        long others = row.Duplicates - source.Rows;
        return _hasLostEvents && others > 0
            ? row with
            {
                State = ObjectState.Unreadable,
                Reason = "its ledger row and data files were lost together; the next ingest reads it again",
                Records = source.Rows + source.Rejects,
                Events = source.Rows,
                Duplicates = 0,
                Rejects = source.Rejects,
            }
            : row with { Events = source.Rows, Duplicates = others };
    }

    /// <summary>An object's row as the data files alone tell it. It counts as unreadable, so that the next ingest tries it again.</summary>
    static ObjectRow Guess(DamageSource source, string batch) => new()
    {
        Uri = source.Uri,
        ETag = "",
        Kind = nameof(ArchiveKind.Unknown),
        Records = source.Rows + source.Rejects,
        Events = source.Rows,
        Rejects = source.Rejects,
        State = ObjectState.Unreadable,
        Reason = "its ledger row was lost, and it could not be read again",
        IngestedAt = DateTime.UtcNow,
        Version = ProductVersion.Text,
        Batch = batch,
    };

    void RepairRejects(List<LakeDamage> damages, CancellationToken cancellation)
    {
        var snapshot = store.Snapshot();
        var table = new LedgerTable("rejects", store.Tables.Rejects, store.Format, snapshot);
        var damaged = new DamagedFiles(store, table, damages);
        var wanted = RepairSource.Find(snapshot, damages);
        var present = new HashSet<(string, long, string)>();
        foreach (var row in damaged.SoundFiles.SelectMany(store.Format.ReadRejects))
        {
            if (wanted.ContainsKey(row.SourceObject))
            {
                present.Add((row.SourceObject, row.SourceIndex, row.Reason));
            }
        }

        var rows = ReadRejects(wanted.Values, present, cancellation);
        long missing = wanted.Values.Sum(source => source.Missing) - rows.Count;
        if (missing > 0 && !options.AcceptLoss)
        {
            string left = FormattableString.Invariant($"{rows.Count} of {rows.Count + missing} rejects can be brought back");
            files.AddRange(damaged.Report(RepairOutcome.Left, left));
            return;
        }

        // The ledger goes on counting what is given up, and a search for rejects must find that there was one.
        long back = rows.Count;
        rows.AddRange(wanted.Values.Where(source => source.Failure is not null).SelectMany(Placeholders));
        damaged.Replace(rows, null, store.Format.WriteRejects);
        Rows += back;
        string lost = missing == 1 ? "1 reject" : FormattableString.Invariant($"{missing} rejects");
        files.AddRange(missing > 0
            ? damaged.Report(RepairOutcome.Partly, lost + " could not be brought back")
            : damaged.Report(RepairOutcome.Restored, null));
    }

    static IEnumerable<RejectRow> Placeholders(RepairSource source)
    {
        for (long i = 0; i < source.Missing; i++)
        {
            yield return new RejectRow
            {
                SourceObject = source.Uri,
                SourceIndex = -1,
                Reason = "lost",
                Message = "this reject was lost with a damaged file and could not be read again",
                Content = [],
                RejectedAt = DateTime.UtcNow,
                Batch = source.Row!.Batch,
            };
        }
    }

    List<RejectRow> ReadRejects(IEnumerable<RepairSource> wanted, HashSet<(string, long, string)> present, CancellationToken cancellation)
    {
        var rows = new List<RejectRow>();
        using var reader = new SourceRereader(sources, options.Ingest, store.RecordHashKey);
        foreach (var source in wanted.Where(source => source.Row is not null))
        {
            reader.ReadAll(source, source.ToLogObject(), source.Row!.Batch, cancellation);
            ObjectsRead++;
            if (source.Failure is { } failure)
            {
                problems.Add(new SourceProblem(source.Uri, failure));
                continue;
            }

            rows.AddRange(reader.Rejects.Where(row => !present.Contains((row.SourceObject, row.SourceIndex, row.Reason))));
        }

        return rows;
    }
}
