namespace TrailLake.Ingest.Sources;

/// <summary>A source that can tell its own objects from another's, so that several can be read as one.</summary>
interface ISourceScope
{
    /// <summary>Whether an object's URI is one that this source lists.</summary>
    bool Holds(string uri);
}
