using System.Collections.Generic;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using TrailLake.Ingest.Sources;

namespace TrailLake.Tests.Ingest.Deferral;

/// <summary>A source of which one object is handed out ahead.</summary>
sealed class UnhurriedSource(ILogSource source) : ILogSource
{
    public string Name => source.Name;

    public int FetchAhead => 1;

    public IAsyncEnumerable<ListingItem> ListAsync(SourceFilter filter, CancellationToken cancellation = default) =>
        source.ListAsync(filter, cancellation);

    public ValueTask<Stream> OpenAsync(LogObject item, CancellationToken cancellation = default) => source.OpenAsync(item, cancellation);
}
