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

    /// <summary>
    /// Says whether an event is new, and the batch that it belongs to when it is not a copy. When that is told later, <see cref="Defer"/> gets
    /// the record.
    /// </summary>
    PlacedRecord Place(LogObject item, long index, int day, ReadOnlySpan<byte> account, in EventIdentity identity);

    /// <summary>Takes note of a copy of a record that an object delivered, this one or another.</summary>
    void AddCopy(LogObject item, long index, string keptObject, long keptIndex);

    /// <summary>Called after an event was appended.</summary>
    /// <param name="bytes">Length of its record.</param>
    void Placed(ColumnBatch batch, int bytes);

    /// <summary>Takes a record that <see cref="Place"/> has deferred.</summary>
    /// <param name="index">Which record of the object, from 0.</param>
    /// <param name="text">The record.</param>
    void Defer(LogObject item, long index, int day, ReadOnlySpan<byte> account, ReadOnlySpan<byte> text, long hash) =>
        throw new NotSupportedException("This sink defers nothing.");

    /// <summary>Takes a reject; its index is that of the record in the object.</summary>
    void AddReject(LogObject item, long index, in Rejected reject, string message);

    /// <summary>Takes the ledger row of an object that was read.</summary>
    void AddObject(LogObject item, ObjectRow row, in ObjectTally tally, long bytesIn, long contentBytes);

    /// <summary>Finds out what is wrong with a gzip object whose end does not fit; null when it is whole after all.</summary>
    /// <param name="members">How many members it has, when it is whole.</param>
    Exception? JudgeGzip(LogObject item, out long members);

    /// <summary>Takes note of something that is worth a word and no fault.</summary>
    void AddNote(IngestNoteKind kind, LogObject item, long count)
    {
    }
}
