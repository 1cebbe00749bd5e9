using System.Runtime.CompilerServices;
using TrailLake.Schema;

namespace TrailLake.Scanning;

/// <summary>
/// Walks the tokens of one record, checks them against JSON's grammar and notes for each column where its value stands.
/// Numbered steps of an object: (1) a key, or the end; (2) a colon; (3) a value, by the kind of its column; (4) a comma, or the end.
/// Allocates nothing per record and never throws for bad data.
/// </summary>
sealed partial class EventScanner(TokenIndex index)
{
    readonly TokenIndex _index = index;

    // For each member, the member that followed it the last time; see SchemaField.Order.
    readonly SchemaField?[] _order = new SchemaField?[StructNode.OrderCount];
    readonly StructCache _memory = new();
    byte[] _buffer = [];
    int _limit;
    ScannedRecord _record = null!;
    RejectReason _error;
    int _errorPosition;

    // True when the value that was skipped last, or its key, is one that some readers of JSON refuse. Who takes the value sets it back.
    bool _isOdd;

    /// <summary>What was wrong, after <see cref="ScanStatus.Malformed"/>.</summary>
    public ScanError Error => new(_error, _errorPosition);

    /// <summary>Scans the object that begins at <paramref name="start"/>, outside of a string, in the bytes that are indexed.</summary>
    public ScanStatus Scan(byte[] buffer, int start, ScannedRecord record)
    {
        Begin(buffer, start + 1, record);
        record.Reset(start);
        record.Index = _index;
        if (start >= _index.Length)
        {
            return ScanStatus.NeedMoreData;
        }

        int end = ScanStruct(StructNode.Root, start);
        record.End = end + 1;
        return StatusOf(end);
    }

    /// <summary>Skips an array's element of any kind; <paramref name="end"/> is behind it.</summary>
    public ScanStatus SkipElement(byte[] buffer, int start, ScannedRecord record, out int end)
    {
        Begin(buffer, start, record);
        return StatusOf(SkipValue(start - 1, Next(), out _, out end));
    }

    /// <summary>Skips the members behind a comma; <paramref name="end"/> is behind the brace that closes their object.</summary>
    public ScanStatus SkipMembers(byte[] buffer, int comma, ScannedRecord record, out int end)
    {
        Begin(buffer, comma + 1, record);
        int close = SkipContainer(comma, isObject: true);
        end = close + 1;
        return StatusOf(close);
    }

    ScanStatus StatusOf(int position) =>
        position >= 0 ? ScanStatus.Done : _error == RejectReason.None ? ScanStatus.NeedMoreData : ScanStatus.Malformed;

    void Begin(byte[] buffer, int position, ScannedRecord record)
    {
        _buffer = buffer;
        _record = record;
        _error = RejectReason.None;
        _errorPosition = 0;
        _isOdd = false;
        _tokens = _index.Tokens;
        _blockCount = _index.BlockCount;
        _limit = _index.Length;
        Seek(position);
    }

    /// <summary>Scans the members of an object; returns the position of its closing brace, or -1 with or without an error.</summary>
    int ScanStruct(StructNode node, int open)
    {
        byte[] buffer = _buffer;
        int previous = open;
        int order = node.FirstOrder;
        bool isRecord = ReferenceEquals(node, StructNode.Root);
        while (true)
        {
            // Records of a trail have their members in nearly always the same order: the member that came next the last time is tried
            // first, its key, colon and opening quote in one comparison.
            var field = _order[order];
            int start = previous + 1;
            if (field is not null && start + field.Pattern.Length < _limit
                && buffer.AsSpan(start, field.Pattern.Length).SequenceEqual(field.Pattern))
            {
                int value = start + field.Pattern.Length;
                int fast = buffer[value] == '"' ? TakePlainString(field, value) : -1;
                if (fast < 0)
                {
                    Seek(value);
                    fast = ScanField(field, new KeySlice(node, start + 1, field.Name.Length), value - 1);
                    if (fast < 0)
                    {
                        return -1;
                    }

                    if (isRecord && !_record.IsPlainText(field, buffer))
                    {
                        _record.AddMember(field.Order, start + 1, field.Name.Length, value, fast);
                    }
                }

                if (buffer[fast] == ',')
                {
                    previous = fast;
                    order = field.Order;
                    continue;
                }

                if (buffer[fast] == '}')
                {
                    Seek(fast + 1);
                    return fast;
                }

                return Fail(RejectReason.InvalidJson, fast);
            }

            Seek(start);
            int separator = ScanMember(node, previous, out field);
            if (separator < 0)
            {
                return -1;
            }

            if (field is not null)
            {
                _order[order] = field;
                order = field.Order;
            }

            // (4) A comma, or the end.
            if (buffer[separator] != ',')
            {
                return buffer[separator] == '}' ? separator : Fail(RejectReason.InvalidJson, separator);
            }

            previous = separator;
        }
    }

    /// <summary>
    /// Takes a text without escapes that a comma or brace follows at once; returns the position of that. For all that is not so plain,
    /// takes nothing and returns -1.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    int TakePlainString(SchemaField field, int open)
    {
        int close = TokenFrom(open + 1);
        int separator = close + 1;
        if (close < 0 || separator >= _limit || !field.IsText || _index.HasBackslash(open + 1, close)
            || _buffer[separator] is not ((byte)',' or (byte)'}'))
        {
            return -1;
        }

        ref var state = ref _record.States[field.Leaf];
        if (state >= ValueState.MetUnmapped)
        {
            return -1;
        }

        state = ValueState.Text;
        _record.Starts[field.Leaf] = open + 1;
        _record.Lengths[field.Leaf] = close - open - 1;
        return separator;
    }

    /// <summary>
    /// Scans one member of any form behind the brace or comma at <paramref name="previous"/>; returns the position of what follows it, the
    /// closing brace of an empty object, or -1.
    /// </summary>
    int ScanMember(StructNode node, int previous, out SchemaField? field)
    {
        byte[] buffer = _buffer;
        field = null;

        // (1) A key, or the end of an empty object.
        int keyOpen = NextKey(previous);
        if (keyOpen < 0 || buffer[keyOpen] != '"')
        {
            return keyOpen;
        }

        // (2) Its closing quote and the colon.
        int keyClose = Next();
        int colon = Next();
        if (colon < 0)
        {
            return -1;
        }

        if (buffer[colon] != ':' || (colon != keyClose + 1 && !IsBlank(keyClose + 1, colon)))
        {
            return Fail(RejectReason.InvalidJson, keyClose + 1);
        }

        // (3) The value.
        int keyStart = keyOpen + 1;
        var key = new KeySlice(node, keyStart, keyClose - keyStart);
        var name = buffer.AsSpan(keyStart, keyClose - keyStart);
        if (!_index.HasBackslash(keyStart, keyClose))
        {
            field = node.Members.Find(name);
        }
        else if (!TryFindEscaped(node.Members, name, out field))
        {
            return Fail(RejectReason.InvalidJson, keyStart);
        }

        int separator = field is null ? ScanUnmapped(key, colon) : ScanField(field, key, colon);
        if (separator >= 0 && ReferenceEquals(node, StructNode.Root) && (field is null || !_record.IsPlainText(field, buffer)))
        {
            _record.AddMember(field?.Order ?? -1, key.Start, key.Length, colon + 1, separator);
        }

        return separator;
    }

    /// <summary>Reads the value of a known member; returns the position of the comma or bracket behind it.</summary>
    int ScanField(SchemaField field, in KeySlice key, int colon)
    {
        int token = Next();
        if (token < 0)
        {
            return -1;
        }

        byte first = _buffer[token];
        if (first == '"')
        {
            int close = Next();
            int separator = Next();
            if (separator < 0)
            {
                return -1;
            }

            if ((token != colon + 1 && !IsBlank(colon + 1, token)) || (separator != close + 1 && !IsBlank(close + 1, separator)))
            {
                return Fail(RejectReason.InvalidJson, colon + 1);
            }

            return TakeString(field, key, token, close) ? separator : -1;
        }

        if (first is (byte)',' or (byte)'}')
        {
            return TakeScalar(field, key, colon + 1, token) ? token : -1;
        }

        if (first is not ((byte)'{' or (byte)'[') || (token != colon + 1 && !IsBlank(colon + 1, token)))
        {
            return Fail(RejectReason.InvalidJson, colon + 1);
        }

        int end = ScanContainer(field, key, token);
        return end < 0 ? -1 : Separator(end);
    }

    int ScanContainer(SchemaField field, in KeySlice key, int open)
    {
        bool isObject = _buffer[open] == '{';
        if (isObject && field.Child is { } child)
        {
            if (!Meet(child, open))
            {
                return -1;
            }

            return child.Parent == StructNode.Root ? ScanOuterStruct(field, child, open) : ScanInnerStruct(field, child, open);
        }

        if (!isObject && field.Elements is { } elements)
        {
            return Meet(elements, open) ? ScanList(elements, key, open) : -1;
        }

        if (!MeetAny(field, open))
        {
            return -1;
        }

        int end = SkipContainer(open, isObject);
        if (end < 0)
        {
            return -1;
        }

        if (field.Kind == ColumnKind.Json && field.Schema.Leaf is not null)
        {
            TakeJson(field, open, end + 1);
        }
        else
        {
            AddUnmapped(key, open, end + 1);
        }

        return end;
    }

    int ScanInnerStruct(SchemaField field, StructNode node, int open)
    {
        _record.States.AsSpan(field.Leaf, field.Schema.LeafCount).Fill((ValueState)field.Schema.Definition);
        return ScanStruct(node, open);
    }

    /// <summary>Scans a struct of the record itself, or takes what an earlier record had when the bytes are the same.</summary>
    int ScanOuterStruct(SchemaField field, StructNode node, int open)
    {
        var record = _record;
        var known = _memory.Find(node, _buffer.AsSpan(open, _limit - open));
        if (known is not null)
        {
            record.AddRepeated(known);
            int last = known.Put(record, open);
            Seek(last + 1);
            return last;
        }

        ulong groups = record.GroupsMet;
        int unmapped = record.UnmappedCount;
        int scratch = record.ScratchLength;
        int end = ScanInnerStruct(field, node, open);

        // What points elsewhere than into the struct's own bytes, or has a meaning beyond them, is not worth remembering: it is rare.
        if (end >= 0 && record.UnmappedCount == unmapped && record.ScratchLength == scratch
            && _memory.Add(node, record, _buffer.AsSpan(open, end + 1 - open), open, record.GroupsMet & ~groups) is { } added)
        {
            record.AddRepeated(added);
        }

        return end;
    }

    int ScanUnmapped(in KeySlice key, int colon)
    {
        int separator = SkipValue(colon, Next(), out int start, out int end);
        if (separator >= 0)
        {
            AddUnmapped(key, start, end);
        }

        return separator;
    }

    void AddUnmapped(in KeySlice key, int start, int end)
    {
        _record.AddUnmapped(new UnmappedMember(key.Parent.Number, key.Start, key.Length, start, end - start));
        _record.HasOddUnmapped |= _isOdd;
        _isOdd = false;
    }

    int Fail(RejectReason kind, int position)
    {
        // The first error tells; what follows it are its consequences.
        if (_error == RejectReason.None)
        {
            _error = kind;
            _errorPosition = position;
        }

        return -1;
    }
}
