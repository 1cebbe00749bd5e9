namespace TrailLake.Ingest.Sources;

/// <summary>One thing that a listing met: an object, or a problem with a part of the source. Exactly one of the two is set.</summary>
/// <param name="Object">The object; its kind says whether it is to be read or only counted.</param>
/// <param name="Problem">What could not be listed; the rest of the listing goes on.</param>
public readonly record struct ListingItem(LogObject? Object, SourceProblem? Problem);
