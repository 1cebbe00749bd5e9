using System;
using System.Collections.Generic;
using System.Text;
using TrailLake.Columns;
using TrailLake.Ingest.Deferral;
using TrailLake.Lake;
using TrailLake.Scanning;

namespace TrailLake.Ingest;

/// <summary>
/// One scanning thread: reads objects into batches of its own, one for each partition, so that nothing is locked on the way of a row but
/// the set of event ids.
/// </summary>
sealed class IngestWorker : IObjectSink, IDisposable
{
    // Batches are looked at for their size once in so many rows.
    const int RowsPerCheck = 256;

    const int NotPending = -1;

    readonly IngestRun _run;
    readonly ObjectReader _reader;
    readonly DeferredBuffer _deferred;
    readonly Dictionary<PartitionKey, OpenBatch> _open = [];
    IngestRound _round = null!;
    CopyRun _copies = null!;
    int _retired;
    int _pending = NotPending; // number of the object that is being read, when records of it were deferred
    byte[] _uri = [];
    long _unchecked;

    // The partition of the row before: neighbours nearly always share it.
    OpenBatch? _last;
    int _lastDay;
    byte[] _lastAccount = [];

    public IngestWorker(IngestRun run)
    {
        _run = run;
        _reader = new ObjectReader(run.Options, run.Key, this);
        _deferred = new DeferredBuffer(run.MostDeferredBytes);
    }

    string IObjectSink.Batch => _round.Batch.Id;

    string IObjectSink.Version => ProductVersion.Text;

    /// <summary>Reads the round's objects until there are no more.</summary>
    public void Work(IngestRound round)
    {
        _round = round;
        _copies = new CopyRun(round.Batch.AddCopy, round.Batch.Id);
        _retired = 0;
        foreach (var item in round.Queue.GetConsumingEnumerable(round.Cancellation))
        {
            _reader.Read(item.Object, Opener(item), round.Cancellation);
            round.Epochs.Leave(item.Epoch);
            round.Partitions.RetireBehind(round.Epochs);

            // Without an object in hand: while it wrote files, the front could not pass that one, and the others would open partition after
            // partition (seen: 1,847 open at once where 200 would do).
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

    PlacedRecord IObjectSink.Place(LogObject item, long index, int day, ReadOnlySpan<byte> account, in EventIdentity identity)
    {
        var open = _last;
        if (open is null || day != _lastDay || !account.SequenceEqual(_lastAccount))
        {
            open = Find(item, day, account);
        }

        if (open is null)
        {
            return new PlacedRecord(EventIdVerdict.Deferred, null);
        }

        var ids = open.Partition.EventIds;
        if (!ReferenceEquals(open.Object, item))
        {
            open.Object = item;
            open.ObjectNumber = ids.EnterObject(item.Uri);
        }

        var verdict = ids.Add(identity, new RecordPlace(open.ObjectNumber, index), out var kept);
        return verdict == EventIdVerdict.Copy
            ? new PlacedRecord(verdict, null, ids.ObjectOf(kept.Object), kept.Index)
            : new PlacedRecord(verdict, open.Rows);
    }

    void IObjectSink.AddCopy(LogObject item, long index, string keptObject, long keptIndex) => _copies.Add(item.Uri, index, keptObject, keptIndex);

    void IObjectSink.Placed(ColumnBatch batch, int bytes)
    {
        _unchecked += bytes;
        if (batch.RowCount % RowsPerCheck == 0 || _unchecked >= _run.MostUncheckedBytes)
        {
            _unchecked = 0;
            CheckSize(batch, bytes);
        }
    }

    void IObjectSink.Defer(LogObject item, long index, int day, ReadOnlySpan<byte> account, ReadOnlySpan<byte> text, long hash)
    {
        if (_pending == NotPending)
        {
            _pending = _round.Pending.Begin();
            _uri = Encoding.UTF8.GetBytes(item.Uri);
        }

        _deferred.Add(new DeferredRecord(day, _pending, index, hash, account, _uri, text), _round.Deferred);
    }

    void IObjectSink.AddReject(LogObject item, long index, in Rejected reject, string message) =>
        _round.Batch.AddReject(new RejectRow
        {
            SourceObject = item.Uri,
            SourceIndex = index,
            Offset = reject.Offset,
            Length = reject.Length,
            Reason = RejectText.Code(reject.Kind),
            Message = message,
            Content = reject.Content,
            RejectedAt = DateTime.UtcNow,
            Batch = _round.Batch.Id,
        });

    void IObjectSink.AddObject(LogObject item, ObjectRow row, in ObjectTally tally, long bytesIn, long contentBytes)
    {
        _copies.Flush();
        if (_pending == NotPending)
        {
            _round.Batch.AddObject(row);
        }
        else
        {
            _round.Pending.Add(_pending, row);
            _pending = NotPending;
        }

        _round.Counters.Add(tally, row.State, bytesIn, contentBytes);
        if (row.State == ObjectState.Unreadable)
        {
            _run.AddProblem(new SourceProblem(item.Uri, row.Reason ?? "cannot be read"));
        }
        else if (row.State == ObjectState.Damaged)
        {
            _run.AddDamage(new SourceProblem(item.Uri, row.Reason ?? "damaged"));
        }
    }

    void IObjectSink.AddNote(IngestNoteKind kind, LogObject item, long count) => _run.Notes.Add(kind, item.Uri, count);

    Exception? IObjectSink.JudgeGzip(LogObject item, out long members)
    {
        members = 0;
        try
        {
            using var stored = _run.Source.OpenAsync(item, _round.Cancellation).AsTask().GetAwaiter().GetResult();
            return GzipMemberStream.Judge(stored, out members);
        }
        catch (Exception e) when (e is System.IO.IOException or UnauthorizedAccessException)
        {
            return e;
        }
    }

    /// <summary>Takes the stream that was opened ahead, the first time.</summary>
    Func<System.IO.Stream> Opener(WorkItem item)
    {
        var ahead = item.Opened;
        return () =>
        {
            var opened = ahead ?? _run.Source.OpenAsync(item.Object, _round.Cancellation).AsTask();
            ahead = null;
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

    void CheckSize(ColumnBatch batch, int bytes)
    {
        // What the rows need, not what the buffers hold: those are up to twice as long.
        if (_run.IsFull(batch, bytes))
        {
            WriteOut(_last!);
            return;
        }

        long all = 0;
        long most = 0;
        var largest = _last!;
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

    void WriteOut(OpenBatch open)
    {
        open.Rows.Seal();
        open.Partition.WriteFull(open.Rows, _round.Batch, _run.Format);
        _run.Pool.Return(open.Rows);
        _run.Options.BuffersReturned?.Invoke();
        open.Rows = _run.Pool.Rent();
    }

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

    sealed class OpenBatch(Partition partition, ColumnBatch rows)
    {
        public Partition Partition { get; } = partition;

        public ColumnBatch Rows { get; set; } = rows;

        /// <summary>The object whose rows it took last.</summary>
        public LogObject? Object { get; set; }

        /// <summary>Number of that object in the partition's set.</summary>
        public int ObjectNumber { get; set; }
    }
}
