using System.IO.Hashing;
using System.Numerics;
using System.Runtime.InteropServices;
using TrailLake.Parquet.Format;

namespace TrailLake.Parquet.Writing;

/// <summary>
/// Parquet's split-block Bloom filter: a value sets one bit in each of the eight words of one block of 32 bytes,
/// chosen by its XXH64 with seed 0. See https://parquet.apache.org/docs/file-format/bloomfilter/.
/// </summary>
/// <remarks>
/// Sized to the power of two that is nearest to 10 bits a value (7 to 14 bits, so that 4 to 0.2 values in a hundred are taken for present).
/// The format allows other sizes, but Arrow's C++ reader, and ClickHouse with it, refuses them.
/// </remarks>
sealed class BloomFilter
{
    const int BitsPerValue = 10;
    const int MaxBytes = 1 << 24;

    static readonly uint[] s_salts = [0x47b6137b, 0x44974d91, 0x8824ad5b, 0xa2b7289d, 0x705495c7, 0x2df1424b, 0x9efc4947, 0x5c6bfb31];

    uint[] _words = new uint[8];
    int _length;

    /// <summary>Empties the filter and sizes it for a number of distinct values.</summary>
    public void Reset(int values)
    {
        // Nearest power of two on a logarithmic scale: divide by √2, round up.
        double bytes = values * (BitsPerValue / 8.0) / Math.Sqrt(2);
        _length = (int)(BitOperations.RoundUpToPowerOf2((uint)Math.Clamp(bytes, 32, MaxBytes)) / sizeof(uint));
        if (_words.Length < _length)
        {
            _words = new uint[_length];
        }

        _words.AsSpan(0, _length).Clear();
    }

    /// <summary>Adds a value: its PLAIN bytes, for text without the length.</summary>
    public void Add(ReadOnlySpan<byte> value)
    {
        ulong hash = XxHash64.HashToUInt64(value);
        var block = _words.AsSpan((int)(((hash >> 32) * (uint)(_length / 8)) >> 32) * 8, 8);
        uint key = (uint)hash;
        var salts = s_salts;
        for (int i = 0; i < block.Length; i++)
        {
            block[i] |= 1u << (int)(unchecked(key * salts[i]) >> 27);
        }
    }

    public void Write(ByteBuffer output)
    {
        var thrift = new ThriftWriter(output);
        thrift.Begin();
        thrift.Int32(1, _length * sizeof(uint));
        for (short union = 2; union <= 4; union++)
        {
            // Algorithm: split blocks; hash: xxHash; compression: none. Each is the first member of its union.
            thrift.Union(union, 1);
        }

        thrift.End();
        output.Write(MemoryMarshal.AsBytes(_words.AsSpan(0, _length)));
    }
}
