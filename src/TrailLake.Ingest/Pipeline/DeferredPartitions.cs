using System.Text;
using TrailLake.Columns;
using TrailLake.Hashing;
using TrailLake.Ingest.Deferral;
using TrailLake.Schema;
using TrailLake.Store;
using TrailLake.Tables;

namespace TrailLake.Ingest.Pipeline;

/// <summary>Writes deferred records of a section, partition by partition: each thread has one set of event ids in memory.</summary>
sealed class DeferredPartitions(IngestRun run, IngestRound round) : IDisposable
{
    readonly RecordRescanner _scanner = new();
    readonly RecordAppender _appender = new();
    readonly RecordHasher _hasher = new(run.Key);
    readonly CopyRunBuilder _copies = new(round.Batch.AddCopy, round.Batch.Id);

    // Of the partition: the URIs of its objects, and their numbers in its set, by their own number in the round.
    readonly Dictionary<int, (string Uri, int Number)> _objects = [];
    OpenPartition? _partition;
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

    public void Dispose() => _hasher.Dispose();

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
        var identity = new EventIdentity(_hasher.HashId(record.Text(FieldId.EventId, _scanner.Buffer)), record.Hash);
        var ids = _partition.EventIds;
        if (!_objects.TryGetValue(deferred.Source, out var source))
        {
            var uri = Encoding.UTF8.GetString(deferred.Uri);
            _objects.Add(deferred.Source, source = (uri, ids.EnterObject(uri)));
        }

        var verdict = ids.Add(identity, new RecordLocation(source.Number, deferred.Index), out var kept);
        round.Pending.Count(deferred.Source, verdict);
        round.Counters.AddDeferred(verdict);
        if (verdict == EventIdMatch.Copy)
        {
            _copies.Add(source.Uri, deferred.Index, ids.ObjectOf(kept.Object), kept.Index);
            return;
        }

        _appender.Append(_rows, record, _scanner.Buffer, new RowOrigin(deferred.Uri, deferred.Index, verdict == EventIdMatch.Conflict));
        _unchecked += deferred.Text.Length;
        if (_unchecked < run.MostUncheckedBytes && _rows.RowCount < run.Options.RowGroupRows)
        {
            return;
        }

        _unchecked = 0;
        if (run.IsFull(_rows, deferred.Text.Length))
        {
            _rows = round.WriteFull(_partition, _rows);
        }
    }

    void Finish()
    {
        if (_partition is not null)
        {
            _copies.Flush();
            _objects.Clear();
            _partition.Hand(_rows);
            round.Finish(_partition);
            _partition = null;
        }
    }
}
