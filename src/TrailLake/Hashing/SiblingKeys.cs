using System;
using System.Collections.Generic;

namespace TrailLake.Hashing;

/// <summary>
/// The keys of the objects that are open, innermost last. Says which occurrence of its key a member is: a reader takes the last of several, so their order matters. Few keys are
/// compared one by one, many through a table; what decides is keyed, so no input can choose keys that meet in it.
/// </summary>
sealed class SiblingKeys
{
    const int MostInList = 64;

    readonly Stack<Dictionary<KeyIdentity, uint>> _free = [];
    KeyIdentity[] _keys = new KeyIdentity[256];
    int _count;

    /// <summary>Begins an object.</summary>
    public Scope Open() => new() { First = _count };

    /// <summary>Ends the innermost object.</summary>
    public void Close(ref Scope scope)
    {
        _count = scope.First;
        if (scope.Table is { } table)
        {
            table.Clear();
            _free.Push(table);
            scope.Table = null;
        }
    }

    /// <summary>Forgets all objects, also those that were not closed.</summary>
    public void Clear() => _count = 0;

    /// <summary>Adds a key to the innermost object; returns how many equal ones stand before it.</summary>
    public uint Add(ref Scope scope, in KeyPrefix key)
    {
        var identity = new KeyIdentity(key.Sum.Low, key.Sum.High, key.Head);
        if (scope.Table is not null)
        {
            return AddToTable(scope.Table, identity);
        }

        // One bit tells most keys from all before them.
        ulong bit = 1UL << (int)((identity.Low ^ identity.High) >> 40);
        uint occurrence = 0;
        if ((scope.Mask & bit) != 0)
        {
            foreach (ref readonly var other in _keys.AsSpan(scope.First, _count - scope.First))
            {
                occurrence += other == identity ? 1U : 0U;
            }
        }

        scope.Mask |= bit;
        if (_count - scope.First == MostInList)
        {
            return AddToTable(ToTable(ref scope), identity);
        }

        if (_count == _keys.Length)
        {
            Array.Resize(ref _keys, _count * 2);
        }

        _keys[_count++] = identity;
        return occurrence;
    }

    Dictionary<KeyIdentity, uint> ToTable(ref Scope scope)
    {
        var table = _free.TryPop(out var free) ? free : [];
        foreach (ref readonly var key in _keys.AsSpan(scope.First, _count - scope.First))
        {
            AddToTable(table, key);
        }

        _count = scope.First;
        scope.Table = table;
        return table;
    }

    static uint AddToTable(Dictionary<KeyIdentity, uint> table, in KeyIdentity key)
    {
        ref uint count = ref System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(table, key, out _);
        return count++;
    }

    /// <summary>What is kept of one object.</summary>
    public struct Scope
    {
        public int First;
        public ulong Mask;
        public Dictionary<KeyIdentity, uint>? Table;
    }
}
