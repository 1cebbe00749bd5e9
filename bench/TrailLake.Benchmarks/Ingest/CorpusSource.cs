using System;
using System.Collections.Generic;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using TrailLake.Ingest.Archives;
using TrailLake.Ingest.Sources;

namespace TrailLake.Benchmarks.Ingest;

/// <summary>A corpus as an archive in memory.</summary>
sealed class CorpusSource(Corpus corpus) : ILogSource
{
    const string Base = "memory:///";

    readonly Dictionary<string, byte[]> _objects = [];

    public string Name => Base;

    public int FetchAhead => 0;

    public async IAsyncEnumerable<ListingItem> ListAsync(
        SourceFilter filter, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation = default)
    {
        await Task.CompletedTask;
        for (var i = 0; i < corpus.Keys.Length; i++)
        {
            var (key, content) = (corpus.Keys[i], corpus.Compressed[i]);
            _objects[Base + key] = content;
            yield return new ListingItem(
                new LogObject(Base + key, ArchiveKeyParser.Parse(key), content.Length, "1", DateTime.UnixEpoch), null);
        }
    }

    public ValueTask<Stream> OpenAsync(LogObject item, CancellationToken cancellation = default) =>
        new(new MemoryStream(_objects[item.Uri]));
}
