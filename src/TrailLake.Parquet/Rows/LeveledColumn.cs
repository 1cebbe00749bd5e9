using System;
using Parquet.Data;
using Parquet.Schema;

namespace TrailLake.Parquet.Rows;

/// <summary>The values of one column of a row group with their levels.</summary>
sealed class LeveledColumn<T> : IDisposable
    where T : struct
{
    readonly RawColumnData<T> _data;

    public LeveledColumn(RawColumnData<T> data, DataField field)
    {
        _data = data;
        MaxDefinition = field.MaxDefinitionLevel;
        MaxRepetition = field.MaxRepetitionLevel;
        ElementDefinition = field.MaxDefinitionLevel - (field.IsNullable ? 1 : 0);
    }

    /// <summary>Definition level of a value that is there.</summary>
    public int MaxDefinition { get; }

    public int MaxRepetition { get; }

    /// <summary>Definition level of a list's element, or a map's entry, that is there, be its value null or not.</summary>
    public int ElementDefinition { get; }

    /// <summary>The values that are there.</summary>
    public ReadOnlySpan<T> Values => _data.Values;

    public ReadOnlySpan<int> Definitions => MaxDefinition == 0 ? [] : _data.DefinitionLevels;

    public ReadOnlySpan<int> Repetitions => MaxRepetition == 0 ? [] : _data.RepetitionLevels;

    public void Dispose() => _data.Dispose();

    /// <summary>One value per row, null where it is missing. Not for columns inside lists or maps.</summary>
    public T?[] ToRows()
    {
        var values = Values;
        var definitions = Definitions;
        var rows = new T?[definitions.IsEmpty ? values.Length : definitions.Length];
        int next = 0;
        for (int i = 0; i < rows.Length; i++)
        {
            rows[i] = definitions.IsEmpty || definitions[i] == MaxDefinition ? values[next++] : null;
        }

        return rows;
    }
}
