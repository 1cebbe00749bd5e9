using System;
using System.Numerics;

namespace TrailLake.Parquet.Writing;

/// <summary>Arrays that are kept from one column to the next and grow as needed; their content is not kept when they grow.</summary>
static class Scratch
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
