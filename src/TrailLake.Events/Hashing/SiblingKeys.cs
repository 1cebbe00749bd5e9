using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace TrailLake.Hashing;

/// <summary>
/// The keys of the objects that are open, innermost last. Says which occurrence of its key a member is: a reader takes the last of several,
/// so their order matters. Few keys are compared one by one, many through a table: by keyed digests, so no input can make keys meet in it.
/// </summary>
sealed class SiblingKeys
{
    const int MostInList = 64;

    // Those of open objects with many keys, innermost last, then free ones.
    readonly List<Dictionary<KeyIdentity, uint>> _tables = [];
    int _tablesUsed;
    KeyIdentity[] _keys = new KeyIdentity[256];
    int _count;

    /// <summary>Begins an object.</summary>
    public Scope Open() => new() { First = _count };

    /// <summary>Ends the innermost object.</summary>
    public void Close(ref Scope scope)
    {
        _count = scope.First;
        if (scope.IsInTable)
        {
            _tables[--_tablesUsed].Clear();
        }
    }

    /// <summary>Forgets all objects, also those that were not closed.</summary>
    public void Clear()
    {
        _count = 0;
        while (_tablesUsed > 0)
        {
            _tables[--_tablesUsed].Clear();
        }
    }

    /// <summary>Adds a key, by its digest and length, to the innermost object; returns how many equal ones stand before it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint Add(ref Scope scope, Vector128<ulong> key, uint head)
    {
        // One bit tells most keys from all before them.
        ulong bit = 1UL << (int)(key.ToScalar() >> 40);
        if ((scope.Mask & bit) != 0 || _count - scope.First >= MostInList || _count == _keys.Length)
        {
            return AddCarefully(ref scope, new KeyIdentity(key, head));
        }

        scope.Mask |= bit;
        _keys[_count++] = new KeyIdentity(key, head);
        return 0;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    uint AddCarefully(ref Scope scope, in KeyIdentity key)
    {
        if (scope.IsInTable)
        {
            return AddToTable(_tables[_tablesUsed - 1], key);
        }

        if (_count - scope.First >= MostInList)
        {
            return AddToTable(ToTable(ref scope), key);
        }

        if (_count == _keys.Length)
        {
            Array.Resize(ref _keys, _count * 2);
        }

        uint occurrence = 0;
        foreach (ref readonly var other in _keys.AsSpan(scope.First, _count - scope.First))
        {
            occurrence += other == key ? 1U : 0U;
        }

        scope.Mask |= 1UL << (int)(key.Digest.ToScalar() >> 40);
        _keys[_count++] = key;
        return occurrence;
    }

    Dictionary<KeyIdentity, uint> ToTable(ref Scope scope)
    {
        if (_tablesUsed == _tables.Count)
        {
            _tables.Add([]);
        }

        var table = _tables[_tablesUsed++];
        foreach (ref readonly var key in _keys.AsSpan(scope.First, _count - scope.First))
        {
            AddToTable(table, key);
        }

        // All later keys go to the table: with every bit set, none passes by.
        scope.Mask = ulong.MaxValue;
        scope.IsInTable = true;
        _count = scope.First;
        return table;
    }

    static uint AddToTable(Dictionary<KeyIdentity, uint> table, in KeyIdentity key)
    {
        ref uint count = ref System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(table, key, out _);
        return count++;
    }

    readonly record struct KeyIdentity(Vector128<ulong> Digest, uint Head);

    /// <summary>What is kept of one object.</summary>
    public struct Scope
    {
        public int First;
        public ulong Mask;
        public bool IsInTable;
    }
}
