using TrailLake.Schema;

namespace TrailLake.Scanning;

/// <summary>Scans <c>resources</c>, the one list of structs.</summary>
sealed partial class EventScanner
{
    /// <summary>
    /// Scans a list; returns the position of its closing bracket, or -1. When an element is not what the columns can hold (another
    /// spelling of a key, a key without a column, a value that is no text), the whole list stands in unmapped too, and the rebuilt
    /// record takes it from there.
    /// </summary>
    int ScanList(StructNode elements, in KeySlice key, int open)
    {
        var record = _record;
        record.ElementCount = 0;
        bool fits = true;
        int previous = open;
        while (true)
        {
            int token = Next();
            if (token < 0)
            {
                return -1;
            }

            int separator;
            if (_buffer[token] == '{')
            {
                if (token != previous + 1 && !IsBlank(previous + 1, token))
                {
                    return Fail(RejectReason.InvalidJson, previous + 1);
                }

                int end = ScanElement(elements, record.AddElement(), token, ref fits);
                separator = end < 0 ? -1 : Separator(end);
            }
            else if (previous == open && _buffer[token] == ']' && (token == open + 1 || IsBlank(open + 1, token)))
            {
                separator = token;
            }
            else
            {
                record.AddElement();
                fits = false;
                separator = SkipValue(previous, token, out _, out _);
            }

            if (separator < 0)
            {
                return -1;
            }

            if (_buffer[separator] == ']')
            {
                if (!fits)
                {
                    AddUnmapped(key, open, separator + 1);
                }

                return separator;
            }

            if (_buffer[separator] != ',')
            {
                return Fail(RejectReason.InvalidJson, separator);
            }

            previous = separator;
        }
    }

    int ScanElement(StructNode elements, int firstValue, int open, ref bool fits)
    {
        byte[] buffer = _buffer;
        int previous = open;
        while (true)
        {
            int keyOpen = NextKey(previous);
            if (keyOpen < 0 || buffer[keyOpen] != '"')
            {
                return keyOpen;
            }

            int keyClose = Next();
            int colon = Next();
            int token = Next();
            if (token < 0)
            {
                return -1;
            }

            bool isEscapedKey = _index.HasBackslash(keyOpen + 1, keyClose);
            if (buffer[colon] != ':' || (colon != keyClose + 1 && !IsBlank(keyClose + 1, colon))
                || (isEscapedKey && !IsEscapedText(keyOpen + 1, keyClose)))
            {
                return Fail(RejectReason.InvalidJson, keyClose + 1);
            }

            int separator = SkipValue(colon, token, out int start, out int end);
            if (separator < 0)
            {
                return -1;
            }

            var name = buffer.AsSpan(keyOpen + 1, keyClose - keyOpen - 1);
            fits &= !isEscapedKey & TakeMember(elements, firstValue, name, start, end);
            if (buffer[separator] == '}')
            {
                return separator;
            }

            if (buffer[separator] != ',')
            {
                return Fail(RejectReason.InvalidJson, separator);
            }

            previous = separator;
        }
    }

    /// <summary>Takes an element's member; false when the columns cannot give it back as it was.</summary>
    bool TakeMember(StructNode elements, int firstValue, ReadOnlySpan<byte> name, int start, int end)
    {
        // Both spellings of ARN occur, even for the same event name; one column holds them.
        var field = elements.Members.Find(name);
        bool isExact = field is not null;
        field ??= name.SequenceEqual("arn"u8) ? elements.Members.Find("ARN"u8)
            : name.SequenceEqual("arnPrefix"u8) ? elements.Members.Find("ARNPrefix"u8) : null;
        if (field is null || _buffer[start] != '"')
        {
            return false;
        }

        ref var value = ref _record.Elements[firstValue + field.Leaf - (int)FieldId.ResourceArn];
        if (value.State != ValueState.NotMet)
        {
            return false;
        }

        start++;
        end--;
        if (!_index.HasBackslash(start, end))
        {
            value = new ListElementValue { State = ValueState.Text, Start = start, Length = end - start };
            return isExact;
        }

        var source = _buffer.AsSpan(start, end - start);
        var status = JsonUnescape.Unescape(source, _record.ReserveScratch(source.Length), out int written);
        value = new ListElementValue { State = ValueState.UnescapedText, Start = _record.ScratchLength, Length = written };
        _record.ScratchLength += written;
        return isExact && status == UnescapeStatus.Done;
    }
}
