using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using TrailLake.Ingest.Archives;
using TrailLake.Ingest.Sources;

namespace TrailLake.Tests.Support;

/// <summary>A source of one object, always the same by name and ETag; its bytes are what the test says.</summary>
sealed class OneStreamSource(Func<Stream> open, long size) : ILogSource
{
    public string Name => "test:";

    public int FetchAhead => 4;

    public IAsyncEnumerable<ListingItem> ListAsync(SourceFilter filter, CancellationToken cancellation = default)
    {
        var key = new ArchiveKey(ArchiveKind.Unknown, "", null, null, null, null, null);
        return new[] { new ListingItem(new LogObject("test:one", key, size, "etag", DateTime.UnixEpoch), null) }.ToAsyncEnumerable();
    }

    public async ValueTask<Stream> OpenAsync(LogObject item, CancellationToken cancellation = default)
    {
        await Task.Yield();
        return open();
    }
}
