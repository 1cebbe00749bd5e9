namespace TrailLake.Tables;

/// <summary>A set of 128-bit hashes with open addressing: 16 bytes a slot and nothing else. Not safe for several threads.</summary>
sealed class HashTableShard
{
    const double MostFilled = 0.85;
    const double Growth = 1.35;

    // Zero marks an empty slot; a hash that is zero is kept as one, which nobody will ever see happen.
    UInt128[] _slots = new UInt128[16];
    int _count;

    /// <summary>Slots, used or not.</summary>
    public int Capacity => _slots.Length;

    public bool Contains(UInt128 key)
    {
        key = key == default ? UInt128.One : key;
        return _slots[Find(_slots, key)] != default;
    }

    public bool Add(UInt128 key)
    {
        key = key == default ? UInt128.One : key;
        int slot = Find(_slots, key);
        if (_slots[slot] != default)
        {
            return false;
        }

        if (_count + 1 > _slots.Length * MostFilled)
        {
            Grow();
            slot = Find(_slots, key);
        }

        _slots[slot] = key;
        _count++;
        return true;
    }

    void Grow()
    {
        // Not a power of two: doubling would leave a set of 128-bit keys half empty on average.
        var larger = new UInt128[(int)(_slots.Length * Growth) + 1];
        foreach (var key in _slots)
        {
            if (key != default)
            {
                larger[Find(larger, key)] = key;
            }
        }

        _slots = larger;
    }

    /// <summary>The key's slot, or the empty one where it belongs.</summary>
    static int Find(UInt128[] slots, UInt128 key)
    {
        // High bits times length, shifted: a position without division. The low byte has chosen the shard and is not used here.
        int slot = (int)((ulong)(uint)(key >> 64) * (uint)slots.Length >> 32);
        while (slots[slot] != default && slots[slot] != key)
        {
            slot = slot + 1 == slots.Length ? 0 : slot + 1;
        }

        return slot;
    }
}
