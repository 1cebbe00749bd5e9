using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using TrailLake.Scanning;

namespace TrailLake.Hashing;

/// <summary>Values of any shape, from their tokens.</summary>
sealed partial class RecordHasher
{
    const int PathMemory = 512;

    readonly SiblingKeys _siblings = new();

    // Paths that were met, by the digest of their message: a path costs AES's whole latency, and records repeat theirs.
    readonly (Vector128<ulong> Message, Vector128<ulong> Path)[] _paths = new (Vector128<ulong>, Vector128<ulong>)[PathMemory];
    HashedContainer[] _frames = new HashedContainer[32];

    /// <summary>Adds the value in [start, end), which has no blanks around it.</summary>
    void AddValue(in MessagePrefix prefix, uint occurrence, byte[] buffer, TokenIndex index, int start, int end)
    {
        switch (buffer[start])
        {
            case (byte)'"':
                AddString(prefix, occurrence, buffer, index, start + 1, end - 1);
                break;
            case (byte)'{':
                AddContainer(prefix, occurrence, HashedKind.Object, buffer, index, start, end);
                break;
            case (byte)'[':
                AddContainer(prefix, occurrence, HashedKind.Array, buffer, index, start, end);
                break;
            default:
                AddScalar(prefix, occurrence, buffer, start, end);
                break;
        }
    }

    void AddString(in MessagePrefix prefix, uint occurrence, byte[] buffer, TokenIndex index, int start, int end)
    {
        if (start + UniversalHash.BlockLength > buffer.Length || index.HasBackslash(start, end))
        {
            AddOddString(prefix, occurrence, buffer, index, start, end);
        }
        else
        {
            AddLeaf(prefix, HashedKind.String, occurrence, ref At(buffer, start), end - start);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    void AddOddString(in MessagePrefix prefix, uint occurrence, byte[] buffer, TokenIndex index, int start, int end)
    {
        var text = new ReadOnlySpan<byte>(buffer, start, end - start);
        text = index.HasBackslash(start, end) ? Unescape(text, ref _text) : text;
        AddLeaf(prefix, HashedKind.String, occurrence, ref Padded(text), text.Length);
    }

    void AddScalar(in MessagePrefix prefix, uint occurrence, byte[] buffer, int start, int end)
    {
        switch (buffer[start])
        {
            case (byte)'t':
                AddBare(prefix, HashedKind.True, occurrence, 0);
                break;
            case (byte)'f':
                AddBare(prefix, HashedKind.False, occurrence, 0);
                break;
            case (byte)'n':
                AddBare(prefix, HashedKind.Null, occurrence, 0);
                break;
            default:
                AddLeaf(prefix, HashedKind.Number, occurrence, ref Padded(buffer.AsSpan(start, end - start)), end - start);
                break;
        }
    }

    /// <summary>Adds the object or array in [open, end), and all that it holds.</summary>
    /// <param name="kind">What it counts as: the record itself is no member of anything.</param>
    // The parts of a place are variables of their own here: as a struct, they would be written and at once read back in other pieces, for
    // which a processor waits. Only what is rare is passed on as a struct.
    void AddContainer(in MessagePrefix prefix, uint occurrence, HashedKind kind, byte[] buffer, TokenIndex index, int open, int end)
    {
        var cursor = new TokenCursor(index, open + 1);
        bool isPlain = end + UniversalHash.BlockLength <= buffer.Length && !index.HasBackslash(open, end);
        int depth = 0;
        int previous = open;
        Open(0, prefix.Path, prefix.Key, prefix.Head, occurrence, kind);
        while (true)
        {
            ref var frame = ref _frames[depth];
            int token = cursor.Next();
            byte first = buffer[token];
            int separator;
            if (first is (byte)'}' or (byte)']' && frame.Count == 0 && IsEmpty(buffer, previous + 1, token))
            {
                separator = token;
            }
            else
            {
                var path = frame.Inside;
                var key = Vector128<ulong>.Zero;
                uint head = ElementFlag;
                uint number = frame.Count++;
                int nextWord = UniversalHash.WordsPerBlock;
                if (frame.Kind != HashedKind.Array)
                {
                    int start = token + 1;
                    int close = cursor.Next();
                    int length = close - start;
                    previous = cursor.Next();
                    if (isPlain && length <= UniversalHash.BlockLength)
                    {
                        ref ulong words = ref _words[UniversalHash.WordsPerBlock];
                        key = default(UniversalHash).WithShortText(ref At(buffer, start), length, ref words).Digest;
                        head = (uint)length << 8;
                        nextWord = 2 * UniversalHash.WordsPerBlock;
                    }
                    else
                    {
                        var odd = Member(path, KeyText(buffer, index, start, close));
                        (path, key, head, nextWord) = (odd.Path, odd.Key, odd.Head, odd.NextWord);
                    }

                    number = _siblings.Add(ref frame.Keys, key, head);
                    token = cursor.Next();
                    first = buffer[token];
                }

                if (first == '"')
                {
                    int start = token + 1;
                    int close = cursor.Next();
                    int length = close - start;
                    if (isPlain && length <= UniversalHash.MostValueBytes)
                    {
                        var sum = FirstBlock(path, (uint)HashedKind.String | head | ((ulong)length << 32), number);
                        Add(sum.WithText(ref At(buffer, start), length, ref _words[nextWord]).Digest + key);
                    }
                    else
                    {
                        var prefixOfString = new MessagePrefix { Path = path, Key = key, Head = head, NextWord = nextWord };
                        AddString(prefixOfString, number, buffer, index, start, close);
                    }

                    separator = cursor.Next();
                }
                else if (first is (byte)'{' or (byte)'[')
                {
                    Open(++depth, path, key, head, number, first == '{' ? HashedKind.Object : HashedKind.Array);
                    previous = token;
                    continue;
                }
                else
                {
                    var (start, stop) = Trim(buffer, previous + 1, token);
                    AddScalar(new MessagePrefix { Path = path, Key = key, Head = head, NextWord = nextWord }, number, buffer, start, stop);
                    separator = token;
                }
            }

            while (buffer[separator] != ',')
            {
                ref var closed = ref _frames[depth];
                _siblings.Close(ref closed.Keys);
                ulong message = (uint)closed.Kind | closed.Head | ((ulong)closed.Count << 32);
                Add(FirstBlock(closed.Path, message, closed.Number).Digest + closed.Key);
                if (--depth < 0)
                {
                    return;
                }

                separator = cursor.Next();
            }

            previous = separator;
        }
    }

    void Open(int depth, Vector128<ulong> path, Vector128<ulong> key, uint head, uint number, HashedKind kind)
    {
        if (depth == _frames.Length)
        {
            Array.Resize(ref _frames, depth * 2);
        }

        ref var frame = ref _frames[depth];
        frame.Path = path;
        frame.Key = key;
        frame.Head = head;
        frame.Number = number;
        frame.Kind = kind;
        frame.Count = 0;
        frame.Inside = kind == HashedKind.Record ? default : InsideOf(path, key, head, number);
        frame.Keys = _siblings.Open();
    }

    /// <summary>The path to what is inside of the container at a place.</summary>
    Vector128<ulong> InsideOf(Vector128<ulong> path, Vector128<ulong> key, uint head, uint number)
    {
        var message = FirstBlock(path, (uint)HashedKind.Path | head, number).Digest + key;
        ref var known = ref _paths[(int)(message.ToScalar() >> 32) & (PathMemory - 1)];
        if (known.Message != message)
        {
            known = (message, _leaves.Encrypt(message));
        }

        return known.Path;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static ref byte At(byte[] buffer, int position) => ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(buffer), position);

    /// <summary>A key without its escapes, from whose beginning a whole block can be read.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    ReadOnlySpan<byte> KeyText(byte[] buffer, TokenIndex index, int start, int end) =>
        start + UniversalHash.BlockLength > buffer.Length || index.HasBackslash(start, end)
            ? OddKeyText(buffer, index, start, end)
            : new ReadOnlySpan<byte>(buffer, start, end - start);

    [MethodImpl(MethodImplOptions.NoInlining)]
    ReadOnlySpan<byte> OddKeyText(byte[] buffer, TokenIndex index, int start, int end)
    {
        var text = new ReadOnlySpan<byte>(buffer, start, end - start);
        text = index.HasBackslash(start, end) ? Unescape(text, ref _keyText) : text;
        return MemoryMarshal.CreateReadOnlySpan(ref Padded(text), text.Length);
    }

    static ReadOnlySpan<byte> Unescape(ReadOnlySpan<byte> text, ref byte[] target)
    {
        if (target.Length < text.Length)
        {
            target = new byte[Math.Max(text.Length, target.Length * 2)];
        }

        JsonUnescape.Unescape(text, target, out int written, keepsHalves: true);
        return target.AsSpan(0, written);
    }

    // A bracket behind a scalar closes its container too.
    static bool IsEmpty(byte[] buffer, int start, int end) => buffer.AsSpan(start, end - start).IndexOfAnyExcept(" \t\r\n"u8) < 0;
}
