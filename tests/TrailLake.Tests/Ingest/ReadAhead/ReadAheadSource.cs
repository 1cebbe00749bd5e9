using System.Collections.Generic;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using TrailLake.Ingest.Sources;

namespace TrailLake.Tests.Ingest.ReadAhead;

/// <summary>A source whose objects are all read ahead, however small.</summary>
sealed class ReadAheadSource(ILogSource source) : ILogSource
{
    public string Name => source.Name;

    public int FetchAhead => source.FetchAhead;

    public IAsyncEnumerable<ListingItem> ListAsync(SourceFilter filter, CancellationToken cancellation = default) =>
        source.ListAsync(filter, cancellation);

    public async ValueTask<Stream> OpenAsync(LogObject item, CancellationToken cancellation = default) =>
        new ReadAheadStream(await source.OpenAsync(item, cancellation), cancellation);
}
