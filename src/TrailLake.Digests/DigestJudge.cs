using TrailLake.Errors;

namespace TrailLake.Digests;

/// <summary>Judges a digest by its own signature, and by what its successor says of it: content hash and signature are compared.</summary>
static class DigestJudge
{
    /// <summary>Judges a digest.</summary>
    /// <param name="next">The digest that names it as the one before; null when there is none.</param>
    /// <param name="nextIsChanged">Whether <paramref name="next"/> is proven to be changed: then its word counts for nothing.</param>
    public static DigestVerdict Judge(PublicKeys keys, DigestFile digest, DigestFile? next, bool nextIsChanged)
    {
        var (state, why) = Decide(keys, digest, next, nextIsChanged);
        return new DigestVerdict(digest.Kind, digest.Uri, state, why, digest.Trail);
    }

    /// <summary>Whether a digest is proven, by its own signature or its successor, to be another than the one that was delivered.</summary>
    public static bool IsChanged(PublicKeys keys, DigestFile digest, DigestFile? next) => digest.Own == SignatureResult.Bad
        || (digest.Own != SignatureResult.Good && next is not null && !SameHash(digest, next)
            && Linked(keys, digest, next) != SignatureResult.Good);

    static (DigestState State, string? Why) Decide(PublicKeys keys, DigestFile digest, DigestFile? next, bool nextIsChanged)
    {
        if (digest.Failure is { } failure)
        {
            return (digest.FailureState, failure);
        }

        var document = digest.Document!;
        string key = TerminalText.Escape(document.Fingerprint);
        string delivered = $"s3://{TerminalText.Escape(document.Bucket)}/{TerminalText.Escape(document.Key)}";
        if (digest.Place == DigestLocation.Foreign)
        {
            return (DigestState.Moved, $"it holds the digest of {delivered}");
        }

        var linked = next is null ? SignatureResult.None : Linked(keys, digest, next);
        bool isSame = next is null || SameHash(digest, next);
        if (digest.Own == SignatureResult.Good || linked == SignatureResult.Good)
        {
            if (next is not null && !nextIsChanged && linked != SignatureResult.Good)
            {
                const string holds = "its metadata's signature holds, but is not the one that the next digest names";
                return isSame
                    ? (DigestState.InvalidSignature, $"{holds}: {next.Uri}")
                    : (DigestState.InvalidHash, $"its signature holds, but the next digest follows another: {Hashes(digest, next)}");
            }

            bool isStarting = document.PreviousKey is null && !digest.Name.IsBackfill;
            return digest.Place == DigestLocation.Moved
                ? (DigestState.Moved, $"its signature holds; it was delivered to {delivered}")
                : (DigestState.Valid, isStarting ? "starting digest: none before it in its chain" : null);
        }

        if (!isSame && !nextIsChanged)
        {
            return (DigestState.InvalidHash, $"changed: {Hashes(digest, next!)}");
        }

        if (digest.Own == SignatureResult.Bad)
        {
            return (DigestState.InvalidSignature, "the signature of its metadata does not hold" + (next is null
                ? $": content or signature was changed, or key {key} is not the one it was signed with"
                : $", though the next digest names this content: key {key} may not be the right one"));
        }

        if (digest.Own == SignatureResult.KeyUnknown || linked == SignatureResult.KeyUnknown)
        {
            return (DigestState.KeyUnknown, keys.Knows(document.Fingerprint)
                ? $"key {key} of the keys file was not in use when it was signed"
                : $"the keys file has no key {key}; ask for the keys of region {digest.Trail.Region} and of the digest's time");
        }

        if (linked == SignatureResult.Bad && !nextIsChanged)
        {
            return (DigestState.InvalidSignature,
                $"the signature that the next digest names does not hold: key {key} may not be the right one, or {next!.Uri} was changed");
        }

        return (DigestState.Unsigned, "no metadata holds its signature, and " + (next is null
            ? "no digest after it does; a sidecar NAME.metadata with its user metadata would prove it"
            : "the next digest, which does, was changed"));
    }

    static SignatureResult Linked(PublicKeys keys, DigestFile digest, DigestFile next) => digest.CanWitness
        ? DigestSignature.Check(keys, digest.Document!, digest.Sha256, next.Document!.PreviousSignature, digest.SignedAt)
        : SignatureResult.None;

    static bool SameHash(DigestFile digest, DigestFile next) =>
        string.Equals(digest.Sha256, next.Document!.PreviousSha256, StringComparison.OrdinalIgnoreCase);

    static string Hashes(DigestFile digest, DigestFile next) =>
        $"its content has SHA-256 {digest.Sha256}, and {next.Uri} names {TerminalText.Escape(next.Document!.PreviousSha256 ?? "none")}";
}
