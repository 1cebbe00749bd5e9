using System.Runtime.CompilerServices;
using TrailLake.Errors;
using TrailLake.Paths;

namespace TrailLake.Ingest.Sources;

/// <summary>Several sources in one run. One that cannot be read is a problem of the run; if none can be, the listing fails.</summary>
sealed class CompositeLogSource : ILogSource, ISourceScope
{
    readonly IReadOnlyList<ILogSource> _sources;

    /// <summary>Joins sources. Of those that are no <see cref="ISourceScope"/>, the first opens what no other one holds.</summary>
    public CompositeLogSource(IReadOnlyList<ILogSource> sources)
    {
        if (sources.Count == 0)
        {
            throw new ArgumentException("at least one source is needed", nameof(sources));
        }

        _sources = sources;
        Name = string.Join(", ", sources.Select(source => source.Name));
        FetchAhead = sources.Max(source => source.FetchAhead);
    }

    /// <summary>The sources that it joins.</summary>
    public IReadOnlyList<ILogSource> Sources => _sources;

    public string Name { get; }

    public int FetchAhead { get; }

    public bool Holds(string uri) => Owner(uri) is not null;

    public async IAsyncEnumerable<ListingItem> ListAsync(
        SourceFilter filter, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        TrailLakeException? first = null;
        int failed = 0;
        foreach (var source in _sources)
        {
            TrailLakeException? failure = null;
            bool any = false;
            IAsyncEnumerator<ListingItem>? listing = null;
            try
            {
                while (true)
                {
                    try
                    {
                        listing ??= source.ListAsync(filter, cancellation).GetAsyncEnumerator(cancellation);
                        if (!await listing.MoveNextAsync().ConfigureAwait(false))
                        {
                            break;
                        }
                    }
                    catch (TrailLakeException e) when (e.Kind == ErrorKind.Source)
                    {
                        failure = e;
                        break;
                    }

                    any = true;
                    yield return listing.Current;
                }
            }
            finally
            {
                await (listing?.DisposeAsync() ?? default).ConfigureAwait(false);
            }

            if (failure is not null)
            {
                first ??= failure;
                failed++;
                string missing = $"what {(any ? "is left of" : "is in")} this source is missing from this run";
                yield return new ListingItem(null, new SourceProblem(BytePath.Shown(source.Name), $"{failure.Message}; {missing}"));
            }
        }

        if (failed == _sources.Count)
        {
            throw first!;
        }
    }

    public ValueTask<Stream> OpenAsync(LogObject item, CancellationToken cancellation = default) => Owner(item.Uri) is { } owner
        ? owner.OpenAsync(item, cancellation)
        : throw new IOException($"'{TerminalText.Escape(item.Uri)}' is of none of the sources {Name}");

    ILogSource? Owner(string uri)
    {
        ILogSource? other = null;
        foreach (var source in _sources)
        {
            if (source is not ISourceScope scope)
            {
                other ??= source;
            }
            else if (scope.Holds(uri))
            {
                return source;
            }
        }

        return other;
    }
}
