using System;
using System.Buffers;

namespace TrailLake.Columns;

/// <summary>
/// Growing arrays from the shared pool. Columns grow and are emptied all the time; arrays of their own would be garbage of which the collector lets
/// several times as much stand as is in use.
/// </summary>
static class PooledArray
{
    /// <summary>Makes room, and keeps the first elements. The array may become longer than asked for.</summary>
    /// <param name="used">Elements to keep.</param>
    /// <param name="capacity">Elements that it must have room for.</param>
    public static void Grow<T>(ref T[] array, int used, int capacity)
        where T : unmanaged
    {
        var grown = ArrayPool<T>.Shared.Rent(capacity);
        array.AsSpan(0, used).CopyTo(grown);
        Release(ref array);
        array = grown;
    }

    /// <summary>Gives the array back and puts an empty one in its place.</summary>
    public static void Release<T>(ref T[] array)
        where T : unmanaged
    {
        if (array.Length > 0)
        {
            ArrayPool<T>.Shared.Return(array);
            array = [];
        }
    }
}
