using System.Buffers.Binary;
using TrailLake.Scanning;

namespace TrailLake.Ingest.Deferral;

/// <summary>A record that waits for its partition's turn: its JSON as it was scanned, where it belongs and where it comes from.</summary>
/// <param name="day">UTC day of its eventTime, counted from 1970-01-01.</param>
/// <param name="source">Number of its object; see <see cref="PendingObjects"/>.</param>
/// <param name="index">Which record of the object, from 0.</param>
/// <param name="hash">The hash of the record.</param>
/// <param name="account">Account of its partition, UTF-8; empty when none is known.</param>
/// <param name="uri">URI of the object, UTF-8.</param>
/// <param name="text">The record.</param>
readonly ref struct DeferredRecord(
    int day, int source, long index, long hash, ReadOnlySpan<byte> account, ReadOnlySpan<byte> uri, ReadOnlySpan<byte> text)
{
    // Total length, then day, source, index, hash, the partition's number, and the lengths of account and URI.
    const int HeaderLength = 48;

    public readonly int Day = day;
    public readonly int Source = source;
    public readonly long Index = index;
    public readonly long Hash = hash;
    public readonly ReadOnlySpan<byte> Account = account;
    public readonly ReadOnlySpan<byte> Uri = uri;
    public readonly ReadOnlySpan<byte> Text = text;

    /// <summary>Bytes that <see cref="Write"/> takes.</summary>
    public int Size => HeaderLength + Account.Length + Uri.Length + Text.Length;

    /// <summary>A number that all records of a partition share and hardly any other partition has; records are sorted by it.</summary>
    public ulong Partition => (ByteHash.Compute(Account) ^ (uint)Day) * 0x9E3779B97F4A7C15;

    /// <summary>Reads what <see cref="Write"/> wrote at the beginning of these bytes.</summary>
    public static DeferredRecord Read(ReadOnlySpan<byte> bytes)
    {
        int uri = BinaryPrimitives.ReadInt32LittleEndian(bytes[44..]);
        int head = HeadOf(bytes);
        return new DeferredRecord(
            DayOf(bytes),
            BinaryPrimitives.ReadInt32LittleEndian(bytes[8..]),
            BinaryPrimitives.ReadInt64LittleEndian(bytes[16..]),
            BinaryPrimitives.ReadInt64LittleEndian(bytes[24..]),
            AccountOf(bytes),
            bytes.Slice(head - uri, uri),
            bytes[head..SizeOf(bytes)]);
    }

    /// <summary>Bytes of the record that these bytes begin with.</summary>
    public static int SizeOf(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadInt32LittleEndian(bytes);

    /// <summary><see cref="Partition"/> of the record that these bytes begin with.</summary>
    public static ulong PartitionOf(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt64LittleEndian(bytes[32..]);

    /// <summary>Bytes before the text of the record that these bytes begin with.</summary>
    public static int HeadOf(ReadOnlySpan<byte> bytes) =>
        HeaderLength + BinaryPrimitives.ReadInt32LittleEndian(bytes[40..]) + BinaryPrimitives.ReadInt32LittleEndian(bytes[44..]);

    /// <summary>Orders records by partition; zero for two of the same one. Their heads are enough for it.</summary>
    public static int Compare(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        int order = PartitionOf(left).CompareTo(PartitionOf(right));
        if (order != 0)
        {
            return order;
        }

        order = DayOf(left).CompareTo(DayOf(right));
        return order != 0 ? order : AccountOf(left).SequenceCompareTo(AccountOf(right));
    }

    static int DayOf(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadInt32LittleEndian(bytes[4..]);

    static ReadOnlySpan<byte> AccountOf(ReadOnlySpan<byte> bytes) =>
        bytes.Slice(HeaderLength, BinaryPrimitives.ReadInt32LittleEndian(bytes[40..]));

    /// <summary>Writes the record.</summary>
    public void Write(Span<byte> target)
    {
        BinaryPrimitives.WriteInt32LittleEndian(target, Size);
        BinaryPrimitives.WriteInt32LittleEndian(target[4..], Day);
        BinaryPrimitives.WriteInt64LittleEndian(target[8..], Source);
        BinaryPrimitives.WriteInt64LittleEndian(target[16..], Index);
        BinaryPrimitives.WriteInt64LittleEndian(target[24..], Hash);
        BinaryPrimitives.WriteUInt64LittleEndian(target[32..], Partition);
        BinaryPrimitives.WriteInt32LittleEndian(target[40..], Account.Length);
        BinaryPrimitives.WriteInt32LittleEndian(target[44..], Uri.Length);
        Account.CopyTo(target[HeaderLength..]);
        Uri.CopyTo(target[(HeaderLength + Account.Length)..]);
        Text.CopyTo(target[(HeaderLength + Account.Length + Uri.Length)..]);
    }
}
