using System;
using TrailLake.Columns;
using TrailLake.Lake;
using TrailLake.Scanning;

namespace TrailLake.Ingest;

/// <summary>Takes what an <see cref="ObjectReader"/> reads.</summary>
interface IObjectSink
{
    /// <summary>Id of the batch that is being filled.</summary>
    string Batch { get; }

    /// <summary>Version of TrailLake.</summary>
    string Version { get; }

    /// <summary>Says whether an event is new, and the batch that it belongs to when it is not a copy.</summary>
    PlacedRecord Place(LogObject item, long index, int day, ReadOnlySpan<byte> account, in EventIdentity identity);

    /// <summary>Takes note of a copy of a record that an object delivered, this one or another.</summary>
    void AddCopy(LogObject item, long index, string keptObject, long keptIndex);

    /// <summary>Called after an event was appended.</summary>
    void Placed(ColumnBatch batch);

    /// <summary>Takes a reject; its index is that of the record in the object.</summary>
    void AddReject(LogObject item, long index, in Rejected reject, string message);

    /// <summary>Takes the ledger row of an object that was read.</summary>
    void AddObject(LogObject item, ObjectRow row, in ObjectTally tally, long bytesIn, long contentBytes);

    /// <summary>Finds out what is wrong with a gzip object whose end does not fit; null when it is whole after all.</summary>
    Exception? JudgeGzip(LogObject item);
}
