using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using ParquetSharp;
using TrailLake.Columns;
using Column = TrailLake.Columns.Column;

namespace TrailLake.Benchmarks.Writing;

/// <summary>A column as ParquetSharp takes it: levels, and the values that are there. Prepared before anything is measured.</summary>
sealed class YardstickColumn
{
    readonly short[] _definitions;
    readonly short[]? _repetitions;

    // One of the three; texts point into the arena, which is pinned as long as it lives.
    readonly ByteArray[]? _texts;
    readonly long[]? _numbers;
    readonly bool[]? _flags;
    readonly byte[] _arena = [];

    public YardstickColumn(Column column)
    {
        var definitions = new List<short>();
        switch (column)
        {
            case TextColumn text:
                _arena = GC.AllocateUninitializedArray<byte>(Math.Max(1, text.Arena.Length), pinned: true);
                text.Arena.CopyTo(_arena);
                _texts = Texts(text, _arena, definitions);
                _repetitions = text.Spec.MaxRepetition == 0 ? null : Array.ConvertAll(text.Repetitions.ToArray(), r => (short)r);
                break;
            case LongColumn number:
                _numbers = Present(number.Values, definitions, v => v != LongColumn.Missing, v => v);
                break;
            default:
                _flags = Present(((BooleanColumn)column).Values, definitions, v => v != BooleanColumn.Missing, v => v == 1);
                break;
        }

        _definitions = [.. definitions];
    }

    public void Write(ColumnWriter writer)
    {
        switch (writer)
        {
            case ColumnWriter<ByteArray> texts:
                texts.WriteBatch(_definitions.Length, _definitions, _repetitions, _texts);
                break;
            case ColumnWriter<long> numbers:
                numbers.WriteBatch(_definitions.Length, _definitions, _repetitions, _numbers);
                break;
            default:
                ((ColumnWriter<bool>)writer).WriteBatch(_definitions.Length, _definitions, _repetitions, _flags);
                break;
        }

        GC.KeepAlive(_arena);
    }

    static ByteArray[] Texts(TextColumn column, byte[] arena, List<short> definitions)
    {
        var texts = new List<ByteArray>();
        foreach (var value in column.Values)
        {
            definitions.Add((short)(value < 0 ? ~value : column.Spec.MaxDefinition));
            if (value >= 0)
            {
                var start = value == 0 ? 0 : column.EntryEnds[value - 1];
                texts.Add(new ByteArray(Marshal.UnsafeAddrOfPinnedArrayElement(arena, start), column.EntryEnds[value] - start));
            }
        }

        return [.. texts];
    }

    static TTo[] Present<TFrom, TTo>(
        ReadOnlySpan<TFrom> values, List<short> definitions, Func<TFrom, bool> isPresent, Func<TFrom, TTo> convert)
    {
        var present = new List<TTo>();
        foreach (var value in values)
        {
            definitions.Add(isPresent(value) ? (short)1 : (short)0);
            if (isPresent(value))
            {
                present.Add(convert(value));
            }
        }

        return [.. present];
    }
}
