namespace TrailLake.Ingest.Pipeline;

/// <summary>The progress of an ingest.</summary>
/// <param name="Objects">Objects read.</param>
/// <param name="Events">Events scanned.</param>
/// <param name="BytesIn">Bytes read as stored.</param>
/// <param name="ListedObjects">Objects listed so far that are to be read.</param>
/// <param name="ListedBytes">Their size as stored.</param>
/// <param name="IsListed">True when the listing is complete, so that the listed figures are the totals.</param>
public readonly record struct IngestProgress(long Objects, long Events, long BytesIn, long ListedObjects, long ListedBytes, bool IsListed);
