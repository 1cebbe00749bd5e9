using System.Text;

namespace TrailLake.Digests;

/// <summary>Makes the text that CloudTrail signs, and checks its signature.</summary>
static class DigestSignature
{
    /// <summary>
    /// The signed bytes: end time, bucket and key, SHA-256 of the uncompressed content, and the previous digest's signature or <c>null</c>.
    /// </summary>
    public static byte[] SignedBytes(string endTime, string bucket, string key, string sha256, string? previousSignature) =>
        Encoding.UTF8.GetBytes($"{endTime}\n{bucket}/{key}\n{sha256}\n{previousSignature ?? "null"}");

    /// <summary>Checks a signature of a digest; it is hexadecimal, and null when there is none.</summary>
    public static SignatureResult Check(PublicKeys keys, DigestDocument digest, string sha256, string? signature, DateTime? signedAt)
    {
        if (string.IsNullOrEmpty(signature))
        {
            return SignatureResult.None;
        }

        if (keys.Find(digest.Fingerprint, signedAt) is not { } key)
        {
            return SignatureResult.KeyUnknown;
        }

        byte[] bytes;
        try
        {
            bytes = Convert.FromHexString(signature);
        }
        catch (FormatException)
        {
            return SignatureResult.Bad;
        }

        return key.Verify(SignedBytes(digest.EndText, digest.Bucket, digest.Key, sha256, digest.PreviousSignature), bytes)
            ? SignatureResult.Good
            : SignatureResult.Bad;
    }
}
