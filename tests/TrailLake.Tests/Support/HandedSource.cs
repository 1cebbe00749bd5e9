using System;
using System.Collections.Generic;
using System.IO;
using System.Runtime.CompilerServices;
using System.Text;
using System.Threading;
using System.Threading.Channels;
using System.Threading.Tasks;
using TrailLake.Ingest.Archives;
using TrailLake.Ingest.Sources;

namespace TrailLake.Tests.Support;

/// <summary>A source whose objects, of one record each, are listed when the test hands them over: until then the listing waits.</summary>
sealed class HandedSource : ILogSource
{
    readonly Channel<LogObject> _objects = Channel.CreateUnbounded<LogObject>();
    int _count;

    public string Name => "test:";

    public int FetchAhead { get; init; }

    /// <summary>Streams that were opened and not disposed.</summary>
    public int Open;

    /// <summary>Waits before an object is opened; null for no wait.</summary>
    public Func<Task>? Opening { get; init; }

    public void Hand(int objects)
    {
        for (int i = 0; i < objects; i++)
        {
            var key = new ArchiveKey(ArchiveKind.Unknown, "", null, null, null, null, null);
            _objects.Writer.TryWrite(new LogObject($"test:{_count++}", key, -1, "etag", DateTime.UnixEpoch));
        }
    }

    public void End() => _objects.Writer.Complete();

    public async IAsyncEnumerable<ListingItem> ListAsync(
        SourceFilter filter, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        await foreach (var item in _objects.Reader.ReadAllAsync(cancellation))
        {
            yield return new ListingItem(item, null);
        }
    }

    public async ValueTask<Stream> OpenAsync(LogObject item, CancellationToken cancellation = default)
    {
        if (Opening is not null)
        {
            await Opening();
        }

        Interlocked.Increment(ref Open);
        return new CountedStream(this, Encoding.UTF8.GetBytes(Records.File(Records.Of(item.Uri["test:".Length..]))));
    }

    sealed class CountedStream(HandedSource source, byte[] content) : MemoryStream(content)
    {
        int _isDisposed;

        protected override void Dispose(bool disposing)
        {
            if (Interlocked.Exchange(ref _isDisposed, 1) == 0)
            {
                Interlocked.Decrement(ref source.Open);
            }

            base.Dispose(disposing);
        }
    }
}
