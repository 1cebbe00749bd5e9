using System.Collections.Concurrent;
using TrailLake.Errors;
using TrailLake.Ingest.Archives;
using TrailLake.Ingest.Bodies;
using TrailLake.Ingest.Sources;

namespace TrailLake.Digests;

/// <summary>Reads digests and hashes log files. Safe for several threads.</summary>
sealed class DigestLoader(ILogSource source, PublicKeys keys, DigestVerificationOptions options) : IDisposable
{
    // A digest of an hour with 10,000 log files is 5 MB.
    const long MostDigestBytes = 256 << 20;
    const long MostLogBytes = 16L << 30;

    // Made at the first need and used again: each holds buffers.
    readonly ConcurrentBag<ContentStream> _streams = [];
    readonly ILogSource _source = source;

    /// <summary>Problems of sidecars; the digests are judged without them.</summary>
    public ConcurrentQueue<SourceProblem> Problems { get; } = [];

    /// <summary>Reads one digest. What is wrong with it stands in the result.</summary>
    public async Task<DigestFile> LoadAsync(LogObject item, DigestName name, bool isAsked, CancellationToken cancellation)
    {
        var trail = TrailOf(item, name);
        DigestFile Failed(DigestState state, string why) =>
            new() { Uri = item.Uri, Name = name, Trail = trail, IsAsked = isAsked, FailureState = state, Failure = why };

        try
        {
            using var stored = await _source.OpenAsync(item, cancellation).ConfigureAwait(false);
            using var content = new MemoryStream();
            string sha256 = Read(stored, MostDigestBytes, content, CancellationToken.None);
            var document = DigestDocument.Parse(content.ToArray());
            var metadata = await MetadataAsync(item, cancellation).ConfigureAwait(false);
            string? signature = metadata.GetValueOrDefault("signature");

            // A backfill digest is signed when it is made, long after the end of its span.
            DateTime? signedAt = !name.IsBackfill ? document.End
                : DigestDocument.TryTime(metadata.GetValueOrDefault("backfill-generation-timestamp"), out var made) ? made
                : null;
            return new DigestFile
            {
                Uri = item.Uri,
                Name = name,
                Trail = trail,
                IsAsked = isAsked,
                Document = document,
                Sha256 = sha256,
                Place = PlaceOf(item, document),
                SignedAt = signedAt,
                Own = DigestSignature.Check(keys, document, sha256, signature, signedAt),
            };
        }
        catch (Exception e) when (e is InvalidDataException or GzipBombException)
        {
            return Failed(DigestState.Malformed, TerminalText.Escape(e.Message));
        }
        catch (IOException e)
        {
            return Failed(DigestState.Unreadable, TerminalText.Escape(e.Message));
        }
    }

    /// <summary>SHA-256 of the uncompressed content of a log file.</summary>
    /// <exception cref="InvalidDataException">It is broken.</exception>
    /// <exception cref="IOException">It is not there or cannot be read.</exception>
    public async Task<string> HashAsync(string uri, CancellationToken cancellation)
    {
        var item = new LogObject(uri, ArchiveKeyParser.Parse(ArchiveRoot.PathOf(uri)), -1, "", DateTime.MinValue);
        using var stored = await _source.OpenAsync(item, cancellation).ConfigureAwait(false);
        return Read(stored, MostLogBytes, null, cancellation);
    }

    /// <summary>True when an error says that there is no such file or object.</summary>
    public static bool IsMissing(IOException error) => error is FileNotFoundException or DirectoryNotFoundException
        || error.InnerException is FileNotFoundException or DirectoryNotFoundException;

    public void Dispose()
    {
        while (_streams.TryTake(out var stream))
        {
            stream.Dispose();
        }
    }

    static TrailId TrailOf(LogObject item, DigestName name)
    {
        var key = item.Key;
        string prefix = key.Organization is { } organization ? $"{key.Prefix}/{organization}".TrimStart('/') : key.Prefix;
        return new TrailId(prefix, name.Account, name.Region, name.Trail, name.HomeRegion);
    }

    string Read(Stream stored, long most, MemoryStream? copy, CancellationToken cancellation)
    {
        if (!_streams.TryTake(out var stream))
        {
            stream = new ContentStream();
        }

        Span<byte> buffer = stackalloc byte[16 << 10];
        stream.Begin(stored, -1, most, null);
        for (int read; (read = stream.Read(buffer)) > 0;)
        {
            cancellation.ThrowIfCancellationRequested();
            copy?.Write(buffer[..read]);
        }

        string hash = stream.FinishContent();

        // Only whole ones come back: one that threw is left to the collector.
        _streams.Add(stream);
        return hash;
    }

    async ValueTask<IReadOnlyDictionary<string, string>> MetadataAsync(LogObject item, CancellationToken cancellation)
    {
        if (_source is IMetadataSource source)
        {
            try
            {
                return await source.ReadMetadataAsync(item, cancellation).ConfigureAwait(false);
            }
            catch (IOException e)
            {
                string message = $"{e.Message}; the digest is judged without its metadata";
                Problems.Enqueue(new SourceProblem(TerminalText.Escape(item.Uri), message));
            }
        }

        return new Dictionary<string, string>();
    }

    DigestLocation PlaceOf(LogObject item, DigestDocument document)
    {
        string found = ArchiveRoot.PathOf(item.Uri);
        if (!DigestName.Stem(found).SequenceEqual(DigestName.Stem(document.Key)))
        {
            return DigestLocation.Foreign;
        }

        bool isOwn = options.Bucket is { } expected ? expected == document.Bucket
            : ArchiveRoot.BucketOf(item.Uri) is not { } bucket || (bucket == document.Bucket && found == document.Key);
        return !IsSamePlace(found, document.Key) ? DigestLocation.Foreign : isOwn ? DigestLocation.Own : DigestLocation.Moved;
    }

    // What stands before the account is the trail's prefix or the user's disk. A copy without the archive's folders says nothing.
    static bool IsSamePlace(string found, string signed) =>
        !ArchivePlace.TryFind(found, out var here) || !ArchivePlace.TryFind(signed, out var there)
        || (here.Account.SequenceEqual(there.Account) && here.Folder.SequenceEqual(there.Folder)
            && (here.Organization.IsEmpty || here.Organization.SequenceEqual(there.Organization))
            && FolderOf(here.Rest).SequenceEqual(FolderOf(there.Rest)));

    static ReadOnlySpan<char> FolderOf(ReadOnlySpan<char> path) => path[..(path.LastIndexOf('/') + 1)];
}
