using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace TrailLake.Scanning;

/// <summary>Finds a member by its name: one load and one multiplication choose a slot, one comparison confirms it.</summary>
sealed class SchemaFieldTable
{
    /// <summary>Knows no name.</summary>
    public static readonly SchemaFieldTable Empty = Build([]);

    readonly SchemaField?[] _slots;
    readonly int _shift;

    SchemaFieldTable(SchemaField?[] slots)
    {
        _slots = slots;
        _shift = 64 - BitOperations.Log2((uint)slots.Length);
    }

    /// <summary>Makes a table in which no two names share a slot.</summary>
    public static SchemaFieldTable Build(IReadOnlyList<SchemaField> fields)
    {
        // Grows until there is no collision; the widest struct of the schema has 27 members.
        for (int size = 4; ; size *= 2)
        {
            var table = new SchemaFieldTable(new SchemaField?[size]);
            if (table.TryFill(fields))
            {
                return table;
            }
        }
    }

    /// <summary>The member of this name, or null.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public SchemaField? Find(ReadOnlySpan<byte> name)
    {
        var field = _slots[Slot(name)];
        return field is not null && field.Name.AsSpan().SequenceEqual(name) ? field : null;
    }

    bool TryFill(IReadOnlyList<SchemaField> fields)
    {
        foreach (var field in fields)
        {
            ref var slot = ref _slots[Slot(field.Name)];
            if (slot is not null)
            {
                return false;
            }

            slot = field;
        }

        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    int Slot(ReadOnlySpan<byte> name)
    {
        // First and last bytes and the length tell all of CloudTrail's keys apart.
        ref byte p = ref MemoryMarshal.GetReference(name);
        ulong key;
        if (name.Length >= 8)
        {
            ulong last = Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref p, name.Length - 8));
            key = Unsafe.ReadUnaligned<ulong>(ref p) ^ BitOperations.RotateLeft(last, 29);
        }
        else if (name.Length >= 4)
        {
            key = Unsafe.ReadUnaligned<uint>(ref p) | ((ulong)Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref p, name.Length - 4)) << 32);
        }
        else
        {
            key = name.Length == 0 ? 0 : (ulong)p | ((ulong)name[^1] << 8);
        }

        return (int)(((key + (ulong)name.Length) * 0x9E3779B97F4A7C15) >> _shift);
    }
}
