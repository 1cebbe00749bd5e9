using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TrailLake.Scanning;
using TrailLake.Schema;

namespace TrailLake.Columns;

/// <summary>Appends scanned records to batches. One for each worker: it owns scratch memory.</summary>
sealed class RecordAppender
{
    static readonly int s_elementDefinition = CloudTrailSchema.Leaves[(int)FieldId.ResourceArn].MaxDefinition - 1;

    readonly ArrayBufferWriter<byte> _unmapped = new(1024);
    readonly DeliveredWriter _delivered = new();

    /// <summary>Appends one row.</summary>
    public void Append(ColumnBatch batch, ScannedRecord record, ReadOnlySpan<byte> buffer, in RowOrigin origin)
    {
        int row = batch.RowCount;

        int leaf = 0;
        foreach (ref readonly var repeated in record.Repeated.AsSpan(0, record.RepeatedCount))
        {
            var place = repeated.Place;
            if (!repeated.IsThere)
            {
                continue;
            }

            var (first, count) = place.Leaves.GetOffsetAndLength(record.States.Length);
            if (first < leaf)
            {
                // Out of the schema's order: the leaves were appended with those around them.
                continue;
            }

            AppendLeaves(batch, record, buffer, leaf, first, row);
            leaf = first + count;
            var rows = batch.Structs(first);
            if (!rows.TryAppend(place, row))
            {
                AppendLeaves(batch, record, buffer, first, leaf, row);
                rows.Take(batch, place, record);
            }
        }

        AppendLeaves(batch, record, buffer, leaf, CloudTrailSchema.FirstOwnLeaf, row);
        AppendElements(batch, record, buffer);
        if (record.UnmappedCount > 0)
        {
            _unmapped.ResetWrittenCount();
            UnmappedWriter.Write(_unmapped, record, buffer);
            var json = _unmapped.WrittenSpan;
            batch.Text(FieldId.Unmapped).AppendAt(row, record.HasOddUnmapped ? _delivered.Readable(json) : json);
        }

        if (record.DeliveredCount > 0 || record.HasOddUnmapped)
        {
            AppendDelivered(batch, record, buffer, row);
        }

        batch.Text(FieldId.SourceObject).AppendAt(row, origin.SourceObject);
        batch.Long(FieldId.SourceIndex).Append(origin.SourceIndex);
        batch.Long(FieldId.RecordHash).Append(record.Hash);
        batch.Boolean(FieldId.EventIdConflict).AppendAt(row, origin.IsConflict ? (byte)1 : (byte)0);

        batch.RowCount = row + 1;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    void AppendDelivered(ColumnBatch batch, ScannedRecord record, ReadOnlySpan<byte> buffer, int row)
    {
        foreach (ref readonly var value in record.Delivered.AsSpan(0, record.DeliveredCount))
        {
            _delivered.Add((FieldId)value.Leaf, buffer.Slice(value.Start, value.Length));
        }

        if (record.HasOddUnmapped && !_delivered.IsSame)
        {
            _delivered.Add(FieldId.Unmapped, _unmapped.WrittenSpan);
        }

        // What looked odd may have been readable as it is.
        if (_delivered.End() is { IsEmpty: false } text)
        {
            batch.Text(FieldId.Delivered).AppendAt(row, text);
        }
    }

    // Most of the leaves are missing at the top level; columns fill those in by themselves. Eight states are tested at once.
    static void AppendLeaves(ColumnBatch batch, ScannedRecord record, ReadOnlySpan<byte> buffer, int from, int to, int row)
    {
        var states = record.States.AsSpan(from, to - from);
        foreach (ulong eight in MemoryMarshal.Cast<ValueState, ulong>(states))
        {
            for (ulong rest = eight; rest != 0;)
            {
                int lane = BitOperations.TrailingZeroCount(rest) >> 3;
                rest &= ~(0xFFUL << (lane << 3));
                AppendLeaf(batch, record, buffer, from + lane, row);
            }

            from += 8;
        }

        for (; from < to; from++)
        {
            if (record.States[from] != ValueState.NotMet)
            {
                AppendLeaf(batch, record, buffer, from, row);
            }
        }
    }

    static void AppendLeaf(ColumnBatch batch, ScannedRecord record, ReadOnlySpan<byte> buffer, int leaf, int row)
    {
        var state = record.States[leaf];
        switch (state)
        {
            case ValueState.Text or ValueState.Json:
                batch.TextAt(leaf).AppendAt(row, buffer.Slice(record.Starts[leaf], record.Lengths[leaf]));
                break;
            case ValueState.UnescapedText:
                batch.TextAt(leaf).AppendAt(row, record.Scratch.AsSpan(record.Starts[leaf], record.Lengths[leaf]));
                break;
            case ValueState.True or ValueState.False:
                batch.Boolean((FieldId)leaf).AppendAt(row, state == ValueState.True ? (byte)1 : (byte)0);
                break;
            case ValueState.Time:
                batch.Long(FieldId.EventTime).Append(record.EventTime);
                break;
            default:
                int definition = (int)state & 3;
                if (definition != 0)
                {
                    batch.TextAt(leaf).AppendMissingAt(row, definition);
                }

                break;
        }
    }

    static void AppendElements(ColumnBatch batch, ScannedRecord record, ReadOnlySpan<byte> buffer)
    {
        for (int member = 0; member < ScannedRecord.ElementLeaves; member++)
        {
            var column = batch.TextAt((int)FieldId.ResourceArn + member);
            if (record.ElementCount <= 0)
            {
                column.AppendMissing(record.ElementCount < 0 ? 0 : 1);
                continue;
            }

            for (int element = 0; element < record.ElementCount; element++)
            {
                ref readonly var value = ref record.Elements[(element * ScannedRecord.ElementLeaves) + member];
                byte repetition = element == 0 ? (byte)0 : (byte)1;
                switch (value.State)
                {
                    case ValueState.Text:
                        column.Append(buffer.Slice(value.Start, value.Length), repetition);
                        break;
                    case ValueState.UnescapedText:
                        column.Append(record.Scratch.AsSpan(value.Start, value.Length), repetition);
                        break;
                    default:
                        column.AppendMissing(s_elementDefinition, repetition);
                        break;
                }
            }
        }
    }
}
