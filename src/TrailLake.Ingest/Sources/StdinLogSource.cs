using System.Globalization;
using TrailLake.Ingest.Archives;

namespace TrailLake.Ingest.Sources;

/// <summary>Standard input as one object. It can be opened once, and its name and ETag are new in each run.</summary>
sealed class StdinLogSource : ILogSource, ISourceScope
{
    readonly Func<Stream> _open;
    readonly LogObject _object;
    int _opened;

    /// <summary>Reads a stream in place of standard input.</summary>
    /// <param name="open">Opens it; null for standard input.</param>
    /// <param name="name">Its name in the ledger; null for one made of the time.</param>
    public StdinLogSource(Func<Stream>? open = null, string? name = null)
    {
        _open = open ?? Console.OpenStandardInput;
        var now = DateTime.UtcNow;
        string unique = Guid.NewGuid().ToString("n");
        name ??= string.Create(CultureInfo.InvariantCulture, $"{now:yyyyMMdd'T'HHmmss'Z'}-{unique.AsSpan(0, 8)}");
        _object = new LogObject($"stdin:{name}", new ArchiveKey(ArchiveKind.Unknown, "", null, null, null, null, null), -1, unique, now);
    }

    public string Name => "-";

    public int FetchAhead => 0;

    public bool Holds(string uri) => uri == _object.Uri;

    public IAsyncEnumerable<ListingItem> ListAsync(SourceFilter filter, CancellationToken cancellation = default) =>
        new[] { new ListingItem(_object, null) }.ToAsyncEnumerable();

    public ValueTask<Stream> OpenAsync(LogObject item, CancellationToken cancellation = default) =>
        Interlocked.Exchange(ref _opened, 1) == 0
            ? new(_open())
            : throw new IOException("standard input can be read once only; save it to a file and name that as the source");
}
