using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Text;
using TrailLake.Scanning;
using TrailLake.Schema;

namespace TrailLake.Hashing;

/// <summary>
/// Hashes records such that two that are equal as JSON have the same hash: the order of members, blanks and escapes do not matter.
/// <para>
/// A record is the set of its leaves. Each leaf is a message: the path to its container, its key and which occurrence of it (or its index),
/// its kind and its text; an object or array is a leaf too, with its size. The message's <see cref="UniversalHash"/> goes through AES, the
/// images are added up (two halves modulo 2⁶⁴, never by XOR, which would lose what stands twice), and the sum goes through AES under
/// another key: the first 64 bits are the hash. Since nothing is sorted, order costs nothing.
/// </para>
/// Allocates nothing per record once its arrays have grown. One for each thread.
/// </summary>
sealed partial class RecordHasher : IDisposable
{
    const int MostDigests = 64 + JsonValueCache.MostLeaves;
    const uint ElementFlag = 1 << 4;

    readonly ulong[] _words;
    readonly AesBlockCipher _leaves;
    readonly AesBlockCipher _final;
    readonly Vector128<ulong>[] _digests = new Vector128<ulong>[MostDigests];
    readonly FieldHash[] _fields = new FieldHash[StructNode.OrderCount];
    readonly FieldHash[] _texts;
    readonly LastFieldText[] _last;
    readonly JsonValueCache _values = new();
    readonly KnownStruct[] _structs = new KnownStruct[StructCache.Capacity];
    readonly byte[] _padded = new byte[UniversalHash.BlockLength];
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
        var texts = new List<FieldHash>();
        foreach (var node in CloudTrailSchema.Nodes)
        {
            if (StructNode.Root.Members.Find(Encoding.UTF8.GetBytes(node.Name)) is { } field)
            {
                var prefix = Member(default, MemoryMarshal.CreateReadOnlySpan(ref Padded(field.Name), field.Name.Length));
                _fields[field.Order] = new FieldHash(
                    prefix,
                    field.Leaf,
                    field.Child is not null,
                    (FieldId)field.Leaf is FieldId.EventVersion or FieldId.AwsRegion or FieldId.EventType or FieldId.EventCategory
                        or FieldId.RecipientAccountId,
                    ImageOf(prefix, HashedKind.True),
                    ImageOf(prefix, HashedKind.False),
                    ImageOf(prefix, HashedKind.Null));
                if (field.IsText)
                {
                    texts.Add(_fields[field.Order]);
                }
            }
        }

        _texts = [.. texts];
        _last = new LastFieldText[_texts.Length];
    }

    public RecordHashKey Key { get; }

    /// <summary>Hashes a record that was scanned, while its buffer and the index are as the scanner saw them.</summary>
    public long Hash(ScannedRecord record, byte[] buffer)
    {
        Begin();
        uint members = (uint)record.MemberCount;
        for (int i = 0; i < _texts.Length; i++)
        {
            ref readonly var field = ref _texts[i];
            int start = record.Starts[field.Leaf];
            if (record.States[field.Leaf] != ValueState.Text || buffer[start - 1] != '"')
            {
                continue;
            }

            members++;
            int length = record.Lengths[field.Leaf];
            ref byte text = ref start + UniversalHash.BlockLength <= buffer.Length
                ? ref buffer[start]
                : ref Padded(buffer.AsSpan(start, length));
            if (field.Stays && length <= UniversalHash.BlockLength)
            {
                AddLast(ref _last[i], field, ref text, length);
            }
            else
            {
                AddLeaf(field.Prefix, HashedKind.String, 0, ref text, length);
            }
        }

        var scope = _siblings.Open();
        foreach (ref readonly var member in record.Members.AsSpan(0, record.MemberCount))
        {
            // No occurrence is counted of the schema's members: the scanner rejects a record that has one twice.
            if (member.Order < 0)
            {
                AddUnknown(ref scope, record, buffer, member);
            }
            else
            {
                AddField(record, buffer, member, _fields[member.Order]);
            }
        }

        _siblings.Close(ref scope);
        AddBare(default, HashedKind.Record, 0, members);
        return End();
    }

    /// <summary>Hashes a record from its text, all of it indexed: one well-formed JSON object, maybe with blanks around it.</summary>
    public long Hash(byte[] text, TokenIndex index)
    {
        Begin();
        AddContainer(default, 0, HashedKind.Record, text, index, new TokenCursor(index, 0).Next(), index.Length);
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
        AddLeaf(new MessagePrefix { NextWord = UniversalHash.WordsPerBlock }, HashedKind.EventId, 0, ref Padded(eventId), eventId.Length);
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
        // The least number stands for a missing value in a column of numbers.
        long hash = (long)_final.Encrypt(_sum).GetElement(0);
        return hash == long.MinValue ? 0 : hash;
    }

    Vector128<ulong> ImageOf(in MessagePrefix prefix, HashedKind kind) =>
        _leaves.Encrypt(FirstBlock(prefix.Path, Head(prefix, kind, 0), 0).Digest + prefix.Key);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    void AddLast(ref LastFieldText last, in FieldHash field, ref byte text, int length)
    {
        if (!last.Is(ref text, length))
        {
            var sum = FirstBlock(field.Prefix.Path, Head(field.Prefix, HashedKind.String, (uint)length), 0);
            sum = sum.WithShortText(ref text, length, ref _words[field.Prefix.NextWord]);
            last.Set(ref text, length, _leaves.Encrypt(sum.Digest + field.Prefix.Key));
        }

        _sum += last.Image;
    }

    void AddUnknown(ref SiblingKeys.Scope scope, ScannedRecord record, byte[] buffer, in RecordMember member)
    {
        var (start, end) = Trim(buffer, member.ValueStart, member.ValueEnd);
        var prefix = Member(default, KeyText(buffer, record.Index, member.KeyStart, member.KeyStart + member.KeyLength));
        AddValue(prefix, _siblings.Add(ref scope, prefix.Key, prefix.Head), buffer, record.Index, start, end);
    }

    void AddField(ScannedRecord record, byte[] buffer, in RecordMember member, in FieldHash field)
    {
        var (start, end) = Trim(buffer, member.ValueStart, member.ValueEnd);
        switch (buffer[start])
        {
            case (byte)'t':
                _sum += field.True;
                break;
            case (byte)'f':
                _sum += field.False;
                break;
            case (byte)'n':
                _sum += field.Null;
                break;
            case (byte)'{' when field.IsStruct:
                AddStruct(record, field, buffer, start, end);
                break;
            case (byte)'{' or (byte)'[' when end - start is >= JsonValueCache.LeastText and <= JsonValueCache.MostText:
                AddContent(field, member.Order, buffer, record.Index, start, end);
                break;
            default:
                AddValue(field.Prefix, 0, buffer, record.Index, start, end);
                break;
        }
    }

    /// <summary>What a call was about: an object or array that may have stood in another record.</summary>
    void AddContent(in FieldHash field, int order, byte[] buffer, TokenIndex index, int start, int end)
    {
        ref byte text = ref buffer[start];
        int place = JsonValueCache.PlaceOf(ref text, end - start);
        if (_values.TryGet(place, order, ref text, end - start, out var known))
        {
            _sum += known;
            return;
        }

        if (_count > MostDigests - JsonValueCache.MostLeaves)
        {
            Flush();
        }

        int before = _count;
        AddValue(field.Prefix, 0, buffer, index, start, end);
        var sum = _leaves.Sum(_digests.AsSpan(before, _count - before));
        _count = before;
        _sum += sum;
        _values.Put(place, order, buffer.AsSpan(start, end - start), sum);
    }

    /// <summary>A struct of the record. A session's calls repeat theirs byte for byte: if the scanner knows it, its sum is known.</summary>
    void AddStruct(ScannedRecord record, in FieldHash field, byte[] buffer, int open, int end)
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
                    AddContainer(field.Prefix, 0, HashedKind.Object, buffer, record.Index, open, end);
                    Flush();
                    known = new KnownStruct(repeated.Place, repeated.Place.Stamp, _sum - before);
                    _sum = before;
                }

                _sum += known.Sum;
                return;
            }
        }

        AddContainer(field.Prefix, 0, HashedKind.Object, buffer, record.Index, open, end);
    }

    /// <summary>What the messages about a member begin with. Its key is unescaped; a whole block can be read from its beginning.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    MessagePrefix Member(Vector128<ulong> path, ReadOnlySpan<byte> key)
    {
        if (key.Length > UniversalHash.MostKeyBytes)
        {
            key = ShortenKey(ref path, key);
        }

        return new MessagePrefix
        {
            Path = path,
            Key = default(UniversalHash)
                .WithText(ref MemoryMarshal.GetReference(key), key.Length, ref _words[UniversalHash.WordsPerBlock]).Digest,
            Head = (uint)key.Length << 8,
            NextWord = UniversalHash.WordsPerBlock * (1 + UniversalHash.BlocksOf(key.Length)),
        };
    }

    /// <summary>A key that is longer than a message takes leads, part by part, to a path of its own.</summary>
    ReadOnlySpan<byte> ShortenKey(scoped ref Vector128<ulong> path, ReadOnlySpan<byte> key)
    {
        ulong length = (ulong)key.Length;
        for (uint part = 0; key.Length > UniversalHash.MostKeyBytes; part++)
        {
            path = _leaves.Encrypt(FirstBlock(path, (ulong)HashedKind.LongKey | (length << 32), part)
                .WithText(ref MemoryMarshal.GetReference(key), UniversalHash.MostKeyBytes, ref _words[UniversalHash.WordsPerBlock]).Digest);
            key = key[UniversalHash.MostKeyBytes..];
        }

        return MemoryMarshal.CreateReadOnlySpan(ref Padded(key), key.Length);
    }

    /// <summary>Adds a leaf with a text; a whole block can be read from its beginning.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    void AddLeaf(in MessagePrefix prefix, HashedKind kind, uint occurrence, ref byte text, int length)
    {
        if (length > UniversalHash.MostValueBytes)
        {
            AddLongLeaf(prefix, kind, occurrence, MemoryMarshal.CreateSpan(ref text, length));
            return;
        }

        var sum = FirstBlock(prefix.Path, Head(prefix, kind, (uint)length), occurrence);
        Add(sum.WithText(ref text, length, ref _words[prefix.NextWord]).Digest + prefix.Key);
    }

    /// <summary>A text that is longer than a message takes is several leaves, numbered, each with the whole length.</summary>
    void AddLongLeaf(in MessagePrefix prefix, HashedKind kind, uint occurrence, Span<byte> text)
    {
        ulong head = Head(prefix, kind, (uint)text.Length);
        for (ulong part = 0; !text.IsEmpty; part++)
        {
            int length = Math.Min(text.Length, UniversalHash.MostValueBytes);
            var sum = FirstBlock(prefix.Path, head, occurrence | (part << 32));
            Add(sum.WithText(ref Padded(text[..length]), length, ref _words[prefix.NextWord]).Digest + prefix.Key);
            text = text[length..];
        }
    }

    /// <summary>Adds a leaf without a text: a container with its size, or a value that its kind tells already.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    void AddBare(in MessagePrefix prefix, HashedKind kind, uint occurrence, uint size) =>
        Add(FirstBlock(prefix.Path, Head(prefix, kind, size), occurrence).Digest + prefix.Key);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    UniversalHash FirstBlock(Vector128<ulong> path, ulong head, ulong occurrence) =>
        default(UniversalHash).WithBlock(Vector256.Create(path, Vector128.Create(head, occurrence)).AsByte(), ref _words[0]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static ulong Head(in MessagePrefix prefix, HashedKind kind, uint length) => (ulong)kind | prefix.Head | ((ulong)length << 32);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    void Add(Vector128<ulong> digest)
    {
        if (_count == MostDigests)
        {
            Flush();
        }

        _digests[_count++] = digest;
    }

    void Flush()
    {
        if (_count > 0)
        {
            _sum += _leaves.Sum(_digests.AsSpan(0, _count));
            _count = 0;
        }
    }

    /// <summary>A text from whose beginning a whole block can be read.</summary>
    ref byte Padded(ReadOnlySpan<byte> text)
    {
        if (text.Length >= UniversalHash.BlockLength)
        {
            return ref MemoryMarshal.GetReference(text);
        }

        text.CopyTo(_padded);
        return ref _padded[0];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static (int Start, int End) Trim(byte[] buffer, int start, int end)
    {
        while (buffer[start] <= ' ')
        {
            start++;
        }

        while (buffer[end - 1] <= ' ')
        {
            end--;
        }

        return (start, end);
    }

    readonly record struct KnownStruct(CachedStruct Place, int Stamp, Vector128<ulong> Sum);
}
