using System.Numerics;
using TrailLake.Scanning;

namespace TrailLake.Tables.Rows;

/// <summary>
/// Values of a column, read for some rows: one for each row, or inside of a list one for each element, an empty list having one that is
/// missing. It owns its memory and is reused.
/// </summary>
sealed class RowValues
{
    byte[] _definitions = [];
    byte[] _repetitions = [];
    (int Start, int Length)[] _texts = [];
    long[] _numbers = [];
    byte[] _arena = [];
    int _arenaLength;
    (int Start, int Length) _last;

    /// <summary>How many values there are.</summary>
    public int Count { get; private set; }

    /// <summary>True when a text was added, which <see cref="RepeatText"/> adds once more.</summary>
    public bool HasText { get; private set; }

    /// <summary>The definition level of each value: the schema's greatest for one that is there.</summary>
    public ReadOnlySpan<byte> Definitions => _definitions.AsSpan(0, Count);

    /// <summary>For each value 0 where a row begins, 1 for further elements of its list.</summary>
    public ReadOnlySpan<byte> Repetitions => _repetitions.AsSpan(0, Count);

    /// <summary>The UTF-8 of a text that is there.</summary>
    public ReadOnlySpan<byte> Text(int value) => _arena.AsSpan(_texts[value].Start, _texts[value].Length);

    /// <summary>A number that is there; a time in microseconds since 1970, UTC; 0 or 1 for a boolean.</summary>
    public long Number(int value) => _numbers[value];

    /// <summary>Drops all values.</summary>
    public void Clear()
    {
        Count = 0;
        HasText = false;
        _arenaLength = 0;
    }

    /// <summary>Adds a value that is missing.</summary>
    public void AddMissing(byte definition, byte repetition) => Add(definition, repetition);

    /// <summary>Adds a number.</summary>
    public void AddNumber(long number, byte definition)
    {
        int value = Add(definition, 0);
        _numbers[value] = number;
    }

    /// <summary>Adds a text.</summary>
    public void AddText(ReadOnlySpan<byte> text, byte definition, byte repetition)
    {
        _last = (Append(text), text.Length);
        HasText = true;
        RepeatText(definition, repetition);
    }

    /// <summary>Adds the text that was added last once more.</summary>
    public void RepeatText(byte definition, byte repetition)
    {
        int value = Add(definition, repetition);
        _texts[value] = _last;
    }

    int Append(ReadOnlySpan<byte> text)
    {
        if (_arena.Length - _arenaLength < text.Length)
        {
            ulong needed = BitOperations.RoundUpToPowerOf2((ulong)_arenaLength + (ulong)text.Length + 1024);
            Array.Resize(ref _arena, (int)Math.Min((ulong)Array.MaxLength, needed));
        }

        int start = _arenaLength;
        text.CopyTo(_arena.AsSpan(start));
        _arenaLength += text.Length;
        return start;
    }

    /// <summary>Gives a value that is there the form of its JSON that all readers take.</summary>
    /// <returns>False when it has that form already.</returns>
    public bool MakeReadable(int value)
    {
        var json = Text(value);
        if (!PortableJson.MayHoldHalf(json))
        {
            return false;
        }

        var readable = new byte[PortableJson.MostBytes(json.Length)];
        int length = PortableJson.Write(json, readable, out bool isSame);
        if (isSame)
        {
            return false;
        }

        (int Start, int Length) place = (Append(readable.AsSpan(0, length)), length);
        _texts[value] = place;
        return true;
    }

    int Add(byte definition, byte repetition)
    {
        if (Count == _definitions.Length)
        {
            int length = Math.Max(2048, Count * 2);
            Array.Resize(ref _definitions, length);
            Array.Resize(ref _repetitions, length);
            Array.Resize(ref _texts, length);
            Array.Resize(ref _numbers, length);
        }

        _definitions[Count] = definition;
        _repetitions[Count] = repetition;
        return Count++;
    }
}
