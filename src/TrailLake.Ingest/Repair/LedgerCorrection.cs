using TrailLake.Maintenance;
using TrailLake.Maintenance.Verification;
using TrailLake.Store;
using TrailLake.Tables;

namespace TrailLake.Ingest.Repair;

/// <summary>Corrects in the ledger whose event a record is when a copy came back for it, and notes what objects lack for good.</summary>
sealed class LedgerCorrection(LakeStore store, LakeSnapshot snapshot)
{
    readonly Dictionary<(string Uri, string ETag, string Batch), long> _events = [];

    readonly Dictionary<(string Uri, string ETag, string Batch), long> _lost = [];

    /// <summary>How many more events the ledger counts with it.</summary>
    public long Events => _events.Values.Sum();

    /// <summary>Batches of the rows whose events and copies change.</summary>
    public IEnumerable<string> MovedBatches => _events.Where(pair => pair.Value != 0).Select(pair => pair.Key.Batch).Distinct();

    /// <summary>Counts copies of an object as events, or, when negative, events as copies.</summary>
    public void Add(ObjectRow row, long events)
    {
        if (events != 0)
        {
            _events[Key(row)] = _events.GetValueOrDefault(Key(row)) + events;
        }
    }

    /// <summary>Notes that events of an object were given up, or, when none were, that those of another may have been this one's.</summary>
    public void GiveUp(ObjectRow row, long events) => _lost[Key(row)] = _lost.GetValueOrDefault(Key(row)) + events;

    /// <summary>
    /// Writes it. The data files come after it: if the repair breaks off between the two, the ledger lacks what the next one brings back.
    /// </summary>
    public void Commit()
    {
        if (_events.Count == 0 && _lost.Count == 0)
        {
            return;
        }

        var table = new LedgerTable("objects", store.Tables.Objects, store.Format, snapshot);
        long since = table.Version;
        foreach (var file in table.Files)
        {
            List<ObjectRow> rows = [.. store.Format.ReadObjects(table.File(file))];
            if (rows.Exists(row => _events.ContainsKey(Key(row)) || _lost.ContainsKey(Key(row))))
            {
                rows = [.. rows.Select(Correct)];
                since = LedgerFileReplacement.Replace(
                    store, table.Table, since, file, rows, file.Batch, store.Format.WriteObjects, "RESTORE");
            }
        }
    }

    ObjectRow Correct(ObjectRow row)
    {
        long events = _events.GetValueOrDefault(Key(row));
        row = row with { Events = row.Events + events, Duplicates = row.Duplicates - events };
        return _lost.TryGetValue(Key(row), out long lost)
            ? row with
            {
                State = ObjectState.Unreadable,
                Reason = lost switch
                {
                    0 => "events of it may be lost with a damaged file, and it could not be read again",
                    1 => "1 of its events was lost with a damaged file, and it could not be read again",
                    _ => FormattableString.Invariant($"{lost} of its events were lost with a damaged file, and it could not be read again"),
                },
            }
            : row;
    }

    static (string, string, string) Key(ObjectRow row) => (row.Uri, row.ETag, row.Batch);
}
