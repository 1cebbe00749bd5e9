namespace TrailLake.Tables;

/// <summary>Takes one row of a data file by what makes it a copy of another.</summary>
/// <param name="eventId">Its eventID as UTF-8; empty when it has none.</param>
/// <param name="recordHash">Hash of its record.</param>
/// <param name="sourceObject">URI of the object that it came from.</param>
/// <param name="sourceIndex">Which record of that object, from 0.</param>
delegate void EventIdVisitor(ReadOnlySpan<byte> eventId, long recordHash, string sourceObject, long sourceIndex);
