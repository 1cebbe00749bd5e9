using System;
using System.Collections.Generic;
using System.Threading;
using TrailLake.Columns;
using TrailLake.Lake;
using TrailLake.Scanning;

namespace TrailLake.Ingest.Repair;

/// <summary>Takes what an object holds when it is read again. By itself it keeps nothing but the ledger row and the rejects.</summary>
class RepairSink(SourceLocator sources, string batch) : IObjectSink
{
    /// <summary>The object that is being read.</summary>
    protected WantedObject Source { get; private set; } = null!;

    /// <summary>The ledger row of the object that was read last. Its events are counted as duplicates: none was taken.</summary>
    public ObjectRow Row { get; private set; } = null!;

    /// <summary>The rejects of the object that was read last.</summary>
    public List<RejectRow> Rejects { get; } = [];

    string IObjectSink.Batch => batch;

    string IObjectSink.Version => ProductVersion.Text;

    /// <summary>Reads an object; what is wrong with it becomes its failure.</summary>
    public void Read(ObjectReader reader, WantedObject source, LogObject item, CancellationToken cancellation)
    {
        Source = source;
        Rejects.Clear();
        reader.Read(item, () => sources.OpenAsync(item, cancellation).AsTask().GetAwaiter().GetResult(), cancellation);
        if (Row.State == ObjectState.Unreadable)
        {
            source.Failure = Row.Reason;
        }
        else if (source.Row is { Sha256: { } sha256 } && sha256 != Row.Sha256)
        {
            source.Failure = $"its SHA-256 is {Row.Sha256}, the ledger has {sha256}: it was changed since it was ingested";
        }
    }

    PlacedRecord IObjectSink.Place(LogObject item, long index, int day, ReadOnlySpan<byte> account, in EventIdentity identity)
    {
        return Place(index, PartitionKey.Of(day, account), identity);
    }

    void IObjectSink.AddCopy(LogObject item, long index, string keptObject, long keptIndex)
    {
    }

    void IObjectSink.Placed(ColumnBatch rows, int bytes) => Placed(rows, bytes);

    void IObjectSink.AddReject(LogObject item, long index, in Rejected reject, string message)
    {
        Rejects.Add(new RejectRow
        {
            SourceObject = item.Uri,
            SourceIndex = index,
            Offset = reject.Offset,
            Length = reject.Length,
            Reason = RejectText.Code(reject.Kind),
            Message = message,
            Content = reject.Content,
            RejectedAt = DateTime.UtcNow,
            Batch = batch,
        });
    }

    void IObjectSink.AddObject(LogObject item, ObjectRow row, in ObjectTally tally, long bytesIn, long contentBytes) => Row = row;

    Exception? IObjectSink.JudgeGzip(LogObject item, out long members)
    {
        members = 0;
        try
        {
            using var stored = sources.OpenAsync(item).AsTask().GetAwaiter().GetResult();
            return GzipMemberStream.Judge(stored, out members);
        }
        catch (Exception e) when (e is System.IO.IOException or UnauthorizedAccessException)
        {
            return e;
        }
    }

    /// <summary>Says what to do with a record: a copy is passed over.</summary>
    protected virtual PlacedRecord Place(long index, PartitionKey partition, in EventIdentity identity) => PlacedRecord.PassedOver;

    /// <summary>Called after a record of so many bytes was appended.</summary>
    protected virtual void Placed(ColumnBatch rows, int bytes)
    {
    }
}
