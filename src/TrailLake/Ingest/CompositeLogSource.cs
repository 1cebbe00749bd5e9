using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using TrailLake.Errors;
using TrailLake.Paths;

namespace TrailLake.Ingest;

/// <summary>Several sources in one run, listed in turn. One that cannot be read is a problem of the run; only when none can be read does the listing fail.</summary>
public sealed class CompositeLogSource : ILogSource, ISourceScope
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

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public int FetchAhead { get; }

    /// <inheritdoc/>
    public bool Holds(string uri) => Owner(uri) is not null;

    /// <inheritdoc/>
    public async IAsyncEnumerable<ListingItem> ListAsync(SourceFilter filter, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        TrailLakeException? first = null;
        int failed = 0;
        foreach (var source in _sources)
        {
            await using var listing = new SourceListing(source, filter, cancellation);
            while (await listing.MoveNextAsync().ConfigureAwait(false))
            {
                yield return listing.Current;
            }

            if (listing.Failure is { } failure)
            {
                first ??= failure;
                failed++;
                yield return new ListingItem(null, new SourceProblem(
                    BytePath.Shown(source.Name), $"{failure.Message}; what {(listing.Any ? "is left of" : "is in")} this source is missing from this run"));
            }
        }

        if (failed == _sources.Count)
        {
            throw first!;
        }
    }

    /// <inheritdoc/>
    public ValueTask<Stream> OpenAsync(LogObject item, CancellationToken cancellation = default) =>
        (Owner(item.Uri) ?? throw new IOException($"'{TerminalText.Escape(item.Uri)}' is of none of the sources {Name}")).OpenAsync(item, cancellation);

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
