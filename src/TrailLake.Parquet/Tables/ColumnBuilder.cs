using Parquet;
using Parquet.Schema;
using TrailLake.Parquet.Format;

namespace TrailLake.Parquet.Tables;

/// <summary>Collects the values of one leaf column with their levels, and writes them.</summary>
sealed class ColumnBuilder<T>
    where T : struct
{
    readonly List<T> _values = [];
    readonly List<int> _definitions = [];
    readonly List<int> _repetitions = [];

    /// <summary>Writes a column of rows; returns its bounds.</summary>
    /// <param name="field">The column, of a schema that knows its levels.</param>
    /// <param name="add">Adds one row's values; the number is the definition level of a value that is there.</param>
    public static async Task<ValueBounds> WriteAsync<TRow>(
        ParquetRowGroupWriter group, DataField field, IReadOnlyList<TRow> rows, Action<TRow, ColumnBuilder<T>, int> add)
    {
        var column = new ColumnBuilder<T>();
        foreach (var row in rows)
        {
            add(row, column, field.MaxDefinitionLevel);
        }

        ReadOnlyMemory<T> values = column._values.ToArray();
        ReadOnlyMemory<int>? definitions = field.MaxDefinitionLevel == 0 ? null : column._definitions.ToArray();
        ReadOnlyMemory<int>? repetitions = field.MaxRepetitionLevel == 0 ? null : column._repetitions.ToArray();
        await group.WriteAllPartsAsync(field, values, definitions, repetitions, CancellationToken.None).ConfigureAwait(false);
        return ColumnBounds.Of(values);
    }

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
