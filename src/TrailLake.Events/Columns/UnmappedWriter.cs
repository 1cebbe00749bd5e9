using System.Buffers;
using TrailLake.Scanning;

namespace TrailLake.Columns;

/// <summary>Writes a record's keys without a column as one JSON object, each under its own key, nested as it was delivered.</summary>
static class UnmappedWriter
{
    public static void Write(IBufferWriter<byte> output, ScannedRecord record, ReadOnlySpan<byte> buffer) =>
        WriteStruct(output, record, buffer, StructNode.Root);

    static void WriteStruct(IBufferWriter<byte> output, ScannedRecord record, ReadOnlySpan<byte> buffer, StructNode node)
    {
        bool isFirst = true;
        output.Write("{"u8);
        for (int i = 0; i < record.UnmappedCount; i++)
        {
            ref readonly var member = ref record.Unmapped[i];
            if (member.Parent == node.Number)
            {
                WriteKey(output, buffer.Slice(member.KeyStart, member.KeyLength), ref isFirst);
                output.Write(buffer.Slice(member.ValueStart, member.ValueLength));
            }
        }

        foreach (var child in node.Children)
        {
            if (HasMembers(record, child))
            {
                WriteKey(output, child.Name, ref isFirst);
                WriteStruct(output, record, buffer, child);
            }
        }

        output.Write("}"u8);
    }

    static bool HasMembers(ScannedRecord record, StructNode node)
    {
        for (int i = 0; i < record.UnmappedCount; i++)
        {
            if (record.Unmapped[i].Parent == node.Number)
            {
                return true;
            }
        }

        foreach (var child in node.Children)
        {
            if (HasMembers(record, child))
            {
                return true;
            }
        }

        return false;
    }

    static void WriteKey(IBufferWriter<byte> output, ReadOnlySpan<byte> key, ref bool isFirst)
    {
        output.Write(isFirst ? "\""u8 : ",\""u8);
        output.Write(key);
        output.Write("\":"u8);
        isFirst = false;
    }
}
