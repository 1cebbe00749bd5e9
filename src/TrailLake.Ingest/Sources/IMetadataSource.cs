namespace TrailLake.Ingest.Sources;

/// <summary>A source that knows its objects' user metadata (in S3, the headers <c>x-amz-meta-…</c>).</summary>
interface IMetadataSource
{
    /// <summary>
    /// The user metadata of an object: names without <c>x-amz-meta-</c>, compared without regard to case; empty when it has none.
    /// </summary>
    /// <exception cref="IOException">It cannot be had; the message is one line for a person.</exception>
    ValueTask<IReadOnlyDictionary<string, string>> ReadMetadataAsync(LogObject item, CancellationToken cancellation = default);
}
