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
/// The record hash as the guarantees state it, written a second time: JsonDocument finds the values, BigInteger adds the products, the platform's AES
/// encrypts. Slow, and it shares nothing with the product but the numbers of the kinds.
/// </summary>
sealed class ReferenceHash
{
    static readonly BigInteger s_two128 = BigInteger.One << 128;

    readonly ulong[] _words;
    readonly byte[] _leafKey;
    readonly byte[] _finalKey;
    readonly List<byte[]> _images = [];

    public ReferenceHash(byte[] secret)
    {
        var words = HKDF.Expand(HashAlgorithmName.SHA256, secret, 100 * 8, Encoding.ASCII.GetBytes("traillake record hash: universal"));
        _words = [.. Enumerable.Range(0, 100).Select(i => BinaryPrimitives.ReadUInt64LittleEndian(words.AsSpan(i * 8)))];
        _leafKey = HKDF.Expand(HashAlgorithmName.SHA256, secret, 16, Encoding.ASCII.GetBytes("traillake record hash: leaf"));
        _finalKey = HKDF.Expand(HashAlgorithmName.SHA256, secret, 16, Encoding.ASCII.GetBytes("traillake record hash: final"));
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
                var inside = isRecord ? (0UL, 0UL) : Message(place, LeafKind.Path, 0, [], 0, encrypt: true);
                var met = new Dictionary<string, uint>(StringComparer.Ordinal);
                uint members = 0;
                foreach (var member in value.EnumerateObject())
                {
                    uint occurrence = met.GetValueOrDefault(member.Name);
                    met[member.Name] = occurrence + 1;
                    members++;
                    Add(new Place(inside.Item1, inside.Item2, Encoding.UTF8.GetBytes(member.Name), false, occurrence), member.Value);
                }

                Leaf(place, isRecord ? LeafKind.Record : LeafKind.Object, members, []);
                break;
            case JsonValueKind.Array:
                inside = Message(place, LeafKind.Path, 0, [], 0, encrypt: true);
                uint index = 0;
                foreach (var element in value.EnumerateArray())
                {
                    Add(new Place(inside.Item1, inside.Item2, null, true, index++), element);
                }

                Leaf(place, LeafKind.Array, index, []);
                break;
            case JsonValueKind.String:
                Text(place, LeafKind.String, Encoding.UTF8.GetBytes(value.GetString()!));
                break;
            case JsonValueKind.Number:
                Text(place, LeafKind.Number, Encoding.UTF8.GetBytes(value.GetRawText()));
                break;
            default:
                Leaf(place, value.ValueKind == JsonValueKind.True ? LeafKind.True : value.ValueKind == JsonValueKind.False ? LeafKind.False : LeafKind.Null, 0, []);
                break;
        }
    }

    void Text(Place place, LeafKind kind, byte[] text)
    {
        if (text.Length <= 512)
        {
            Leaf(place, kind, (uint)text.Length, text);
            return;
        }

        for (int part = 0; part * 512 < text.Length; part++)
        {
            var (low, high) = Message(place, kind, (uint)text.Length, text[(part * 512)..Math.Min(text.Length, (part + 1) * 512)], (uint)part, encrypt: false);
            _images.Add(Encrypt(_leafKey, low, high));
        }
    }

    void Leaf(Place place, LeafKind kind, uint length, byte[] text)
    {
        var (low, high) = Message(place, kind, length, text, 0, encrypt: false);
        _images.Add(Encrypt(_leafKey, low, high));
    }

    (ulong Low, ulong High) Message(Place place, LeafKind kind, uint length, byte[] text, uint part, bool encrypt)
    {
        var (pathLow, pathHigh) = (place.PathLow, place.PathHigh);
        var key = place.Key ?? [];
        for (uint i = 0, whole = (uint)key.Length; key.Length > 256; i++, key = key[256..])
        {
            (pathLow, pathHigh) = Sum([pathLow, pathHigh, (ulong)LeafKind.LongKey | ((ulong)whole << 32), i, .. Words(key[..256])], encrypt: true);
        }

        ulong head = (ulong)kind | (place.IsElement ? 16UL : 0) | ((ulong)key.Length << 8) | ((ulong)length << 32);
        return Sum([pathLow, pathHigh, head, place.Number | ((ulong)part << 32), .. Words(key), .. Words(text)], encrypt);
    }

    (ulong Low, ulong High) Sum(ulong[] message, bool encrypt)
    {
        var sum = BigInteger.Zero;
        for (int i = 0; i < message.Length; i += 2)
        {
            sum = (sum + ((BigInteger)(message[i] + _words[i]) * (message[i + 1] + _words[i + 1]))) % s_two128;
        }

        var (low, high) = ((ulong)(sum & ulong.MaxValue), (ulong)(sum >> 64));
        if (!encrypt)
        {
            return (low, high);
        }

        var image = Encrypt(_leafKey, low, high);
        return (BinaryPrimitives.ReadUInt64LittleEndian(image), BinaryPrimitives.ReadUInt64LittleEndian(image.AsSpan(8)));
    }

    static ulong[] Words(byte[] text)
    {
        static ulong Word(ReadOnlySpan<byte> bytes)
        {
            ulong word = 0;
            for (int i = bytes.Length - 1; i >= 0; i--)
            {
                word = (word << 8) | bytes[i];
            }

            return word;
        }

        switch (text.Length)
        {
            case 0:
                return [];
            case < 4:
                return [((ulong)text[0] << 16) | ((ulong)text[text.Length / 2] << 8) | text[^1], 0];
            case < 8:
                return [Word(text.AsSpan(0, 4)) | (Word(text.AsSpan(text.Length - 4)) << 32), 0];
            case < 16:
                return [Word(text.AsSpan(0, 8)), Word(text.AsSpan(text.Length - 8))];
        }

        var words = new List<ulong>();
        for (int i = 0; i < text.Length; i += 16)
        {
            int at = Math.Min(i, text.Length - 16);
            words.Add(Word(text.AsSpan(at, 8)));
            words.Add(Word(text.AsSpan(at + 8, 8)));
        }

        return [.. words];
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
