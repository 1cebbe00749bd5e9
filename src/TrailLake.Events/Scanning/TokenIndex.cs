using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace TrailLake.Scanning;

/// <summary>
/// Where the tokens of a buffer are: one bit for each byte that is an unescaped quote, or one of <c>{ } [ ] : ,</c> outside of strings.
/// Strings cost nothing to skip: after an opening quote the next set bit is its closing quote. Bytes are indexed in blocks of 64;
/// a block that is not full waits for more bytes or for the end.
/// </summary>
sealed class TokenIndex
{
    ulong[] _tokens = new ulong[4096];
    ulong[] _backslashes = new ulong[4096];

    // Carried from block to block: all ones inside a string, and 1 when the next byte is escaped.
    ulong _inString;
    ulong _escapedCarry;

    // Bytes before this one are not looked at.
    int _from;

    /// <summary>Bytes indexed so far; up to here tokens are known.</summary>
    public int Length { get; private set; }

    /// <summary>Blocks indexed so far; the last one may be partial once the end was reached.</summary>
    public int BlockCount => (Length + BlockMasks.BlockLength - 1) / BlockMasks.BlockLength;

    /// <summary>One bit a byte; see the type.</summary>
    public ulong[] Tokens => _tokens;

    /// <summary>True when some indexed byte is above 0x7F: UTF-8 must be checked.</summary>
    public bool HasNonAscii { get; private set; }

    /// <summary>Position of the first byte below 0x20 inside a string, or -1.</summary>
    public int FirstControl { get; private set; } = -1;

    /// <summary>Starts at position 0, outside of a string.</summary>
    public void Reset()
    {
        _inString = 0;
        _escapedCarry = 0;
        Restart();
    }

    /// <summary>Starts at any position, outside of a string: the bytes from there on are indexed as if nothing stood before them.</summary>
    public void StartAt(int position)
    {
        Reset();
        _from = position;
        Length = position & ~(BlockMasks.BlockLength - 1);
    }

    /// <summary>Starts at position 0 of a buffer whose bytes continue those indexed so far.</summary>
    public void Restart()
    {
        _from = 0;
        Length = 0;
        HasNonAscii = false;
        FirstControl = -1;
    }

    /// <summary>Indexes the bytes from <see cref="Length"/> on, in whole blocks, or to the last byte when no more will come.</summary>
    public void Extend(ReadOnlySpan<byte> buffer, bool isFinal)
    {
        int whole = buffer.Length & ~(BlockMasks.BlockLength - 1);
        int blocks = (buffer.Length / BlockMasks.BlockLength) + 2;
        if (blocks > _tokens.Length)
        {
            int capacity = Math.Max(blocks, _tokens.Length * 2);
            Array.Resize(ref _tokens, capacity);
            Array.Resize(ref _backslashes, capacity);
        }

        int position = Length;
        if (position < _from && (whole > position || isFinal))
        {
            IndexFirst(buffer, position);
            position += BlockMasks.BlockLength;
        }

        ref byte start = ref MemoryMarshal.GetReference(buffer);
        for (; position < whole; position += BlockMasks.BlockLength)
        {
            IndexBlock(ref Unsafe.Add(ref start, position), position);
        }

        Length = Math.Min(position, buffer.Length);
        if (isFinal && position < buffer.Length)
        {
            Span<byte> padded = stackalloc byte[BlockMasks.BlockLength];
            padded.Fill((byte)' ');
            buffer[position..].CopyTo(padded);
            IndexBlock(ref MemoryMarshal.GetReference(padded), position);
            Length = buffer.Length;
        }
    }

    /// <summary>True when a backslash stands in [start, end).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool HasBackslash(int start, int end)
    {
        if (end - start >= 64)
        {
            return HasBackslashInLong(start, end);
        }

        // The 64 bits from start on, put together without a branch: whether a text crosses a block cannot be guessed. The arrays have a
        // block more than is indexed; a shift count is taken modulo 64.
        int block = start >> 6;
        ulong window = (_backslashes[block] >> start) | (_backslashes[block + 1] << (63 - (start & 63)) << 1);
        return (window & ((1UL << (end - start)) - 1)) != 0;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    bool HasBackslashInLong(int start, int end)
    {
        int block = start >> 6;
        if (_backslashes[block] >> start != 0)
        {
            return true;
        }

        int last = end >> 6;
        while (++block < last)
        {
            if (_backslashes[block] != 0)
            {
                return true;
            }
        }

        int rest = end & 63;
        return rest != 0 && (_backslashes[last] & ((1UL << rest) - 1)) != 0;
    }

    /// <summary>Indexes the block in which <see cref="StartAt"/>'s position stands.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    void IndexFirst(ReadOnlySpan<byte> buffer, int position)
    {
        Span<byte> padded = stackalloc byte[BlockMasks.BlockLength];
        padded.Fill((byte)' ');
        buffer[_from..Math.Min(buffer.Length, position + BlockMasks.BlockLength)].CopyTo(padded[(_from - position)..]);
        IndexBlock(ref MemoryMarshal.GetReference(padded), position);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    void IndexBlock(ref byte bytes, int position)
    {
        var masks = BlockMasks.Of(ref bytes);
        ulong quotes = masks.Quotes;
        if ((masks.Backslashes | _escapedCarry) != 0)
        {
            quotes &= ~Escaped(masks.Backslashes);
        }

        ulong inString = BlockMasks.PrefixXor(quotes) ^ _inString;
        _inString = (ulong)((long)inString >> 63);
        int block = position >> 6;
        _tokens[block] = quotes | (masks.Structural & ~inString);
        _backslashes[block] = masks.Backslashes;
        HasNonAscii |= masks.NonAscii != 0;
        ulong controls = masks.Controls & inString;
        if (controls != 0 && FirstControl < 0)
        {
            FirstControl = position + System.Numerics.BitOperations.TrailingZeroCount(controls);
        }
    }

    /// <summary>
    /// Bytes that an odd run of backslashes escapes. Runs are found by their starts: adding a start to its run carries out just
    /// behind the run's end, and the parity of start and end tells odd from even.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    ulong Escaped(ulong backslashes)
    {
        const ulong EvenBits = 0x5555555555555555;
        backslashes &= ~_escapedCarry;
        ulong followsEscape = (backslashes << 1) | _escapedCarry;
        ulong oddStarts = backslashes & ~EvenBits & ~followsEscape;
        ulong sum = oddStarts + backslashes;
        bool carry = sum < oddStarts;
        ulong invert = sum << 1;
        ulong escaped = (EvenBits ^ invert) & followsEscape;
        _escapedCarry = carry ? 1UL : 0UL;
        return escaped;
    }
}
