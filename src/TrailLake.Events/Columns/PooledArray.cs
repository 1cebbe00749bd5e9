using System.Buffers;

namespace TrailLake.Columns;

/// <summary>
/// Growing arrays from the shared pool. Columns grow and are emptied all the time: arrays of their own would become garbage, of which the
/// collector lets several times as much stand as is in use.
/// </summary>
static class PooledArray
{
    /// <summary>Makes room for <paramref name="capacity"/> elements or more, and keeps the first <paramref name="used"/>.</summary>
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
