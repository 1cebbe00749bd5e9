using System.Security.Cryptography;

namespace TrailLake.Digests;

/// <summary>A public key that CloudTrail signs digests with.</summary>
/// <param name="Fingerprint">Its name in digests: looks the key up, and proves nothing.</param>
/// <param name="From">Start of its validity, UTC; null when the file does not say. So its end.</param>
sealed record PublicKey(string Fingerprint, DateTime? From, DateTime? To, RSA Rsa)
{
    // `validate-logs` asks for the keys of the digest's time and two hours more.
    static readonly TimeSpan s_slack = TimeSpan.FromHours(2);

    /// <summary>Whether it was in use at a time.</summary>
    public bool IsValidAt(DateTime time) => !(From - time > s_slack) && !(time - To > s_slack);

    /// <summary>Checks an RSASSA-PKCS1-v1_5 signature with SHA-256.</summary>
    public bool Verify(byte[] data, byte[] signature)
    {
        lock (Rsa)
        {
            return Rsa.VerifyData(data, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        }
    }
}
