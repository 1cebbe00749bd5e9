using System.Buffers.Binary;

namespace TrailLake.Parquet.Format;

/// <summary>Bounds of the values of a page or column chunk, PLAIN encoded without length; null where none is known.</summary>
readonly record struct ValueBounds(byte[]? Min, byte[]? Max, bool MinExact, bool MaxExact)
{
    public static ValueBounds OfNumbers(long min, long max)
    {
        var lower = new byte[sizeof(long)];
        var upper = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(lower, min);
        BinaryPrimitives.WriteInt64LittleEndian(upper, max);
        return new ValueBounds(lower, upper, true, true);
    }
}
