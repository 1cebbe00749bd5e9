using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;
using TrailLake.Columns;
using TrailLake.Schema;

namespace TrailLake.Tables;

/// <summary>Rebuilds the records of a batch's rows, one after the other. Owns scratch memory; not safe for several threads.</summary>
sealed class BatchRecordRebuilder
{
    static readonly JsonWriterOptions s_writing = new() { MaxDepth = int.MaxValue, SkipValidation = true };
    static readonly JsonDocumentOptions s_reading = new() { MaxDepth = int.MaxValue };

    readonly ArrayBufferWriter<byte> _row = new(4096);
    readonly ArrayBufferWriter<byte> _record = new(4096);

    // Lists have a value for each element, so where a row's values begin is known by going through the rows in order.
    readonly int[] _listAt = new int[CloudTrailSchema.Leaves.Length];
    ColumnBatch _batch = null!;
    int _next;

    /// <summary>Begins a batch, which is sealed.</summary>
    public void Begin(ColumnBatch batch)
    {
        _batch = batch;
        _next = 0;
        Array.Clear(_listAt);
    }

    /// <summary>The record of the next row, as JSON; valid until the next call.</summary>
    public ReadOnlySpan<byte> Next()
    {
        _row.ResetWrittenCount();
        using (var writer = new Utf8JsonWriter(_row, s_writing))
        {
            WriteStruct(writer, CloudTrailSchema.Nodes);
        }

        _next++;
        _record.ResetWrittenCount();
        using var row = JsonDocument.Parse(_row.WrittenMemory, s_reading);
        using (var writer = new Utf8JsonWriter(_record, s_writing))
        {
            RecordRebuilder.Write(row.RootElement, writer);
        }

        return _record.WrittenSpan;
    }

    void WriteStruct(Utf8JsonWriter writer, ImmutableArray<SchemaNode> members)
    {
        writer.WriteStartObject();
        foreach (var node in members)
        {
            if (node.IsList)
            {
                WriteList(writer, node);
            }
            else if (node.Leaf is { } leaf)
            {
                WriteLeaf(writer, leaf);
            }
            else if (IsThere(node))
            {
                writer.WritePropertyName(node.Name);
                WriteStruct(writer, node.Children);
            }
        }

        writer.WriteEndObject();
    }

    void WriteLeaf(Utf8JsonWriter writer, ColumnSpec leaf)
    {
        switch (leaf.Kind)
        {
            case ColumnKind.Text or ColumnKind.Json when _batch.Text(leaf.Id) is var column && column.Values[_next] is >= 0 and var entry:
                writer.WriteString(leaf.Name, column.Entry(entry));
                break;
            case ColumnKind.Boolean when _batch.Boolean(leaf.Id).Values[_next] is not BooleanColumn.Missing and var flag:
                writer.WriteBoolean(leaf.Name, flag != 0);
                break;
            case ColumnKind.Timestamp when _batch.Long(leaf.Id).Values[_next] is not LongColumn.Missing and var time:
                writer.WriteString(leaf.Name, DateTime.UnixEpoch.AddTicks(time * TimeSpan.TicksPerMicrosecond).ToString(
                    "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", System.Globalization.CultureInfo.InvariantCulture));
                break;
        }
    }

    /// <summary>Whether a struct is there: one of its leaves has a value, or misses it further in.</summary>
    bool IsThere(SchemaNode node)
    {
        int value = _batch.Text((FieldId)node.FirstLeaf).Values[_next];
        return value >= 0 || ~value >= node.Definition;
    }

    void WriteList(Utf8JsonWriter writer, SchemaNode node)
    {
        var first = _batch.Text((FieldId)node.FirstLeaf);
        int begin = _listAt[node.FirstLeaf];
        int end = begin + 1;
        while (end < first.Values.Length && first.Repetitions[end] != 0)
        {
            end++;
        }

        _listAt[node.FirstLeaf] = end;
        int missing = first.Values[begin] < 0 ? ~first.Values[begin] : int.MaxValue;
        if (missing < node.Definition)
        {
            return;
        }

        writer.WriteStartArray(node.Name);
        for (int at = begin; at < end && missing > node.Definition; at++)
        {
            writer.WriteStartObject();
            foreach (var member in node.Children)
            {
                var column = _batch.Text(member.Leaf!.Id);
                if (column.Values[at] is >= 0 and var entry)
                {
                    writer.WriteString(member.Name, column.Entry(entry));
                }
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
