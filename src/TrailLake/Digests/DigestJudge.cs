using System;
using TrailLake.Errors;

namespace TrailLake.Digests;

/// <summary>
/// Judges one digest by its own signature, and by what its successor says of it: content hash and signature are both compared.
/// </summary>
static class DigestJudge
{
    /// <summary>Judges a digest.</summary>
    /// <param name="next">The digest that names it as the one before; null when there is none.</param>
    /// <param name="nextIsChanged">Whether <paramref name="next"/> is itself proven to be changed: then its word counts for nothing.</param>
    public static Verdict Judge(PublicKeys keys, DigestFile digest, DigestFile? next, bool nextIsChanged)
    {
        var kind = digest.Name.IsBackfill ? VerdictKind.BackfillDigest : VerdictKind.Digest;
        var (state, why) = Decide(keys, digest, next, nextIsChanged);
        return new Verdict(kind, digest.Uri, state, why, digest.Trail);
    }

    /// <summary>Whether a digest is proven to be another than the one that was delivered: by its own signature, or by its successor.</summary>
    public static bool IsChanged(PublicKeys keys, DigestFile digest, DigestFile? next) =>
        digest.Own == SignatureCheck.Bad
        || (digest.Own != SignatureCheck.Good && next is not null && !SameHash(digest, next) && Linked(keys, digest, next) != SignatureCheck.Good);

    static (DigestState State, string? Why) Decide(PublicKeys keys, DigestFile digest, DigestFile? next, bool nextIsChanged)
    {
        if (digest.Failure is { } failure)
        {
            return (digest.FailureState, failure);
        }

        var document = digest.Document!;
        if (digest.Place == DigestPlace.Foreign)
        {
            return (DigestState.Moved, $"it holds the digest of s3://{TerminalText.Escape(document.Bucket)}/{TerminalText.Escape(document.Key)}");
        }

        var linked = next is null ? SignatureCheck.None : Linked(keys, digest, next);
        bool isSame = next is null || SameHash(digest, next);
        if (digest.Own == SignatureCheck.Good || linked == SignatureCheck.Good)
        {
            if (next is not null && !nextIsChanged && linked != SignatureCheck.Good)
            {
                return isSame
                    ? (DigestState.InvalidSignature, $"its metadata's signature holds, but is not the one that the next digest names: {next.Uri}")
                    : (DigestState.InvalidHash, $"its signature holds, but the next digest follows another: {Hashes(digest, next)}");
            }

            return digest.Place == DigestPlace.Moved
                ? (DigestState.Moved, $"its signature holds; it was delivered to s3://{TerminalText.Escape(document.Bucket)}/{TerminalText.Escape(document.Key)}")
                : (DigestState.Valid, document.PreviousKey is null && !digest.Name.IsBackfill ? "starting digest: none before it in its chain" : null);
        }

        if (!isSame && !nextIsChanged)
        {
            return (DigestState.InvalidHash, $"changed: {Hashes(digest, next!)}");
        }

        if (digest.Own == SignatureCheck.Bad)
        {
            return (DigestState.InvalidSignature, next is null
                ? $"the signature of its metadata does not hold: content or signature was changed, or key {Key(document)} is not the one it was signed with"
                : $"the signature of its metadata does not hold, though the next digest names this content: key {Key(document)} may not be the right one");
        }

        if (digest.Own == SignatureCheck.KeyUnknown || linked == SignatureCheck.KeyUnknown)
        {
            return (DigestState.KeyUnknown, keys.Knows(document.Fingerprint)
                ? $"key {Key(document)} of the keys file was not in use when it was signed"
                : $"the keys file has no key {Key(document)}; ask for the keys of region {digest.Trail.Region} and of the digest's time");
        }

        if (linked == SignatureCheck.Bad && !nextIsChanged)
        {
            return (DigestState.InvalidSignature,
                $"the signature that the next digest names does not hold: key {Key(document)} may not be the right one, or {next!.Uri} was changed");
        }

        return (DigestState.Unsigned, next is null
            ? "no metadata holds its signature, and no digest after it does; a sidecar NAME.metadata with its user metadata would prove it"
            : "no metadata holds its signature, and the next digest, which does, was changed");
    }

    static SignatureCheck Linked(PublicKeys keys, DigestFile digest, DigestFile next) => digest.CanWitness
        ? DigestSignature.Check(
            keys, digest.Document!, digest.Sha256, next.Document!.PreviousSignature, DigestLoader.SignedAt(digest.Name, digest.Document!, digest.GeneratedAt))
        : SignatureCheck.None;

    static bool SameHash(DigestFile digest, DigestFile next) =>
        string.Equals(digest.Sha256, next.Document!.PreviousSha256, StringComparison.OrdinalIgnoreCase);

    static string Hashes(DigestFile digest, DigestFile next) =>
        $"its content has SHA-256 {digest.Sha256}, and {next.Uri} names {TerminalText.Escape(next.Document!.PreviousSha256 ?? "none")}";

    static string Key(DigestDocument document) => TerminalText.Escape(document.Fingerprint);
}
