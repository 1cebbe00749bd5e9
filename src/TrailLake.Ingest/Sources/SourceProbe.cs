using TrailLake.Errors;

namespace TrailLake.Ingest.Sources;

/// <summary>Finds out whether a source is there before anything is made for it.</summary>
static class SourceProbe
{
    /// <summary>Begins to list a source, of several until one can be, and leaves it at that.</summary>
    /// <exception cref="TrailLakeException">The source as a whole cannot be read.</exception>
    public static async Task RequireListableAsync(ILogSource source, SourceFilter filter, CancellationToken cancellation = default)
    {
        if (source is CompositeLogSource several)
        {
            TrailLakeException? first = null;
            foreach (var part in several.Sources)
            {
                try
                {
                    await RequireListableAsync(part, filter, cancellation).ConfigureAwait(false);
                    return;
                }
                catch (TrailLakeException e) when (e.Kind == ErrorKind.Source)
                {
                    first ??= e;
                }
            }

            throw first!;
        }

        await using var listing = source.ListAsync(filter, cancellation).GetAsyncEnumerator(cancellation);
        await listing.MoveNextAsync().ConfigureAwait(false);
    }
}
