using TrailLake.Ingest.Reading;

namespace TrailLake.Ingest.Pipeline;

/// <summary>A note of an ingest.</summary>
/// <param name="Kind">What was noted.</param>
/// <param name="Count">Of how many records or members.</param>
/// <param name="Objects">In how many objects.</param>
/// <param name="First">URI of the first of them in ordinal order.</param>
public sealed record IngestNote(IngestNoteKind Kind, long Count, long Objects, string First);
