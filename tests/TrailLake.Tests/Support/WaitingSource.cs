using System.Collections.Generic;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using TrailLake.Ingest.Sources;

namespace TrailLake.Tests.Support;

/// <summary>A source that opens no object before something has happened.</summary>
sealed class WaitingSource(ILogSource source, Task until) : ILogSource
{
    public string Name => source.Name;

    public int FetchAhead => source.FetchAhead;

    public IAsyncEnumerable<ListingItem> ListAsync(SourceFilter filter, CancellationToken cancellation = default) =>
        source.ListAsync(filter, cancellation);

    public async ValueTask<Stream> OpenAsync(LogObject item, CancellationToken cancellation = default)
    {
        await until.WaitAsync(cancellation);
        return await source.OpenAsync(item, cancellation);
    }
}
