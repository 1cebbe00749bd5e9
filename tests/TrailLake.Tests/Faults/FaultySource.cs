using System;
using System.Collections.Generic;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using TrailLake.Ingest.Sources;

namespace TrailLake.Tests.Faults;

/// <summary>
/// A source whose objects sometimes cannot be opened, fail while they are read, end too early, or hang until they are cancelled.
/// </summary>
sealed class FaultySource(ILogSource source, int seed, bool hangs) : ILogSource
{
    readonly Lock _lock = new();
    readonly Random _random = new(seed);

    public string Name => source.Name;

    public int FetchAhead => 4;

    /// <summary>Faults so far.</summary>
    public int Faults { get; private set; }

    public IAsyncEnumerable<ListingItem> ListAsync(SourceFilter filter, CancellationToken cancellation = default) =>
        source.ListAsync(filter, cancellation);

    public async ValueTask<Stream> OpenAsync(LogObject item, CancellationToken cancellation = default)
    {
        int kind;
        long at;
        lock (_lock)
        {
            kind = _random.Next(hangs ? 5 : 4) is var drawn && _random.Next(3) == 0 ? drawn : -1;
            at = _random.NextInt64(item.Size);
            Faults += kind >= 1 ? 1 : 0;
        }

        var stream = await source.OpenAsync(item, cancellation);
        switch (kind)
        {
            case 1:
                await stream.DisposeAsync();
                throw new IOException("the disk does not answer");
            case 2:
            case 3:
                return new BreakingStream(stream, at, isShort: kind == 3);
            case 4:
                await Task.Delay(Timeout.Infinite, cancellation);
                return stream;
            default:
                return stream;
        }
    }

    sealed class BreakingStream(Stream inner, long at, bool isShort) : Stream
    {
        long _read;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => _read; set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            if (_read >= at)
            {
                return isShort ? 0 : throw new IOException("the disk broke off");
            }

            int read = inner.Read(buffer, offset, (int)Math.Min(count, at - _read));
            _read += read;
            return read;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            inner.Dispose();
            base.Dispose(disposing);
        }
    }
}
