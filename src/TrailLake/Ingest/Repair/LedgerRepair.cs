using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using TrailLake.Errors;
using TrailLake.Lake;
using TrailLake.Lake.Verification;

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

    /// <summary>Gives wanted objects their ledger rows: of several the one that was read to its end, else the newest.</summary>
    public static void FillRows(LakeSnapshot snapshot, Dictionary<string, WantedObject> wanted)
    {
        foreach (var row in snapshot.ReadObjects())
        {
            if (wanted.TryGetValue(row.Uri, out var source) && (source.Row is not { } other || IsBetter(row, other)))
            {
                source.Row = row;
            }
        }
    }

    static bool IsBetter(ObjectRow row, ObjectRow other) =>
        (row.Sha256 is not null).CompareTo(other.Sha256 is not null) is var order && order != 0 ? order > 0 : row.IngestedAt > other.IngestedAt;

    /// <summary>
    /// Rows of objects that have events or rejects in the lake are made anew. An object that had neither was all copies: nothing in the lake
    /// names it any more, and the next ingest meets it as new and counts the same copies.
    /// </summary>
    async Task RepairObjectsAsync(List<LakeDamage> damages, CancellationToken cancellation)
    {
        var snapshot = store.Snapshot();
        var table = new LedgerTable("objects", store.Tables.Objects, store.Format, snapshot);
        var live = table.Files.ToDictionary(table.RelativePath, StringComparer.Ordinal);
        string batch = damages.Find(damage => damage.Batch is not null)?.Batch ?? snapshot.Batches.First();
        var sink = new RepairSink(sources, batch);
        using var reader = new ObjectReader(options.Ingest, store.RecordHashKey, sink);
        var rows = new List<ObjectRow>();
        long guessed = 0;
        foreach (var source in damages.SelectMany(damage => damage.Sources))
        {
            cancellation.ThrowIfCancellationRequested();
            var row = await ReadRowAsync(sink, reader, source, cancellation).ConfigureAwait(false);
            guessed += row is null ? 1 : 0;
            rows.Add(row ?? Guess(source, batch));
        }

        // What was all copies has no row any more, though copies still names it; and all rows stand in one batch now.
        CopyRepair.Forget(store, snapshot, damages.Select(damage => damage.Batch).Append(batch));
        long since = table.Version;
        var first = live[damages[0].Path];
        since = LedgerRewrite.Replace(store, table.Table, since, first, rows, batch, store.Format.WriteObjects, "RESTORE");
        foreach (var other in damages.Skip(1))
        {
            since = LedgerRewrite.Replace<ObjectRow>(store, table.Table, since, live[other.Path], [], null, store.Format.WriteObjects, "RESTORE");
        }

        Rows += rows.Count;
        long expected = damages.TrueForAll(damage => damage.Rows >= 0) ? damages.Sum(damage => damage.Rows) : -1;
        string? message = guessed > 0
            ? FormattableString.Invariant($"{Anew(rows.Count)}; {(guessed == 1 ? "1 object" : $"{guessed} objects")} could not be read again: the lake has the events, the next ingest tries again")
            : expected == rows.Count ? null
            : FormattableString.Invariant($"{Anew(rows.Count)}{(expected < 0 ? "" : FormattableString.Invariant($" of {expected}"))}; objects without events of their own are met again by the next ingest");
        foreach (var damage in damages)
        {
            files.Add(new RepairedFile(damage, message is null ? RepairOutcome.Restored : RepairOutcome.Partly, message));
        }
    }

    static string Anew(int rows) => rows == 1 ? "1 row was made anew" : FormattableString.Invariant($"{rows} rows were made anew");

    async Task<ObjectRow?> ReadRowAsync(RepairSink sink, ObjectReader reader, DamageSource source, CancellationToken cancellation)
    {
        string? failure;
        try
        {
            if (await sources.FindAsync(source.Uri, cancellation).ConfigureAwait(false) is { } item)
            {
                var wanted = new WantedObject(source.Uri);
                sink.Read(reader, wanted, item, cancellation);
                ObjectsRead++;
                var row = sink.Row;
                if (wanted.Failure is null && row.Duplicates >= source.Rows && row.Rejects >= source.Rejects)
                {
                    return ToRow(row, source);
                }

                failure = wanted.Failure ?? FormattableString.Invariant($"it has {row.Duplicates} records, the lake has {source.Rows} events of it: it was changed since it was ingested");
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
        // Its other records are copies of other objects' events, unless data files were lost too: then nothing tells the two apart but the next
        // ingest, which finds out what is there.
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

    /// <summary>What the data files alone tell of an object. It counts as unreadable, so that the next ingest tries it again.</summary>
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
        var live = table.Files.ToDictionary(table.RelativePath, StringComparer.Ordinal);
        var damaged = damages.Select(damage => damage.Path).ToHashSet(StringComparer.Ordinal);
        var wanted = new Dictionary<string, WantedObject>(StringComparer.Ordinal);
        foreach (var source in damages.SelectMany(damage => damage.Sources))
        {
            wanted.TryAdd(source.Uri, new WantedObject(source.Uri) { Missing = source.Rows });
        }

        FillRows(snapshot, wanted);
        var present = new HashSet<(string, long, string)>();
        foreach (var row in table.Files.Where(file => !damaged.Contains(table.RelativePath(file))).SelectMany(file => store.Format.ReadRejects(table.File(file))))
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
            files.AddRange(damages.Select(damage => new RepairedFile(
                damage, RepairOutcome.Left, FormattableString.Invariant($"{rows.Count} of {rows.Count + missing} rejects can be brought back"))));
            return;
        }

        // The ledger goes on counting what is given up, and a search for rejects must find that there was one.
        long back = rows.Count;
        rows.AddRange(wanted.Values.Where(source => source.Failure is not null).SelectMany(Placeholders));
        long since = LedgerRewrite.Replace(store, table.Table, table.Version, live[damages[0].Path], rows, null, store.Format.WriteRejects, "RESTORE");
        foreach (var other in damages.Skip(1))
        {
            since = LedgerRewrite.Replace<RejectRow>(store, table.Table, since, live[other.Path], [], null, store.Format.WriteRejects, "RESTORE");
        }

        Rows += back;
        files.AddRange(damages.Select(damage => new RepairedFile(
            damage, missing > 0 ? RepairOutcome.Partly : RepairOutcome.Restored, missing > 0 ? FormattableString.Invariant($"{missing} {(missing == 1 ? "reject" : "rejects")} could not be brought back") : null)));
    }

    static IEnumerable<RejectRow> Placeholders(WantedObject source)
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

    List<RejectRow> ReadRejects(IEnumerable<WantedObject> wanted, HashSet<(string, long, string)> present, CancellationToken cancellation)
    {
        var rows = new List<RejectRow>();
        var sink = new RepairSink(sources, "");
        using var reader = new ObjectReader(options.Ingest, store.RecordHashKey, sink);
        foreach (var source in wanted.Where(source => source.Row is not null))
        {
            cancellation.ThrowIfCancellationRequested();
            sink.Read(reader, source, source.ToLogObject(), cancellation);
            ObjectsRead++;
            if (source.Failure is { } failure)
            {
                problems.Add(new SourceProblem(source.Uri, failure));
                continue;
            }

            rows.AddRange(sink.Rejects
                .Where(row => !present.Contains((row.SourceObject, row.SourceIndex, row.Reason)))
                .Select(row => row with { Batch = source.Row!.Batch }));
        }

        return rows;
    }
}
