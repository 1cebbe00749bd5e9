using System;
using TrailLake.Columns;
using TrailLake.Schema;

namespace TrailLake.Ingest.Deferral;

/// <summary>
/// Writes the deferred records of one section, partition by partition. The ids of a partition's events are asked now, so that one set of them is
/// in memory for each thread, and not one for each partition. A partition that workers have left open gets their rows too, and is completed.
/// </summary>
sealed class DeferredPartitions(IngestRun run, IngestRound round)
{
    readonly RecordRescanner _scanner = new();
    readonly RecordAppender _appender = new();
    Partition? _partition;
    ColumnBatch _rows = null!;
    int _day;
    byte[] _account = [];
    long _unchecked;

    /// <summary>Writes a section. Others may write other sections at the same time.</summary>
    public void Write(int section)
    {
        using var merge = round.Deferred.Merge(section);
        while (merge.MoveNext())
        {
            Take(DeferredRecord.Read(merge.Record));
        }

        Finish();
    }

    void Take(in DeferredRecord deferred)
    {
        if (_partition is null || deferred.Day != _day || !deferred.Account.SequenceEqual(_account))
        {
            Finish();
            round.Cancellation.ThrowIfCancellationRequested();
            _day = deferred.Day;
            _account = deferred.Account.ToArray();
            _partition = round.Partitions.Get(PartitionKey.Of(_day, _account), null);
            _rows = run.Pool.Rent();
        }

        var record = _scanner.Scan(deferred.Text, deferred.Hash);
        var verdict = _partition.EventIds.Add(record.Text(FieldId.EventId, _scanner.Buffer), record.Hash);
        round.Pending.Count(deferred.Source, verdict);
        round.Counters.AddDeferred(verdict);
        if (verdict == EventIdVerdict.Copy)
        {
            return;
        }

        _appender.Append(_rows, record, _scanner.Buffer, new RowOrigin(deferred.Uri, deferred.Index, verdict == EventIdVerdict.Conflict));
        _unchecked += deferred.Text.Length;
        if (_rows.RowCount >= run.Options.RowGroupRows || (_unchecked >= run.MostUncheckedBytes && IsFull()))
        {
            _rows.Seal();
            _partition.WriteFull(_rows, round.Batch, run.Format);
            run.Pool.Return(_rows);
            run.Pacer.Pace();
            _rows = run.Pool.Rent();
        }
    }

    bool IsFull()
    {
        _unchecked = 0;
        return _rows.MemoryUsed >= run.MostBatchBytes;
    }

    void Finish()
    {
        if (_partition is not null)
        {
            _partition.Hand(_rows);
            round.Finish(_partition);
            _partition = null;
        }
    }
}
