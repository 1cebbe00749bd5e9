using TrailLake.Errors;
using TrailLake.Ingest.Bodies;
using TrailLake.Tables;

namespace TrailLake.Digests;

/// <summary>Compares log files with the digest that names them, several at a time.</summary>
sealed class LogFileCheck(DigestLoader loader, int jobs, DigestVerdictIndex? record) : IDisposable
{
    readonly SemaphoreSlim _slots = new SemaphoreSlim(jobs);

    /// <summary>URIs of the log files that digests name.</summary>
    public ObjectIndex Named { get; } = new();

    /// <summary>Judges the log files of a digest, in its order.</summary>
    public async Task<IReadOnlyList<DigestVerdict>> CheckAsync(DigestFile digest, DigestVerdict verdict, CancellationToken cancellation)
    {
        // A digest under another's name speaks of another hour, whose own digest stands elsewhere.
        if (!digest.CanWitness)
        {
            return [];
        }

        var document = digest.Document!;
        var root = ArchiveRoot.Of(digest.Uri, document.Key);
        var checks = new Task<DigestVerdict>[document.LogFiles.Count];
        for (int i = 0; i < checks.Length; i++)
        {
            checks[i] = CheckAsync(document.LogFiles[i], root, verdict, cancellation);
        }

        return await Task.WhenAll(checks).ConfigureAwait(false);
    }

    public void Dispose() => _slots.Dispose();

    async Task<DigestVerdict> CheckAsync(DigestLogFile log, ArchiveRoot root, DigestVerdict digest, CancellationToken cancellation)
    {
        var proven = digest.State is DigestState.Valid or DigestState.Moved or DigestState.KeyUnknown ? digest.State : DigestState.Unsigned;
        record?.AddNamed(log.Key, log.Sha256, proven);
        if (root.UriOf(log.Key) is not { } uri)
        {
            string outside = $"the key leads out of the archive; named by {digest.Uri}";
            return new DigestVerdict(DigestVerdictKind.Log, TerminalText.Escape(log.Key), DigestState.Missing, outside, digest.Trail);
        }

        await _slots.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            return await Task.Run(() => CheckAsync(log, uri, proven, digest, cancellation), cancellation).ConfigureAwait(false);
        }
        finally
        {
            _slots.Release();
        }
    }

    async Task<DigestVerdict> CheckAsync(
        DigestLogFile log, string uri, DigestState proven, DigestVerdict digest, CancellationToken cancellation)
    {
        var (state, why) = (DigestState.Valid, (string?)null);
        try
        {
            string hash;
            try
            {
                hash = await loader.HashAsync(uri, cancellation).ConfigureAwait(false);
            }
            catch (IOException e) when (DigestLoader.IsMissing(e) && uri.EndsWith(".gz", StringComparison.Ordinal))
            {
                // People unpack copies; what is signed is the content.
                hash = await loader.HashAsync(uri[..^3], cancellation).ConfigureAwait(false);
                uri = uri[..^3];
            }

            if (!hash.Equals(log.Sha256, StringComparison.OrdinalIgnoreCase))
            {
                state = DigestState.InvalidHash;
                why = $"changed: its content has SHA-256 {hash}, and {digest.Uri} names {TerminalText.Escape(log.Sha256)}";
            }
            else if (proven != DigestState.Valid)
            {
                state = proven;
                why = $"its content is the one that its digest names, but that digest is {DigestStateText.Of(digest.State)}: {digest.Uri}";
            }
        }
        catch (Exception e) when (e is InvalidDataException or GzipBombException)
        {
            (state, why) = (DigestState.Malformed, $"{TerminalText.Escape(e.Message)}; named by {digest.Uri}");
        }
        catch (IOException e)
        {
            (state, why) = DigestLoader.IsMissing(e)
                ? (DigestState.Missing, $"named by {digest.Uri}: it was delivered and is not here")
                : (DigestState.Unreadable, TerminalText.Escape(e.Message));
        }

        Named.Add(uri, "");
        return new DigestVerdict(DigestVerdictKind.Log, uri, state, why, digest.Trail);
    }
}
