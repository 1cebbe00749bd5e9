using System.Numerics;
using System.Runtime.CompilerServices;

namespace TrailLake.Scanning;

/// <summary>Walks the tokens, from a position on, of text that is known to be well-formed and is indexed as far as it is walked.</summary>
struct TokenCursor
{
    readonly ulong[] _tokens;
    ulong _bits;
    int _block;

    public TokenCursor(TokenIndex index, int position)
    {
        _tokens = index.Tokens;
        _block = position >> 6;
        _bits = _tokens[_block] & (ulong.MaxValue << position);
    }

    /// <summary>Position of the next token.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Next()
    {
        ulong bits = _bits;
        while (bits == 0)
        {
            bits = _tokens[++_block];
        }

        _bits = bits & (bits - 1);
        return (_block << 6) + BitOperations.TrailingZeroCount(bits);
    }
}
