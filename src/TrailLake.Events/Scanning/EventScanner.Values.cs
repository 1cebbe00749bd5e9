using System.Runtime.CompilerServices;
using TrailLake.Schema;

namespace TrailLake.Scanning;

/// <summary>
/// Puts values to their columns. A value that does not fit its column goes to unmapped; where it has an obvious reading ("true" for a
/// boolean, a number for a text) the column has that too.
/// </summary>
sealed partial class EventScanner
{
    bool TryFindEscaped(SchemaFieldTable members, ReadOnlySpan<byte> key, out SchemaField? field)
    {
        // A key longer than this is none of the schema's; its escapes are checked all the same.
        Span<byte> target = key.Length <= 256 ? stackalloc byte[256] : new byte[key.Length];
        var status = JsonUnescape.Unescape(key, target, out int written);
        field = status == UnescapeStatus.Done ? members.Find(target[..written]) : null;
        _isOdd |= status == UnescapeStatus.LoneSurrogate;
        return status != UnescapeStatus.Invalid;
    }

    /// <summary>Takes a string; <paramref name="open"/> and <paramref name="close"/> are its quotes.</summary>
    bool TakeString(SchemaField field, in KeySlice key, int open, int close)
    {
        if (!MeetAny(field, open))
        {
            return false;
        }

        int start = open + 1;
        int length = close - start;
        bool isEscaped = _index.HasBackslash(start, close);
        if (isEscaped && !field.IsText && !IsEscapedText(start, close))
        {
            Fail(RejectReason.InvalidJson, start);
            return false;
        }

        if (field.Schema.Leaf is not null)
        {
            switch (field.Kind)
            {
                case ColumnKind.Text when !isEscaped:
                    Take(field.Leaf, ValueState.Text, start, length);
                    return true;
                case ColumnKind.Text:
                    return TakeEscaped(field, open, close);
                case ColumnKind.Json:
                    TakeJson(field, open, close + 1);
                    return true;
                case ColumnKind.Timestamp:
                    TakeTime(field, key, open, close);
                    return true;
                case ColumnKind.Boolean
                    when JsonScalar.Classify(_buffer.AsSpan(start, length)) is (ScalarKind.True or ScalarKind.False) and var flag:
                    Take(field.Leaf, flag == ScalarKind.True ? ValueState.True : ValueState.False, start, length);
                    break;
            }
        }

        AddUnmapped(key, open, close + 1);
        return true;
    }

    bool TakeEscaped(SchemaField field, int open, int close)
    {
        var record = _record;
        var source = _buffer.AsSpan(open + 1, close - open - 1);
        var status = JsonUnescape.Unescape(source, record.ReserveScratch(source.Length), out int written);
        if (status == UnescapeStatus.Invalid)
        {
            Fail(RejectReason.InvalidJson, open);
            return false;
        }

        Take(field.Leaf, ValueState.UnescapedText, record.ScratchLength, written);
        record.ScratchLength += written;
        if (status == UnescapeStatus.LoneSurrogate)
        {
            record.AddDelivered(new DeliveredValue(field.Leaf, open, close + 1 - open));
        }

        return true;
    }

    void TakeJson(SchemaField field, int start, int end)
    {
        Take(field.Leaf, ValueState.Json, start, end - start);
        if (_isOdd)
        {
            TakeReadable(field, start, end);
        }
    }

    /// <summary>Puts into a JSON column what all readers take, and notes the value as it was delivered.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    void TakeReadable(SchemaField field, int start, int end)
    {
        _isOdd = false;
        var record = _record;
        var source = _buffer.AsSpan(start, end - start);
        int written = PortableJson.Write(source, record.ReserveScratch(PortableJson.MostBytes(source.Length)), out bool isSame);
        if (!isSame)
        {
            Take(field.Leaf, ValueState.UnescapedText, record.ScratchLength, written);
            record.ScratchLength += written;
            record.AddDelivered(new DeliveredValue(field.Leaf, start, end - start));
        }
    }

    void TakeTime(SchemaField field, in KeySlice key, int open, int close)
    {
        var text = _buffer.AsSpan(open + 1, close - open - 1);
        if (Iso8601.TryReadCanonical(text, out _record.EventTime))
        {
            Take(field.Leaf, ValueState.Time, open + 1, text.Length);
            return;
        }

        // Another form of time: the column has the instant, unmapped the text as delivered.
        AddUnmapped(key, open, close + 1);
        if (Iso8601.TryRead(text, out _record.EventTime))
        {
            Take(field.Leaf, ValueState.Time, open + 1, text.Length);
        }
        else
        {
            _record.HasInvalidEventTime = true;
        }
    }

    /// <summary>Takes <c>true</c>, <c>false</c>, <c>null</c> or a number in [start, end).</summary>
    bool TakeScalar(SchemaField field, in KeySlice key, int start, int end)
    {
        var text = Trim(start, end, out int valueStart);
        var kind = JsonScalar.Classify(text);
        if (kind == ScalarKind.Invalid)
        {
            Fail(RejectReason.InvalidJson, start);
            return false;
        }

        if (!MeetAny(field, start))
        {
            return false;
        }

        int valueEnd = valueStart + text.Length;
        _isOdd = kind == ScalarKind.WideNumber;
        if (field.Schema.Leaf is not null)
        {
            switch (field.Kind)
            {
                case ColumnKind.Json:
                    TakeJson(field, valueStart, valueEnd);
                    return true;
                case ColumnKind.Boolean when kind is ScalarKind.True or ScalarKind.False:
                    Take(field.Leaf, kind == ScalarKind.True ? ValueState.True : ValueState.False, valueStart, text.Length);
                    return true;
                case ColumnKind.Text when kind != ScalarKind.Null:
                    Take(field.Leaf, ValueState.Text, valueStart, text.Length);
                    break;
                case ColumnKind.Timestamp when kind != ScalarKind.Null:
                    _record.HasInvalidEventTime = true;
                    break;
            }
        }

        AddUnmapped(key, valueStart, valueEnd);
        return true;
    }

    void Take(int leaf, ValueState state, int start, int length)
    {
        var record = _record;
        record.States[leaf] = state;
        record.Starts[leaf] = start;
        record.Lengths[leaf] = length;
    }

    /// <summary>Notes that a key was met; false when it stands twice.</summary>
    bool MeetAny(SchemaField field, int position)
    {
        if (field.Schema.Leaf is null)
        {
            return Meet(field.Child ?? field.Elements!, position);
        }

        ref var state = ref _record.States[field.Leaf];
        if (state >= ValueState.MetUnmapped)
        {
            Fail(RejectReason.DuplicateKey, position);
            return false;
        }

        state |= ValueState.MetUnmapped;
        return true;
    }

    bool Meet(StructNode node, int position)
    {
        ulong bit = 1UL << node.Number;
        if ((_record.GroupsMet & bit) != 0)
        {
            Fail(RejectReason.DuplicateKey, position);
            return false;
        }

        _record.GroupsMet |= bit;
        return true;
    }
}
