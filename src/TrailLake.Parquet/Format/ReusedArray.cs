using System.Numerics;

namespace TrailLake.Parquet.Format;

/// <summary>Arrays that serve one column or page after the other and grow as needed; growing does not keep their content.</summary>
static class ReusedArray
{
    public static Span<T> Take<T>(ref T[] array, int length)
    {
        if (array.Length < length)
        {
            array = new T[(int)Math.Min((uint)Array.MaxLength, BitOperations.RoundUpToPowerOf2((uint)length))];
        }

        return array.AsSpan(0, length);
    }
}
