using TrailLake.Columns;
using TrailLake.Ingest.Deferral;
using TrailLake.Ingest.Reading;
using TrailLake.Ingest.Sources;
using TrailLake.Scanning;
using TrailLake.Store;
using TrailLake.Tables;

namespace TrailLake.Ingest.Pipeline;

/// <summary>One scanning thread: puts records into batches of its own, one for each partition; only the set of ids is locked.</summary>
sealed class IngestWorker(IngestRun run) : IDisposable
{
    // Batches are looked at for their size once in so many rows.
    const int RowsPerCheck = 256;

    const int NotPending = -1;

    readonly IngestRun _run = run;
    readonly ObjectReader _reader = new ObjectReader(run.Options.Containers, run.Options.MaxContentBytes, run.Key);
    readonly DeferredBuffer _deferred = new DeferredBuffer(run.MostDeferredBytes);
    readonly Dictionary<PartitionKey, OpenBatch> _open = [];
    IngestRound _round = null!;
    CopyRunBuilder _copies = null!;
    int _retired;
    int _pending = NotPending; // number of the object that is being read, when records of it were deferred
    long _unchecked;

    // The partition of the row before: neighbours nearly always share it.
    OpenBatch? _last;
    int _lastDay;
    byte[] _lastAccount = [];

    /// <summary>Reads the round's objects until there are no more.</summary>
    public void Work(IngestRound round)
    {
        _round = round;
        _copies = new CopyRunBuilder(round.Batch.AddCopy, round.Batch.Id);
        _retired = 0;
        foreach (var item in round.Queue.GetConsumingEnumerable(round.Cancellation))
        {
            ReadObject(item);
            round.Epochs.Leave(item.Epoch);
            round.Partitions.RetireBehind(round.Epochs);

            // Without an object in hand: while it wrote files, the front could not pass that one, and the others would open partition
            // after partition (seen: 1,847 open at once where 200 would do).
            FinishRetired();
        }

        FinishRetired();
        _deferred.Flush(round.Deferred);
        foreach (var open in _open.Values)
        {
            open.Partition.HandOver(open.Rows);
        }

        Forget();
    }

    public void Dispose() => _reader.Dispose();

    /// <summary>Drops what a failed round left.</summary>
    public void Forget()
    {
        _open.Clear();
        _last = null;
        _deferred.Forget();
        _pending = NotPending;
    }

    void ReadObject(QueuedObject item)
    {
        var counts = new RecordCounts();
        _reader.Begin(item.Object, Opener(item), _round.Cancellation);
        for (ReadOutcome found; (found = _reader.Read()) != ReadOutcome.End;)
        {
            if (found == ReadOutcome.Record)
            {
                TakeRecord(item.Object, ref counts);
            }
            else
            {
                _round.Batch.AddReject(_reader.Reject.ToRow(item.Object.Uri, _round.Batch.Id));
            }
        }

        TakeEnd(item.Object.Uri, counts);
    }

    void TakeRecord(LogObject item, ref RecordCounts counts)
    {
        int day = _reader.Day;
        var account = _reader.Account;
        var open = _last;
        if (open is null || day != _lastDay || !account.SequenceEqual(_lastAccount))
        {
            open = Find(item, day, account);
        }

        if (open is null)
        {
            Defer(day, account);
            counts.Deferred++;
            return;
        }

        var ids = open.Partition.EventIds;
        if (!ReferenceEquals(open.Object, item))
        {
            open.Object = item;
            open.ObjectNumber = ids.EnterObject(item.Uri);
        }

        var verdict = ids.Add(_reader.Identity, new RecordLocation(open.ObjectNumber, _reader.Index), out var kept);
        if (verdict == EventIdMatch.Copy)
        {
            _copies.Add(item.Uri, _reader.Index, ids.ObjectOf(kept.Object), kept.Index);
            counts.Duplicates++;
            return;
        }

        bool isConflict = verdict == EventIdMatch.Conflict;
        _reader.AppendTo(open.Rows, isConflict);
        counts.Events++;
        counts.Conflicts += isConflict ? 1 : 0;
        int bytes = _reader.RecordText.Length;
        _unchecked += bytes;
        if (open.Rows.RowCount % RowsPerCheck == 0 || _unchecked >= _run.MostUncheckedBytes)
        {
            _unchecked = 0;
            CheckSize(open, bytes);
        }
    }

    void Defer(int day, ReadOnlySpan<byte> account)
    {
        if (_pending == NotPending)
        {
            _pending = _round.Pending.Begin();
        }

        var record = new DeferredRecord(
            day, _pending, _reader.Index, _reader.Identity.Record, account, _reader.Uri, _reader.RecordText);
        _deferred.Add(record, _round.Deferred);
    }

    void TakeEnd(string uri, in RecordCounts counts)
    {
        _copies.Flush();
        var row = _reader.ToRow(counts, _round.Batch.Id);
        if (_pending == NotPending)
        {
            _round.Batch.AddObject(row);
        }
        else
        {
            _round.Pending.Add(_pending, row);
            _pending = NotPending;
        }

        _round.Counters.Add(row, counts, _reader.IsEmptyLog, _reader.BytesIn, _reader.ContentBytes);
        if (row.State == ObjectState.Unreadable)
        {
            _run.Notes.AddProblem(new SourceProblem(uri, row.Reason ?? "cannot be read"));
        }
        else if (row.State == ObjectState.Damaged)
        {
            _run.Notes.AddDamage(new SourceProblem(uri, row.Reason ?? "damaged"));
        }

        foreach (var (kind, count) in _reader.Notes)
        {
            _run.Notes.Add(kind, uri, count);
        }
    }

    /// <summary>Takes the stream that was opened ahead, the first time.</summary>
    Func<System.IO.Stream> Opener(QueuedObject item)
    {
        var ahead = item.Opened;
        return () =>
        {
            var opened = ahead ?? _run.Source.OpenAsync(item.Object, _round.Cancellation).AsTask();
            ahead = null;

            // Once for each object, and as a rule it is there: a local file opens at once, others were asked for while they queued.
            return opened.GetAwaiter().GetResult();
        };
    }

    /// <summary>The batch of a partition; null when its records have to be deferred.</summary>
    OpenBatch? Find(LogObject item, int day, ReadOnlySpan<byte> account)
    {
        var key = PartitionKey.Of(day, account);
        if (!_open.TryGetValue(key, out var open))
        {
            if (_open.Count >= _run.MostOpen || _round.Partitions.TryGet(key, item.Key.Account) is not { } partition)
            {
                return null;
            }

            open = new OpenBatch(partition, _run.Pool.Rent());
            _open.Add(key, open);
        }

        _last = open;
        _lastDay = day;
        _lastAccount = account.ToArray();
        return open;
    }

    void CheckSize(OpenBatch last, int bytes)
    {
        // What the rows need, not what the buffers hold: those are up to twice as long.
        if (_run.IsFull(last.Rows, bytes))
        {
            WriteOut(last);
            return;
        }

        long all = 0;
        long most = 0;
        var largest = last;
        foreach (var open in _open.Values)
        {
            long used = open.Rows.MemoryUsed;
            all += used;
            (most, largest) = used > most ? (used, open) : (most, largest);
        }

        if (all >= _run.MostBatchBytes + (_run.MostBatchBytes / 4))
        {
            WriteOut(largest);
        }
    }

    void WriteOut(OpenBatch open) => open.Rows = _round.WriteFull(open.Partition, open.Rows);

    void HandOverRetiring()
    {
        for (int count = _round.Partitions.RetiringCount; _retired < count; _retired++)
        {
            var partition = _round.Partitions.Retiring(_retired);
            ColumnBatch? rows = null;
            if (_open.TryGetValue(partition.Key, out var open) && open.Partition == partition)
            {
                rows = open.Rows;
                _open.Remove(partition.Key);
                _last = _last == open ? null : _last;
            }

            if (partition.HandOver(rows))
            {
                _round.Retired.Enqueue(partition);
            }
        }
    }

    // Whoever is free writes the files, and hands over between two of them what the others wait for.
    void FinishRetired()
    {
        HandOverRetiring();
        while (_round.Retired.TryDequeue(out var partition))
        {
            _round.Finish(partition);
            HandOverRetiring();
        }
    }

    sealed class OpenBatch(OpenPartition partition, ColumnBatch rows)
    {
        public OpenPartition Partition { get; } = partition;

        public ColumnBatch Rows { get; set; } = rows;

        /// <summary>The object whose rows it took last.</summary>
        public LogObject? Object { get; set; }

        /// <summary>Number of that object in the partition's set.</summary>
        public int ObjectNumber { get; set; }
    }
}
