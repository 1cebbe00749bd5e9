using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using TrailLake.Ingest.Archives;
using TrailLake.Ingest.Sources;

namespace TrailLake.Interop;

/// <summary>Log files in memory under the names of an invented bucket, so that the lake says the same wherever it is made.</summary>
sealed class FixtureSource(IReadOnlyList<FixtureFile> files) : ILogSource
{
    const string Bucket = "s3://trail-logs-of-the-fixture/";

    /// <inheritdoc/>
    public string Name => Bucket;

    /// <inheritdoc/>
    public int FetchAhead => 0;

    /// <inheritdoc/>
    public IAsyncEnumerable<ListingItem> ListAsync(SourceFilter filter, CancellationToken cancellation = default) =>
        files.Select(file => new ListingItem(
            new LogObject(Bucket + file.Key, ArchiveKeyParser.Parse(file.Key), file.Content.Length, file.ETag, file.Delivered), null))
                .ToAsyncEnumerable();

    /// <inheritdoc/>
    public ValueTask<Stream> OpenAsync(LogObject item, CancellationToken cancellation = default) =>
        new(new MemoryStream(files.Single(file => Bucket + file.Key == item.Uri).Content));
}
