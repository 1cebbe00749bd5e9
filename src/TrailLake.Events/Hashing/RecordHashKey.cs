using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace TrailLake.Hashing;

/// <summary>
/// The keys of a lake's record hashes, derived from its secret. Without the secret nobody can make two records whose hashes agree, nor
/// tell from hashes anything but which records are equal. Immutable.
/// </summary>
sealed class RecordHashKey
{
    /// <summary>Length of a secret in bytes.</summary>
    public const int SecretLength = 32;

    readonly ulong[] _universal = new ulong[UniversalHash.KeyWords];
    readonly byte[] _leaf = new byte[AesBlockCipher.KeyLength];
    readonly byte[] _final = new byte[AesBlockCipher.KeyLength];

    RecordHashKey(ReadOnlySpan<byte> secret)
    {
        // The secret is uniform already, so HKDF's first half (extraction) is not needed: RFC 5869, section 3.3.
        HKDF.Expand(HashAlgorithmName.SHA256, secret, MemoryMarshal.AsBytes(_universal.AsSpan()), "traillake record hash 2: universal"u8);
        HKDF.Expand(HashAlgorithmName.SHA256, secret, _leaf, "traillake record hash 2: leaf"u8);
        HKDF.Expand(HashAlgorithmName.SHA256, secret, _final, "traillake record hash 2: final"u8);
        Span<byte> id = stackalloc byte[8];
        HKDF.Expand(HashAlgorithmName.SHA256, secret, id, "traillake record hash 2: id"u8);
        Id = Convert.ToHexStringLower(id);
        if (!BitConverter.IsLittleEndian)
        {
            foreach (ref ulong word in _universal.AsSpan())
            {
                word = System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(word);
            }
        }
    }

    /// <summary>Names the key without telling anything of it: 16 hex digits. Data files carry it: hashes of one key are compared.</summary>
    public string Id { get; }

    /// <summary>The words that <see cref="UniversalHash"/> adds.</summary>
    internal ReadOnlySpan<ulong> Universal => _universal;

    /// <summary>Makes the cipher that the digests of leaves go through; one for each thread.</summary>
    internal AesBlockCipher CreateLeafCipher() => new(_leaf);

    /// <summary>Makes the cipher that the sum of a record goes through; one for each thread.</summary>
    internal AesBlockCipher CreateFinalCipher() => new(_final);

    /// <summary>Derives the keys of a secret.</summary>
    /// <exception cref="ArgumentException">The secret has another length than <see cref="SecretLength"/>.</exception>
    public static RecordHashKey FromSecret(ReadOnlySpan<byte> secret) => secret.Length == SecretLength
        ? new RecordHashKey(secret)
        : throw new ArgumentException($"A secret has {SecretLength} bytes, not {secret.Length}.", nameof(secret));
}
