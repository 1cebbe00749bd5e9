using System;
using System.Collections.Generic;

namespace TrailLake.Parquet.Rows;

/// <summary>Collects the values of one column with their levels.</summary>
sealed class LeveledValues<T>
    where T : struct
{
    readonly List<T> _values = [];
    readonly List<int> _definitions = [];
    readonly List<int> _repetitions = [];

    public ReadOnlyMemory<T> Values => _values.ToArray();

    public ReadOnlyMemory<int> Definitions => _definitions.ToArray();

    public ReadOnlyMemory<int> Repetitions => _repetitions.ToArray();

    public void Add(T value, int definition, int repetition = 0)
    {
        _values.Add(value);
        AddMissing(definition, repetition);
    }

    public void AddMissing(int definition, int repetition = 0)
    {
        _definitions.Add(definition);
        _repetitions.Add(repetition);
    }
}
