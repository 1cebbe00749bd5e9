using System.Numerics;
using System.Runtime.CompilerServices;

namespace TrailLake.Scanning;

/// <summary>The token cursor.</summary>
sealed partial class EventScanner
{
    ulong[] _tokens = [];

    // Tokens of the current block that were not taken yet.
    ulong _bits;
    int _block;
    int _blockCount;

    /// <summary>Position of the next token, or -1 when the indexed bytes end.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    int Next()
    {
        ulong bits = _bits;
        if (bits == 0)
        {
            bits = NextBlock();
            if (bits == 0)
            {
                return -1;
            }
        }

        _bits = bits & (bits - 1);
        return (_block << 6) + BitOperations.TrailingZeroCount(bits);
    }

    /// <summary>Position of the first token at or behind a position that is indexed, or -1. Leaves the cursor where it is.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    int TokenFrom(int position)
    {
        ulong[] tokens = _tokens;
        int block = position >> 6;
        ulong bits = tokens[block] & (ulong.MaxValue << position);
        while (bits == 0)
        {
            if (++block >= _blockCount)
            {
                return -1;
            }

            bits = tokens[block];
        }

        return (block << 6) + BitOperations.TrailingZeroCount(bits);
    }

    ulong NextBlock()
    {
        ulong[] tokens = _tokens;
        for (int block = _block + 1; block < _blockCount; block++)
        {
            if (tokens[block] != 0)
            {
                _block = block;
                return tokens[block];
            }
        }

        _block = _blockCount;
        return 0;
    }

    /// <summary>Makes the first token at or behind a position the next one.</summary>
    void Seek(int position)
    {
        _block = position >> 6;
        _bits = _block < _blockCount ? _tokens[_block] & (ulong.MaxValue << position) : 0;
    }

    /// <summary>
    /// Position of the quote that opens the next key behind the brace or comma at <paramref name="previous"/>, or of the brace that closes
    /// an empty object, or -1.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    int NextKey(int previous)
    {
        int token = Next();
        if (token < 0)
        {
            return -1;
        }

        if (token != previous + 1 && !IsBlank(previous + 1, token))
        {
            return Fail(RejectReason.InvalidJson, previous + 1);
        }

        return _buffer[token] == '"' || (_buffer[token] == '}' && _buffer[previous] == '{')
            ? token
            : Fail(RejectReason.InvalidJson, token);
    }

    /// <summary>Position of the comma or bracket behind a value that ends at <paramref name="end"/>, or -1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    int Separator(int end)
    {
        int separator = Next();
        return separator < 0 || separator == end + 1 || IsBlank(end + 1, separator)
            ? separator
            : Fail(RejectReason.InvalidJson, end + 1);
    }

    /// <summary>True when only blanks and line breaks stand in [start, end), which must not be empty.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    bool IsBlank(int start, int end) => _buffer.AsSpan(start, end - start).IndexOfAnyExcept(" \t\r\n"u8) < 0;
}
