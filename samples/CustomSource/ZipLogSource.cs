using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using TrailLake.Ingest.Archives;
using TrailLake.Ingest.Sources;

/// <summary>An archive that somebody handed over as one ZIP file. Its entries are named as the keys of the bucket were.</summary>
sealed class ZipLogSource(string path) : ILogSource
{
    public string Name => path;

    // Opening does not wait for a network: nothing is gained by opening ahead.
    public int FetchAhead => 0;

    // All of the file is wanted, so the filter is not looked at.
    public async IAsyncEnumerable<ListingItem> ListAsync(
        SourceFilter filter, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        await using var zip = await ZipFile.OpenReadAsync(path, cancellation);
        foreach (var entry in zip.Entries)
        {
            if (entry.Name.Length > 0)
            {
                // The ETag says which content it is. A ZIP file knows the checksum of each entry.
                var key = ArchiveKeyParser.Parse(entry.FullName);
                yield return new ListingItem(
                    new LogObject(UriOf(entry), key, entry.Length, $"{entry.Crc32:x8}", entry.LastWriteTime.UtcDateTime), null);
            }
        }
    }

    public async ValueTask<Stream> OpenAsync(LogObject item, CancellationToken cancellation = default)
    {
        // Several threads open entries at once, and a ZipArchive serves one of them: so each opens its own.
        await using var zip = await ZipFile.OpenReadAsync(path, cancellation);
        var entry = zip.GetEntry(item.Uri[UriPrefix.Length..]) ?? throw new IOException($"{item.Uri} is gone");
        var content = new MemoryStream();
        await using var stream = await entry.OpenAsync(cancellation);
        await stream.CopyToAsync(content, cancellation);
        content.Position = 0;
        return content;
    }

    string UriPrefix => $"zip:{Path.GetFileName(path)}!";

    string UriOf(ZipArchiveEntry entry) => UriPrefix + entry.FullName;
}
