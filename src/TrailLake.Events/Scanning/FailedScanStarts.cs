using System.Numerics;

namespace TrailLake.Scanning;

/// <summary>
/// The brackets that were open where a scan failed. A scan that begins at one of them fails there too, and is not made: content that opens
/// bracket after bracket would be scanned as often as it is deep.
/// </summary>
sealed class FailedScanStarts
{
    // Scanning less than this again costs less than remembering.
    const int WorthIt = 1024;

    readonly long[] _offsets = new long[ScanLimits.MaxDepth * 2];
    int _count;

    public RejectReason Kind { get; private set; }

    /// <summary>Where in the content the scan failed.</summary>
    public long ErrorOffset { get; private set; }

    public void Clear() => _count = 0;

    /// <summary>Whether a scan that begins at a place in the content is known to fail.</summary>
    public bool Contains(long offset) =>
        _count > 0 && offset <= _offsets[_count - 1] && Array.BinarySearch(_offsets, 0, _count, offset) >= 0;

    /// <summary>Remembers what is open at the end of a scan that failed.</summary>
    /// <param name="error">Where in the buffer it failed, or where the bytes ended.</param>
    /// <param name="offset">Place of the buffer in the content.</param>
    public void Take(TokenIndex index, byte[] buffer, int start, int error, RejectReason kind, long offset)
    {
        if (error - start < WorthIt)
        {
            return;
        }

        _count = 0;
        Kind = kind;
        ErrorOffset = offset + error;
        int blocks = Math.Min(index.BlockCount, (error >> 6) + 1);
        ulong mask = ulong.MaxValue << start;
        for (int block = start >> 6; block < blocks; block++, mask = ulong.MaxValue)
        {
            for (ulong bits = index.Tokens[block] & mask; bits != 0; bits &= bits - 1)
            {
                int position = (block << 6) + BitOperations.TrailingZeroCount(bits);
                if (position >= error)
                {
                    return;
                }

                if (buffer[position] is (byte)'{' or (byte)'[')
                {
                    if (_count == _offsets.Length)
                    {
                        return;
                    }

                    _offsets[_count++] = offset + position;
                }
                else if (buffer[position] is (byte)'}' or (byte)']' && _count > 0)
                {
                    _count--;
                }
            }
        }
    }
}
