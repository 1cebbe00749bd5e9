using System;
using System.Linq;
using System.Runtime.Intrinsics;
using System.Security.Cryptography;
using TrailLake.Hashing;
using Xunit;

namespace TrailLake.Tests.Hashing;

/// <summary>The cipher of the record hash is AES-128.</summary>
public sealed class AesBlockCipherTests
{
    [Fact]
    public void Encrypt_IsAes()
    {
        // FIPS 197, appendix B.
        using var cipher = new AesBlockCipher(Convert.FromHexString("2b7e151628aed2a6abf7158809cf4f3c"));
        var image = cipher.Encrypt(Vector128.Create(Convert.FromHexString("3243f6a8885a308d313198a2e0370734")).AsUInt64());
        Assert.Equal("3925841d02dc09fbdc118597196a0b32", Hex(image));
    }

    [Fact]
    public void Sum_AddsImages_AsThePlatformEncryptsThem()
    {
        var random = new Random(4);
        var key = new byte[16];
        random.NextBytes(key);
        using var cipher = new AesBlockCipher(key);
        using var platform = Aes.Create();
        platform.Key = key;
        for (int count = 0; count < 40; count++)
        {
            var bytes = new byte[count * 16];
            random.NextBytes(bytes);
            var digests = Enumerable.Range(0, count).Select(i => Vector128.Create(bytes.AsSpan(i * 16, 16).ToArray()).AsUInt64()).ToArray();
            var images = platform.EncryptEcb(bytes, PaddingMode.None);
            var expected = Vector128<ulong>.Zero;
            for (int i = 0; i < count; i++)
            {
                expected += Vector128.Create(images.AsSpan(i * 16, 16).ToArray()).AsUInt64();
            }

            Assert.Equal(expected, cipher.Sum(digests));
        }
    }

    static string Hex(Vector128<ulong> block)
    {
        var bytes = new byte[16];
        block.AsByte().CopyTo(bytes);
        return Convert.ToHexStringLower(bytes);
    }
}
