using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using System.Security.Cryptography;
using TrailLake.Scanning;
using AesInstructions = System.Runtime.Intrinsics.X86.Aes;

namespace TrailLake.Hashing;

/// <summary>
/// AES-128 over digests of 128 bits: nothing about a digest can be told from its image but whether two are equal. With the processor's
/// instructions a digest costs about ten cycles; where there are none, and with TRAILLAKE_FORCE_SCALAR=1, the platform's AES does the same.
/// Not safe for several threads.
/// </summary>
sealed class AesBlockCipher : IDisposable
{
    /// <summary>Length of the key in bytes.</summary>
    public const int KeyLength = 16;

    const int Rounds = 10;

    readonly Vector128<byte>[]? _rounds;
    readonly Vector128<ulong> _zero;
    readonly System.Security.Cryptography.Aes? _platform;
    readonly Vector128<ulong>[] _images = new Vector128<ulong>[1];

    public AesBlockCipher(byte[] key)
    {
        if (AesInstructions.IsSupported && !BlockMasks.ScalarOnly)
        {
            _rounds = Expand(Vector128.Create(key));
            _zero = Encrypt(default, _rounds);
        }
        else
        {
            _platform = System.Security.Cryptography.Aes.Create();
            _platform.Key = key;
        }
    }

    /// <summary>The image of a digest.</summary>
    public Vector128<ulong> Encrypt(Vector128<ulong> digest)
    {
        if (_rounds is { } rounds)
        {
            return Encrypt(digest, rounds);
        }

        _images[0] = digest;
        EncryptByPlatform(_images);
        return _images[0];
    }

    /// <summary>Adds up the images of digests, each half modulo 2⁶⁴. The digests are overwritten.</summary>
    public Vector128<ulong> Sum(Span<Vector128<ulong>> digests)
    {
        var sum = Vector128<ulong>.Zero;
        if (_rounds is { } rounds)
        {
            int i = 0;
            for (; i + 4 <= digests.Length; i += 4)
            {
                sum += SumOfFour(ref digests[i], rounds);
            }

            if (i < digests.Length)
            {
                // Four take hardly longer than one: zeros fill them up, whose images are taken off again.
                Span<Vector128<ulong>> rest = stackalloc Vector128<ulong>[4];
                rest.Clear();
                digests[i..].CopyTo(rest);
                sum += SumOfFour(ref rest[0], rounds) - (_zero * (ulong)(4 - digests.Length + i));
            }

            return sum;
        }

        EncryptByPlatform(digests);
        foreach (var image in digests)
        {
            sum += image;
        }

        return sum;
    }

    public void Dispose() => _platform?.Dispose();

    void EncryptByPlatform(Span<Vector128<ulong>> digests)
    {
        var bytes = MemoryMarshal.AsBytes(digests);
        _platform!.EncryptEcb(bytes, bytes, PaddingMode.None);
    }

    static Vector128<ulong> Encrypt(Vector128<ulong> digest, Vector128<byte>[] rounds)
    {
        ref var key = ref MemoryMarshal.GetArrayDataReference(rounds);
        var block = digest.AsByte() ^ key;
        for (int round = 1; round < Rounds; round++)
        {
            block = AesInstructions.Encrypt(block, Unsafe.Add(ref key, round));
        }

        return AesInstructions.EncryptLast(block, Unsafe.Add(ref key, Rounds)).AsUInt64();
    }

    /// <summary>Four at once: an instruction takes four cycles, and one can begin in each.</summary>
    static Vector128<ulong> SumOfFour(ref Vector128<ulong> digests, Vector128<byte>[] rounds)
    {
        ref var key = ref MemoryMarshal.GetArrayDataReference(rounds);
        var a = digests.AsByte() ^ key;
        var b = Unsafe.Add(ref digests, 1).AsByte() ^ key;
        var c = Unsafe.Add(ref digests, 2).AsByte() ^ key;
        var d = Unsafe.Add(ref digests, 3).AsByte() ^ key;
        for (int round = 1; round < Rounds; round++)
        {
            var next = Unsafe.Add(ref key, round);
            a = AesInstructions.Encrypt(a, next);
            b = AesInstructions.Encrypt(b, next);
            c = AesInstructions.Encrypt(c, next);
            d = AesInstructions.Encrypt(d, next);
        }

        var last = Unsafe.Add(ref key, Rounds);
        return AesInstructions.EncryptLast(a, last).AsUInt64() + AesInstructions.EncryptLast(b, last).AsUInt64()
            + AesInstructions.EncryptLast(c, last).AsUInt64() + AesInstructions.EncryptLast(d, last).AsUInt64();
    }

    /// <summary>The round keys (FIPS 197, section 5.2).</summary>
    static Vector128<byte>[] Expand(Vector128<byte> key)
    {
        var rounds = new Vector128<byte>[Rounds + 1];
        rounds[0] = key;
        rounds[1] = Next(rounds[0], AesInstructions.KeygenAssist(rounds[0], 0x01));
        rounds[2] = Next(rounds[1], AesInstructions.KeygenAssist(rounds[1], 0x02));
        rounds[3] = Next(rounds[2], AesInstructions.KeygenAssist(rounds[2], 0x04));
        rounds[4] = Next(rounds[3], AesInstructions.KeygenAssist(rounds[3], 0x08));
        rounds[5] = Next(rounds[4], AesInstructions.KeygenAssist(rounds[4], 0x10));
        rounds[6] = Next(rounds[5], AesInstructions.KeygenAssist(rounds[5], 0x20));
        rounds[7] = Next(rounds[6], AesInstructions.KeygenAssist(rounds[6], 0x40));
        rounds[8] = Next(rounds[7], AesInstructions.KeygenAssist(rounds[7], 0x80));
        rounds[9] = Next(rounds[8], AesInstructions.KeygenAssist(rounds[8], 0x1B));
        rounds[10] = Next(rounds[9], AesInstructions.KeygenAssist(rounds[9], 0x36));
        return rounds;
    }

    static Vector128<byte> Next(Vector128<byte> key, Vector128<byte> assist)
    {
        key ^= Sse2.ShiftLeftLogical128BitLane(key, 4);
        key ^= Sse2.ShiftLeftLogical128BitLane(key, 8);
        return key ^ Sse2.Shuffle(assist.AsInt32(), 0xFF).AsByte();
    }
}
