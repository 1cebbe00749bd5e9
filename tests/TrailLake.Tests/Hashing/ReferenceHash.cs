using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using TrailLake.Hashing;

namespace TrailLake.Tests.Hashing;

/// <summary>
/// The record hash as the guarantees state it, written a second time: JsonDocument finds the values, BigInteger adds the products, the
/// platform's AES encrypts. Slow, and it shares nothing with the product but the numbers of the kinds.
/// </summary>
sealed class ReferenceHash
{
    static readonly BigInteger s_two64 = BigInteger.One << 64;

    readonly uint[][] _keys;
    readonly byte[] _leafKey;
    readonly byte[] _finalKey;
    readonly List<byte[]> _images = [];

    public ReferenceHash(byte[] secret)
    {
        // For each block of 32 bytes eight words of the first key, then eight of the second.
        var words = HKDF.Expand(HashAlgorithmName.SHA256, secret, 25 * 64, Encoding.ASCII.GetBytes("traillake record hash 2: universal"));
        uint[] Key(int second) =>
            [.. Enumerable.Range(0, 25 * 8)
                .Select(i => BinaryPrimitives.ReadUInt32LittleEndian(words.AsSpan((i / 8 * 64) + (second * 32) + (i % 8 * 4))))];
        _keys = [Key(0), Key(1)];
        _leafKey = HKDF.Expand(HashAlgorithmName.SHA256, secret, 16, Encoding.ASCII.GetBytes("traillake record hash 2: leaf"));
        _finalKey = HKDF.Expand(HashAlgorithmName.SHA256, secret, 16, Encoding.ASCII.GetBytes("traillake record hash 2: final"));
    }

    public long Hash(string json)
    {
        _images.Clear();
        using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 2000 });
        Add(new Place(0, 0, null, false, 0), document.RootElement, isRecord: true);
        ulong low = 0;
        ulong high = 0;
        foreach (var image in _images)
        {
            low += BinaryPrimitives.ReadUInt64LittleEndian(image);
            high += BinaryPrimitives.ReadUInt64LittleEndian(image.AsSpan(8));
        }

        long hash = BinaryPrimitives.ReadInt64LittleEndian(Encrypt(_finalKey, low, high));
        return hash == long.MinValue ? 0 : hash;
    }

    void Add(Place place, JsonElement value, bool isRecord = false)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                var inside = isRecord ? (0UL, 0UL) : Message(place, HashedKind.Path, 0, null, 0, encrypt: true);
                var met = new Dictionary<string, uint>(StringComparer.Ordinal);
                uint members = 0;
                foreach (var member in value.EnumerateObject())
                {
                    uint occurrence = met.GetValueOrDefault(member.Name);
                    met[member.Name] = occurrence + 1;
                    members++;
                    Add(new Place(inside.Item1, inside.Item2, Encoding.UTF8.GetBytes(member.Name), false, occurrence), member.Value);
                }

                Leaf(place, isRecord ? HashedKind.Record : HashedKind.Object, members, null);
                break;
            case JsonValueKind.Array:
                inside = Message(place, HashedKind.Path, 0, null, 0, encrypt: true);
                uint index = 0;
                foreach (var element in value.EnumerateArray())
                {
                    Add(new Place(inside.Item1, inside.Item2, null, true, index++), element);
                }

                Leaf(place, HashedKind.Array, index, null);
                break;
            case JsonValueKind.String:
                Text(place, HashedKind.String, Encoding.UTF8.GetBytes(value.GetString()!));
                break;
            case JsonValueKind.Number:
                Text(place, HashedKind.Number, Encoding.UTF8.GetBytes(value.GetRawText()));
                break;
            default:
                Leaf(place, value.ValueKind == JsonValueKind.True
                    ? HashedKind.True
                    : value.ValueKind == JsonValueKind.False ? HashedKind.False : HashedKind.Null, 0, null);
                break;
        }
    }

    void Text(Place place, HashedKind kind, byte[] text)
    {
        if (text.Length <= 512)
        {
            Leaf(place, kind, (uint)text.Length, text);
            return;
        }

        for (int part = 0; part * 512 < text.Length; part++)
        {
            var (low, high) = Message(
                place, kind, (uint)text.Length, text[(part * 512)..Math.Min(text.Length, (part + 1) * 512)], (uint)part, encrypt: false);
            _images.Add(Encrypt(_leafKey, low, high));
        }
    }

    void Leaf(Place place, HashedKind kind, uint length, byte[]? text)
    {
        var (low, high) = Message(place, kind, length, text, 0, encrypt: false);
        _images.Add(Encrypt(_leafKey, low, high));
    }

    (ulong Low, ulong High) Message(Place place, HashedKind kind, uint length, byte[]? text, uint part, bool encrypt)
    {
        var (pathLow, pathHigh) = (place.PathLow, place.PathHigh);
        var key = place.Key ?? [];
        for (uint i = 0, whole = (uint)key.Length; key.Length > 256; i++, key = key[256..])
        {
            var part256 = First(pathLow, pathHigh, (ulong)HashedKind.LongKey | ((ulong)whole << 32), i);
            (pathLow, pathHigh) = Sum([.. part256, .. Blocks(key[..256])], encrypt: true);
        }

        ulong head = (ulong)kind | (place.IsElement ? 16UL : 0) | ((ulong)key.Length << 8) | ((ulong)length << 32);
        byte[] keyBlocks = place.Key is null ? [] : Blocks(key);
        byte[] textBlocks = text is null ? [] : Blocks(text);
        return Sum([.. First(pathLow, pathHigh, head, place.Number | ((ulong)part << 32)), .. keyBlocks, .. textBlocks], encrypt);
    }

    static byte[] First(params ReadOnlySpan<ulong> words)
    {
        var block = new byte[32];
        for (int i = 0; i < 4; i++)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(block.AsSpan(i * 8), words[i]);
        }

        return block;
    }

    (ulong Low, ulong High) Sum(byte[] message, bool encrypt)
    {
        var sums = new BigInteger[2];
        for (int second = 0; second < 2; second++)
        {
            for (int i = 0; i < message.Length / 4; i += 2)
            {
                uint a = BinaryPrimitives.ReadUInt32LittleEndian(message.AsSpan(i * 4)) + _keys[second][i];
                uint b = BinaryPrimitives.ReadUInt32LittleEndian(message.AsSpan((i + 1) * 4)) + _keys[second][i + 1];
                sums[second] = (sums[second] + ((BigInteger)a * b)) % s_two64;
            }
        }

        var (low, high) = ((ulong)sums[0], (ulong)sums[1]);
        if (!encrypt)
        {
            return (low, high);
        }

        var image = Encrypt(_leafKey, low, high);
        return (BinaryPrimitives.ReadUInt64LittleEndian(image), BinaryPrimitives.ReadUInt64LittleEndian(image.AsSpan(8)));
    }

    // Padded to a block with zeros; of a longer text the last block overlaps the one before it.
    static byte[] Blocks(byte[] text)
    {
        if (text.Length <= 32)
        {
            return [.. text, .. new byte[32 - text.Length]];
        }

        var blocks = new List<byte>();
        for (int i = 0; i < text.Length; i += 32)
        {
            int at = Math.Min(i, text.Length - 32);
            blocks.AddRange(text[at..(at + 32)]);
        }

        return [.. blocks];
    }

    static byte[] Encrypt(byte[] key, ulong low, ulong high)
    {
        using var aes = Aes.Create();
        aes.Key = key;
        var block = new byte[16];
        BinaryPrimitives.WriteUInt64LittleEndian(block, low);
        BinaryPrimitives.WriteUInt64LittleEndian(block.AsSpan(8), high);
        return aes.EncryptEcb(block, PaddingMode.None);
    }

    readonly record struct Place(ulong PathLow, ulong PathHigh, byte[]? Key, bool IsElement, uint Number);
}
