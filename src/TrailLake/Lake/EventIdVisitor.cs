using System;

namespace TrailLake.Lake;

/// <summary>Takes one row's eventID as UTF-8 (empty when absent) and its record hash.</summary>
public delegate void EventIdVisitor(ReadOnlySpan<byte> eventId, long recordHash);
