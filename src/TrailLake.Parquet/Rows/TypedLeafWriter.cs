using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using Parquet;
using Parquet.Schema;
using TrailLake.Parquet.Format;

namespace TrailLake.Parquet.Rows;

/// <summary>Takes one leaf column of a type out of rows and writes it with its levels.</summary>
sealed class TypedLeafWriter<TRow, T> : LeafWriter<TRow>
    where T : struct
{
    readonly DataField _field;
    readonly Action<TRow, LeveledValues<T>, int> _add;

    /// <param name="field">The column, of a schema that knows its levels.</param>
    /// <param name="add">Adds one row's values; the number is the definition level of a value that is there.</param>
    public TypedLeafWriter(DataField field, Action<TRow, LeveledValues<T>, int> add)
    {
        _field = field;
        _add = add;
    }

    public override async Task<ValueBounds> WriteAsync(ParquetRowGroupWriter group, IReadOnlyList<TRow> rows)
    {
        var values = new LeveledValues<T>();
        foreach (var row in rows)
        {
            _add(row, values, _field.MaxDefinitionLevel);
        }

        var present = values.Values;
        await group.WriteAllPartsAsync(
            _field,
            present,
            _field.MaxDefinitionLevel == 0 ? null : values.Definitions,
            _field.MaxRepetitionLevel == 0 ? null : values.Repetitions,
            CancellationToken.None).ConfigureAwait(false);
        return LeafBounds.Of(present);
    }
}
