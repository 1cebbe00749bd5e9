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

    // By leaf: what was found; the first byte of the value, in the buffer or in Scratch, as the state says; its length in bytes.
    public readonly ValueState[] States = new ValueState[CloudTrailSchema.Leaves.Length];
    public readonly int[] Starts = new int[CloudTrailSchema.Leaves.Length];
    public readonly int[] Lengths = new int[CloudTrailSchema.Leaves.Length];

    /// <summary>Members of <c>resources</c>, <see cref="ElementLeaves"/> an element. The count is -1 when the key is missing.</summary>
    public ListElementValue[] Elements = new ListElementValue[16 * ElementLeaves];
    public int ElementCount;

    /// <summary>Keys and values that have no column.</summary>
    public UnmappedMember[] Unmapped = new UnmappedMember[8];
    public int UnmappedCount;

    /// <summary>True when <see cref="Unmapped"/> may have what some readers of JSON refuse.</summary>
    public bool HasOddUnmapped;

    /// <summary>Values that stand in <see cref="Scratch"/> in a form that does not tell how they were delivered.</summary>
    public DeliveredValue[] Delivered = new DeliveredValue[4];
    public int DeliveredCount;

    /// <summary>Unescaped texts.</summary>
    public byte[] Scratch = new byte[1024];
    public int ScratchLength;

    /// <summary>Structs whose bytes the scanner knows, in the order of the record: their leaves are filled in all the same.</summary>
    public readonly CachedStructUse[] Repeated = new CachedStructUse[4];
    public int RepeatedCount;

    /// <summary>The record's own members in the order in which they were met, without those that are <see cref="IsPlainText"/>.</summary>
    public RecordMember[] Members = new RecordMember[32];
    public int MemberCount;

    /// <summary>Index of the buffer that it was scanned in.</summary>
    public TokenIndex Index = null!;

    /// <summary>Structs and lists that were met, a bit for each <see cref="StructNode.Number"/>: shows a key that stands twice.</summary>
    public ulong GroupsMet;

    // First byte of the record, and position behind its last one.
    public int Start;
    public int End;

    /// <summary>True when eventTime was met but is no time.</summary>
    public bool HasInvalidEventTime;

    /// <summary>True when there is no eventTime and <c>@timestamp</c> stands in for it.</summary>
    public bool HasTimestamp;

    /// <summary>eventTime in microseconds since 1970, when its state is <see cref="ValueState.Time"/>.</summary>
    public long EventTime;

    public long Hash;

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
    public bool IsPlainText(SchemaField field, byte[] buffer) =>
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
    public void AddRepeated(CachedStruct known)
    {
        if (RepeatedCount < Repeated.Length)
        {
            Repeated[RepeatedCount++] = new CachedStructUse(known);
        }
    }

    // Written in place, number by number: a struct that is passed is read as a whole at once, which waits for all that was just written.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AddMember(int order, int keyStart, int keyLength, int valueStart, int valueEnd)
    {
        ref var member = ref Next(ref Members, ref MemberCount);
        member.Order = order;
        member.KeyStart = keyStart;
        member.KeyLength = keyLength;
        member.ValueStart = valueStart;
        member.ValueEnd = valueEnd;
    }

    public void AddUnmapped(in UnmappedMember member) => Next(ref Unmapped, ref UnmappedCount) = member;

    public void AddDelivered(in DeliveredValue value) => Next(ref Delivered, ref DeliveredCount) = value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static ref T Next<T>(ref T[] items, ref int count)
    {
        if (count == items.Length)
        {
            Array.Resize(ref items, count * 2);
        }

        return ref items[count++];
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
