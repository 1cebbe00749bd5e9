namespace TrailLake.Ingest.Sources;

/// <summary>
/// Lists and opens the objects of an archive. Listing comes account by account, and within an account day by day with the regions
/// merged, so that few partitions are open at a time; it never holds all keys of a standard layout. Safe for concurrent
/// <see cref="OpenAsync"/> calls.
/// </summary>
public interface ILogSource
{
    /// <summary>What the user named, for messages: <c>s3://bucket/prefix</c> or a path.</summary>
    string Name { get; }

    /// <summary>How many objects to fetch ahead of the scanner; 0 when opening does not wait, as on a local disk.</summary>
    int FetchAhead { get; }

    /// <summary>Lists what the filter wants, and what is there but holds no records (digests and so on), for counting.</summary>
    /// <exception cref="Errors.TrailLakeException">The source as a whole cannot be read.</exception>
    IAsyncEnumerable<ListingItem> ListAsync(SourceFilter filter, CancellationToken cancellation = default);

    /// <summary>Opens an object's bytes as stored (still compressed).</summary>
    /// <param name="cancellation">Ends the opening, and the reading of what is read ahead.</param>
    /// <exception cref="IOException">
    /// The object cannot be opened or read; the message is one line for a person. Where there is none, the inner exception is a
    /// <see cref="FileNotFoundException"/> or a <see cref="DirectoryNotFoundException"/>.
    /// </exception>
    ValueTask<Stream> OpenAsync(LogObject item, CancellationToken cancellation = default);
}
