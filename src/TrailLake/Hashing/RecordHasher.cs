using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using TrailLake.Columns;
using TrailLake.Scanning;

namespace TrailLake.Hashing;

/// <summary>
/// Hashes records such that two of them have the same hash when they are equal as JSON: the order of members, blanks and escapes do not matter.
/// <para>
/// A record is the set of its leaves. Each leaf is a message: the path to its container, its key and which occurrence of it (or its index), its
/// kind and its text; an object or array is a leaf too, with its size. The message's <see cref="UniversalSum"/> goes through AES, the images are
/// added up (two halves modulo 2⁶⁴, never by XOR, which would lose what stands twice), and the sum goes through AES under another key: the first
/// 64 bits are the hash. Since nothing is sorted, order costs nothing.
/// </para>
/// Allocates nothing per record once its arrays have grown. One for each thread.
/// </summary>
sealed partial class RecordHasher : IDisposable
{
    const int MostDigests = 64;
    const uint ElementFlag = 1 << 4;

    readonly ulong[] _words;
    readonly DigestCipher _leaves;
    readonly DigestCipher _final;
    readonly Vector128<ulong>[] _digests = new Vector128<ulong>[MostDigests];
    readonly KeyPrefix _root;
    readonly KeyPrefix[] _fields = new KeyPrefix[StructNode.OrderCount];
    readonly KnownStruct[] _structs = new KnownStruct[StructMemory.Capacity];
    byte[] _text = new byte[1024];
    byte[] _keyText = new byte[256];
    int _count;
    Vector128<ulong> _sum;

    public RecordHasher(RecordHashKey key)
    {
        Key = key;
        _words = key.Universal.ToArray();
        _leaves = key.CreateLeafCipher();
        _final = key.CreateFinalCipher();
        _root = new KeyPrefix { Sum = default(UniversalSum).WithPair(0, 0, ref _words[0]), NextWord = UniversalSum.HeadWords };
    }

    /// <summary>The key.</summary>
    public RecordHashKey Key { get; }

    /// <summary>Hashes a record that was scanned, while its buffer and the index are as the scanner saw them.</summary>
    public long Hash(ScannedRecord record, byte[] buffer)
    {
        Begin();
        var scope = _siblings.Open();
        foreach (ref readonly var member in record.Members.AsSpan(0, record.MemberCount))
        {
            int start = member.ValueStart;
            int end = member.ValueEnd;
            Trim(buffer, ref start, ref end);
            if (member.Field is { } field)
            {
                // The scanner rejects a record that has a key of the schema twice.
                ref var prefix = ref _fields[field.Order];
                if (prefix.NextWord == 0)
                {
                    prefix = Member(_root.Sum, field.Name);
                }

                if (field.Child is not null && buffer[start] == '{')
                {
                    AddStruct(record, field, prefix, buffer, start);
                }
                else
                {
                    AddValue(prefix, 0, buffer, record.Index, start, end);
                }
            }
            else
            {
                var prefix = Member(_root.Sum, KeyText(buffer, record.Index, member.KeyStart, member.KeyStart + member.KeyLength));
                uint occurrence = _siblings.Add(ref scope, prefix);
                AddValue(prefix, occurrence, buffer, record.Index, start, end);
            }
        }

        _siblings.Close(ref scope);
        AddSize(_root, LeafKind.Record, 0, (uint)record.MemberCount);
        return End();
    }

    /// <summary>Hashes a record from its text: one JSON object, known to be well-formed, blanks around it aside.</summary>
    /// <param name="index">An index of all of the text.</param>
    public long Hash(byte[] text, TokenIndex index)
    {
        Begin();
        AddContainer(_root, 0, LeafKind.Record, text, index, new TokenCursor(index, 0).Next());
        return End();
    }

    /// <summary>Hashes an eventID; 0 stands for none, and for nothing else.</summary>
    public ulong HashId(ReadOnlySpan<byte> eventId)
    {
        if (eventId.IsEmpty)
        {
            return 0;
        }

        Begin();
        AddLeaf(_root, LeafKind.EventId, 0, ref MemoryMarshal.GetReference(eventId), eventId.Length);
        Flush();
        return Math.Max(1, _sum[0]);
    }

    public void Dispose()
    {
        _leaves.Dispose();
        _final.Dispose();
    }

    void Begin()
    {
        _count = 0;
        _sum = Vector128<ulong>.Zero;
        _siblings.Clear();
    }

    long End()
    {
        Flush();
        long hash = (long)_final.Encrypt(_sum).GetElement(0);
        return hash == LongColumn.Missing ? 0 : hash;
    }

    /// <summary>
    /// A struct of the record. A session's calls repeat theirs byte for byte: the scanner knows it, and its sum is known then too.
    /// </summary>
    void AddStruct(ScannedRecord record, Field field, in KeyPrefix prefix, byte[] buffer, int open)
    {
        foreach (ref readonly var repeated in record.Repeated.AsSpan(0, record.RepeatedCount))
        {
            if (repeated.IsThere && repeated.Place.Leaves.Start.Value == field.Leaf)
            {
                ref var known = ref _structs[repeated.Place.Number];
                if (known.Place != repeated.Place || known.Stamp != repeated.Place.Stamp)
                {
                    Flush();
                    var before = _sum;
                    AddContainer(prefix, 0, LeafKind.Object, buffer, record.Index, open);
                    Flush();
                    known = new KnownStruct(repeated.Place, repeated.Place.Stamp, _sum - before);
                    return;
                }

                _sum += known.Sum;
                return;
            }
        }

        AddContainer(prefix, 0, LeafKind.Object, buffer, record.Index, open);
    }

    /// <summary>The begin of the messages about a member, from that of its object and the unescaped key.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    KeyPrefix Member(UniversalSum inside, ReadOnlySpan<byte> key)
    {
        if (key.Length > UniversalSum.MostKeyBytes)
        {
            key = ShortenKey(ref inside, key);
        }

        return new KeyPrefix
        {
            Sum = inside.WithText(ref MemoryMarshal.GetReference(key), key.Length, ref _words[UniversalSum.HeadWords]),
            Head = (uint)key.Length << 8,
            NextWord = UniversalSum.HeadWords + UniversalSum.WordsOf(key.Length),
        };
    }

    /// <summary>A key that is longer than a message takes leads, part by part, to a path of its own.</summary>
    ReadOnlySpan<byte> ShortenKey(scoped ref UniversalSum inside, ReadOnlySpan<byte> key)
    {
        ulong length = (ulong)key.Length;
        for (uint part = 0; key.Length > UniversalSum.MostKeyBytes; part++)
        {
            inside = Inside(inside.WithPair((ulong)LeafKind.LongKey | (length << 32), part, ref _words[2])
                .WithText(ref MemoryMarshal.GetReference(key), UniversalSum.MostKeyBytes, ref _words[UniversalSum.HeadWords]));
            key = key[UniversalSum.MostKeyBytes..];
        }

        return key;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    void AddLeaf(in KeyPrefix prefix, LeafKind kind, uint occurrence, ref byte text, int length)
    {
        if (length > UniversalSum.MostValueBytes)
        {
            AddLongLeaf(prefix, kind, occurrence, MemoryMarshal.CreateSpan(ref text, length));
            return;
        }

        Add(prefix.Sum.WithPair(Head(prefix, kind, (uint)length), occurrence, ref _words[2]).WithText(ref text, length, ref _words[prefix.NextWord]));
    }

    /// <summary>A text that is longer than a message takes is several leaves, numbered, each with the whole length.</summary>
    void AddLongLeaf(in KeyPrefix prefix, LeafKind kind, uint occurrence, Span<byte> text)
    {
        ulong head = Head(prefix, kind, (uint)text.Length);
        for (ulong part = 0; !text.IsEmpty; part++)
        {
            int length = Math.Min(text.Length, UniversalSum.MostValueBytes);
            Add(prefix.Sum.WithPair(head, occurrence | (part << 32), ref _words[2])
                .WithText(ref MemoryMarshal.GetReference(text), length, ref _words[prefix.NextWord]));
            text = text[length..];
        }
    }

    void AddSize(in KeyPrefix prefix, LeafKind kind, uint occurrence, uint size) =>
        Add(prefix.Sum.WithPair(Head(prefix, kind, size), occurrence, ref _words[2]));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static ulong Head(in KeyPrefix prefix, LeafKind kind, uint length) => (ulong)kind | prefix.Head | ((ulong)length << 32);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    void Add(UniversalSum sum)
    {
        if (_count == MostDigests)
        {
            Flush();
        }

        _digests[_count++] = Vector128.Create(sum.Low, sum.High);
    }

    void Flush()
    {
        if (_count > 0)
        {
            _sum += _leaves.Sum(_digests.AsSpan(0, _count));
            _count = 0;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Trim(byte[] buffer, ref int start, ref int end)
    {
        while (buffer[start] <= ' ')
        {
            start++;
        }

        while (buffer[end - 1] <= ' ')
        {
            end--;
        }
    }

    readonly record struct KnownStruct(RememberedStruct Place, int Stamp, Vector128<ulong> Sum);
}
