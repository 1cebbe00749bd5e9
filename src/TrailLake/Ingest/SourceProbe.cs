using System.Threading;
using System.Threading.Tasks;

namespace TrailLake.Ingest;

/// <summary>Finds out whether a source is there before anything is made for it.</summary>
public static class SourceProbe
{
    /// <summary>Begins to list a source, each part of several, and leaves it at that.</summary>
    /// <exception cref="Errors.TrailLakeException">The source as a whole cannot be read.</exception>
    public static async Task RequireListableAsync(ILogSource source, SourceFilter filter, CancellationToken cancellation = default)
    {
        if (source is CompositeLogSource several)
        {
            foreach (var part in several.Sources)
            {
                await RequireListableAsync(part, filter, cancellation).ConfigureAwait(false);
            }

            return;
        }

        await using var listing = source.ListAsync(filter, cancellation).GetAsyncEnumerator(cancellation);
        await listing.MoveNextAsync().ConfigureAwait(false);
    }
}
