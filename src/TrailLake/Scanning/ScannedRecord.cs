using System;
using System.Runtime.CompilerServices;
using TrailLake.Schema;

namespace TrailLake.Scanning;

/// <summary>
/// One record as slices of the buffer that it was scanned in: valid until that buffer changes. Reused for every record; nothing is
/// allocated once its arrays have grown.
/// </summary>
sealed class ScannedRecord
{
    /// <summary>Leaves of a list's element.</summary>
    public const int ElementLeaves = 4;

    /// <summary>What was found, by leaf.</summary>
    public readonly ValueState[] States = new ValueState[CloudTrailSchema.Leaves.Length];

    /// <summary>First byte of the value, by leaf; in the buffer or in <see cref="Scratch"/>, as the state says.</summary>
    public readonly int[] Starts = new int[CloudTrailSchema.Leaves.Length];

    /// <summary>Length of the value in bytes, by leaf.</summary>
    public readonly int[] Lengths = new int[CloudTrailSchema.Leaves.Length];

    /// <summary>Members of <c>resources</c>, <see cref="ElementLeaves"/> an element.</summary>
    public ElementValue[] Elements = new ElementValue[16 * ElementLeaves];

    /// <summary>Keys and values that have no column.</summary>
    public UnmappedMember[] Unmapped = new UnmappedMember[8];

    /// <summary>Values that stand in <see cref="Scratch"/> in a form that does not tell how they were delivered.</summary>
    public DeliveredValue[] Delivered = new DeliveredValue[4];

    /// <summary>Unescaped texts.</summary>
    public byte[] Scratch = new byte[1024];

    /// <summary>Structs whose bytes the scanner knows, in the order of the record: their leaves are filled in all the same.</summary>
    public readonly RepeatedStruct[] Repeated = new RepeatedStruct[4];

    /// <summary>Entries of <see cref="Repeated"/>.</summary>
    public int RepeatedCount;

    /// <summary>The record's own members, in the order in which they were met; those with <see cref="IsPlainText"/> are not among them.</summary>
    public RecordMember[] Members = new RecordMember[32];

    /// <summary>Entries of <see cref="Members"/>.</summary>
    public int MemberCount;

    /// <summary>Index of the buffer that it was scanned in.</summary>
    public TokenIndex Index = null!;

    /// <summary>Which structs and lists were met, one bit for each <see cref="StructNode.Number"/>; tells a key that stands twice.</summary>
    public ulong GroupsMet;

    /// <summary>Elements of <c>resources</c>; -1 when the key is missing.</summary>
    public int ElementCount;

    /// <summary>Entries of <see cref="Unmapped"/>.</summary>
    public int UnmappedCount;

    /// <summary>Entries of <see cref="Delivered"/>.</summary>
    public int DeliveredCount;

    /// <summary>True when <see cref="Unmapped"/> may have what some readers of JSON refuse.</summary>
    public bool HasOddUnmapped;

    /// <summary>Bytes used in <see cref="Scratch"/>.</summary>
    public int ScratchLength;

    /// <summary>First byte of the record.</summary>
    public int Start;

    /// <summary>Position after the record's last byte.</summary>
    public int End;

    /// <summary>True when eventTime was met but is no time.</summary>
    public bool HasInvalidEventTime;

    /// <summary>True when there is no eventTime and <c>@timestamp</c> stands in for it.</summary>
    public bool HasTimestamp;

    /// <summary>eventTime in microseconds since 1970, when its state is <see cref="ValueState.Time"/>.</summary>
    public long EventTime;

    /// <summary>Hash of the record.</summary>
    public long Hash;

    /// <summary>Forgets everything.</summary>
    public void Reset(int start)
    {
        Array.Clear(States);
        GroupsMet = 0;
        MemberCount = 0;
        RepeatedCount = 0;
        ElementCount = -1;
        UnmappedCount = 0;
        DeliveredCount = 0;
        HasOddUnmapped = false;
        ScratchLength = 0;
        Start = start;
        End = start;
        HasInvalidEventTime = false;
        HasTimestamp = false;
    }

    /// <summary>The text of a leaf; empty when it is missing or not text.</summary>
    public ReadOnlySpan<byte> Text(FieldId id, ReadOnlySpan<byte> buffer) => States[(int)id] switch
    {
        ValueState.Text or ValueState.Json => buffer.Slice(Starts[(int)id], Lengths[(int)id]),
        ValueState.UnescapedText => Scratch.AsSpan(Starts[(int)id], Lengths[(int)id]),
        _ => default,
    };

    /// <summary>Whether a member is a string without escapes. A number in a column of texts is a text too, but has no quotes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool IsPlainText(Field field, byte[] buffer) =>
        field.IsText && States[field.Leaf] == ValueState.Text && buffer[Starts[field.Leaf] - 1] == '"';

    /// <summary>Makes room for one more element of <c>resources</c>, all members missing; returns the index of its first member.</summary>
    public int AddElement()
    {
        int first = ElementCount++ * ElementLeaves;
        if (first + ElementLeaves > Elements.Length)
        {
            Array.Resize(ref Elements, Elements.Length * 2);
        }

        Elements.AsSpan(first, ElementLeaves).Clear();
        return first;
    }

    /// <summary>Notes a struct that the scanner knows.</summary>
    public void AddRepeated(RememberedStruct known)
    {
        if (RepeatedCount < Repeated.Length)
        {
            Repeated[RepeatedCount++] = new RepeatedStruct(known);
        }
    }

    /// <summary>Notes a member of the record.</summary>
    // Written in place, number by number: a struct that is passed would be read as a whole at once, which waits for all that was just written.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AddMember(int order, int keyStart, int keyLength, int valueStart, int valueEnd)
    {
        if (MemberCount == Members.Length)
        {
            Array.Resize(ref Members, MemberCount * 2);
        }

        ref var member = ref Members[MemberCount++];
        member.Order = order;
        member.KeyStart = keyStart;
        member.KeyLength = keyLength;
        member.ValueStart = valueStart;
        member.ValueEnd = valueEnd;
    }

    /// <summary>Notes a key without a column.</summary>
    public void AddUnmapped(in UnmappedMember member)
    {
        if (UnmappedCount == Unmapped.Length)
        {
            Array.Resize(ref Unmapped, UnmappedCount * 2);
        }

        Unmapped[UnmappedCount++] = member;
    }

    /// <summary>Notes how a value was delivered.</summary>
    public void AddDelivered(in DeliveredValue value)
    {
        if (DeliveredCount == Delivered.Length)
        {
            Array.Resize(ref Delivered, DeliveredCount * 2);
        }

        Delivered[DeliveredCount++] = value;
    }

    /// <summary>Makes room for unescaping a text of this length.</summary>
    public Span<byte> ReserveScratch(int length)
    {
        if (ScratchLength + length > Scratch.Length)
        {
            Array.Resize(ref Scratch, Math.Max(ScratchLength + length, Scratch.Length * 2));
        }

        return Scratch.AsSpan(ScratchLength, length);
    }
}
