using TrailLake.Ingest.Sources;

namespace TrailLake.S3;

/// <summary>One answer to a listing request.</summary>
/// <param name="Objects">Objects in key order, not yet filtered.</param>
/// <param name="Folders">Keys of folders, for requests with a delimiter.</param>
/// <param name="Next">Token of the next page; null for the last.</param>
readonly record struct S3ListingPage(IReadOnlyList<LogObject> Objects, IReadOnlyList<string> Folders, string? Next)
{
    /// <summary>Key of the last object or folder, whichever comes later; null when the page names none.</summary>
    public string? Last { get; init; }
}
