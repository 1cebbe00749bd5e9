using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TrailLake.Scanning;

namespace TrailLake.Hashing;

/// <summary>Values of any shape, from their tokens.</summary>
sealed partial class RecordHasher
{
    const int PathMemory = 512;

    readonly SiblingKeys _siblings = new();

    // Paths that were met, by the sum of their message: a path costs AES's whole latency, and records repeat theirs.
    readonly (UniversalSum Message, UniversalSum Inside)[] _paths = new (UniversalSum, UniversalSum)[PathMemory];
    HashFrame[] _frames = new HashFrame[32];

    /// <summary>Adds the value in [start, end), which has no blanks around it.</summary>
    void AddValue(in KeyPrefix prefix, uint occurrence, byte[] buffer, TokenIndex index, int start, int end)
    {
        switch (buffer[start])
        {
            case (byte)'"':
                AddString(prefix, occurrence, buffer, index, start + 1, end - 1);
                break;
            case (byte)'{':
                AddContainer(prefix, occurrence, LeafKind.Object, buffer, index, start);
                break;
            case (byte)'[':
                AddContainer(prefix, occurrence, LeafKind.Array, buffer, index, start);
                break;
            default:
                AddScalar(prefix, occurrence, buffer, start, end);
                break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    void AddString(in KeyPrefix prefix, uint occurrence, byte[] buffer, TokenIndex index, int start, int end)
    {
        if (index.HasBackslash(start, end))
        {
            var text = Unescape(buffer.AsSpan(start, end - start), ref _text);
            AddLeaf(prefix, LeafKind.String, occurrence, ref MemoryMarshal.GetReference(text), text.Length);
        }
        else
        {
            AddLeaf(prefix, LeafKind.String, occurrence, ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(buffer), start), end - start);
        }
    }

    void AddScalar(in KeyPrefix prefix, uint occurrence, byte[] buffer, int start, int end)
    {
        var kind = buffer[start] switch
        {
            (byte)'t' => LeafKind.True,
            (byte)'f' => LeafKind.False,
            (byte)'n' => LeafKind.Null,
            _ => LeafKind.Number,
        };
        AddLeaf(prefix, kind, occurrence, ref buffer[start], kind == LeafKind.Number ? end - start : 0);
    }

    /// <summary>Adds the object or array that opens at <paramref name="open"/>, and all that it holds.</summary>
    /// <param name="kind">What it counts as: the record itself is no member of anything.</param>
    void AddContainer(in KeyPrefix prefix, uint occurrence, LeafKind kind, byte[] buffer, TokenIndex index, int open)
    {
        var cursor = new TokenCursor(index, open + 1);
        int depth = 0;
        int previous = open;
        _frames[0] = new HashFrame
        {
            Own = prefix,
            Occurrence = occurrence,
            IsObject = kind != LeafKind.Array,
            Inside = kind == LeafKind.Record ? prefix.Sum : InsideOf(prefix, occurrence),
            Keys = _siblings.Open(),
        };
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
                KeyPrefix place;
                uint number;
                if (frame.IsObject)
                {
                    int close = cursor.Next();
                    previous = cursor.Next();
                    place = Member(frame.Inside, KeyText(buffer, index, token + 1, close));
                    number = _siblings.Add(ref frame.Keys, place);
                    token = cursor.Next();
                    first = buffer[token];
                }
                else
                {
                    place = new KeyPrefix { Sum = frame.Inside, Head = ElementFlag, NextWord = UniversalSum.HeadWords };
                    number = frame.Count;
                }

                frame.Count++;
                if (first == '"')
                {
                    int close = cursor.Next();
                    AddString(place, number, buffer, index, token + 1, close);
                    separator = cursor.Next();
                }
                else if (first is (byte)'{' or (byte)'[')
                {
                    Push(++depth, place, number, first == '{');
                    previous = token;
                    continue;
                }
                else
                {
                    int start = previous + 1;
                    int end = token;
                    Trim(buffer, ref start, ref end);
                    AddScalar(place, number, buffer, start, end);
                    separator = token;
                }
            }

            while (buffer[separator] != ',')
            {
                ref var closed = ref _frames[depth];
                _siblings.Close(ref closed.Keys);
                AddSize(closed.Own, depth == 0 ? kind : closed.IsObject ? LeafKind.Object : LeafKind.Array, closed.Occurrence, closed.Count);
                if (--depth < 0)
                {
                    return;
                }

                separator = cursor.Next();
            }

            previous = separator;
        }
    }

    void Push(int depth, in KeyPrefix own, uint occurrence, bool isObject)
    {
        if (depth == _frames.Length)
        {
            Array.Resize(ref _frames, depth * 2);
        }

        _frames[depth] = new HashFrame
        {
            Own = own,
            Occurrence = occurrence,
            IsObject = isObject,
            Inside = InsideOf(own, occurrence),
            Keys = _siblings.Open(),
        };
    }

    /// <summary>The begin of the messages about what is inside of the container at a place.</summary>
    UniversalSum InsideOf(in KeyPrefix own, uint occurrence)
    {
        var message = own.Sum.WithPair(Head(own, LeafKind.Path, 0), occurrence, ref _words[2]);
        ref var known = ref _paths[(int)((message.Low >> 32) ^ message.High) & (PathMemory - 1)];
        if (known.Message.Low != message.Low || known.Message.High != message.High)
        {
            known = (message, Inside(message));
        }

        return known.Inside;
    }

    UniversalSum Inside(UniversalSum message)
    {
        var path = _leaves.Encrypt(System.Runtime.Intrinsics.Vector128.Create(message.Low, message.High));
        return default(UniversalSum).WithPair(path[0], path[1], ref _words[0]);
    }

    /// <summary>A key without its escapes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    ReadOnlySpan<byte> KeyText(byte[] buffer, TokenIndex index, int start, int end)
    {
        var text = buffer.AsSpan(start, end - start);
        return index.HasBackslash(start, end) ? Unescape(text, ref _keyText) : text;
    }

    static Span<byte> Unescape(ReadOnlySpan<byte> text, ref byte[] target)
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
