using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using TrailLake.Errors;

namespace TrailLake.Ingest;

/// <summary>The listing of one source of several, which ends where the source fails.</summary>
sealed class SourceListing : IAsyncDisposable
{
    readonly ILogSource _source;
    readonly SourceFilter _filter;
    readonly CancellationToken _cancellation;
    IAsyncEnumerator<ListingItem>? _items;

    public SourceListing(ILogSource source, SourceFilter filter, CancellationToken cancellation)
    {
        _source = source;
        _filter = filter;
        _cancellation = cancellation;
    }

    public ListingItem Current { get; private set; }

    /// <summary>Whether it has listed anything.</summary>
    public bool Any { get; private set; }

    /// <summary>Why the source as a whole could not be read, or not to its end.</summary>
    public TrailLakeException? Failure { get; private set; }

    public async ValueTask<bool> MoveNextAsync()
    {
        try
        {
            _items ??= _source.ListAsync(_filter, _cancellation).GetAsyncEnumerator(_cancellation);
            if (!await _items.MoveNextAsync().ConfigureAwait(false))
            {
                return false;
            }
        }
        catch (TrailLakeException e) when (e.Kind == ErrorKind.Source)
        {
            Failure = e;
            return false;
        }

        Current = _items.Current;
        return Any = true;
    }

    public ValueTask DisposeAsync() => _items?.DisposeAsync() ?? default;
}
