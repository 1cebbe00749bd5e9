using System.Linq;
using Parquet;
using Parquet.Schema;
using TrailLake.Parquet.Format;
using TrailLake.Storage;

namespace TrailLake.Parquet.Tables;

/// <summary>A table without structs and lists: its columns, all nullable, each with what takes its value out of a row.</summary>
sealed class TableDefinition<TRow>
{
    const int RowsPerGroup = 65_536;

    readonly List<Func<DataField>> _fields = [];
    readonly HashSet<string> _times = [];
    readonly List<Func<ParquetRowGroupWriter, DataField, IReadOnlyList<TRow>, Task<ValueBounds>>> _writers = [];

    public TableDefinition<TRow> Text(string name, Func<TRow, string?> get) =>
        Add<ReadOnlyMemory<char>>(() => new DataField<string>(name), row => get(row)?.AsMemory());

    public TableDefinition<TRow> Long(string name, Func<TRow, long?> get) => Add(() => new DataField<long?>(name), get);

    public TableDefinition<TRow> Binary(string name, Func<TRow, byte[]> get) =>
        Add<ReadOnlyMemory<byte>>(() => new DataField<byte[]>(name), row => get(row));

    /// <summary>A time, UTC; the file keeps microseconds.</summary>
    public TableDefinition<TRow> Time(string name, Func<TRow, DateTime?> get)
    {
        // A number to Parquet.Net, a timestamp to readers of the file.
        _times.Add(name);
        return Long(name, row => get(row) is { } time ? UnixMicroseconds.Of(time) : null);
    }

    /// <summary>Writes a file; returns its size.</summary>
    public long Write(IPendingFile file, IReadOnlyList<TRow> rows)
    {
        // Fields of its own for each file: a schema sets their levels anew, and another thread may be writing by them.
        var schema = new ParquetSchema(_fields.ConvertAll(create => (Field)create()));
        return TableFile.Write(file, schema, _times, writer => WriteAsync(writer, schema, rows));
    }

    async Task<IReadOnlyList<ValueBounds>> WriteAsync(ParquetWriter writer, ParquetSchema schema, IReadOnlyList<TRow> rows)
    {
        var bounds = new List<ValueBounds>();
        foreach (var part in rows.Chunk(RowsPerGroup))
        {
            using var group = writer.CreateRowGroup();
            for (int i = 0; i < _writers.Count; i++)
            {
                bounds.Add(await _writers[i](group, schema.DataFields[i], part).ConfigureAwait(false));
            }

            group.CompleteValidate();
        }

        return bounds;
    }

    TableDefinition<TRow> Add<T>(Func<DataField> field, Func<TRow, T?> get)
        where T : struct
    {
        _fields.Add(field);
        _writers.Add((group, leaf, rows) => ColumnBuilder<T>.WriteAsync(group, leaf, rows, (row, values, level) =>
        {
            if (get(row) is { } value)
            {
                values.Add(value, level);
            }
            else
            {
                values.AddMissing(0);
            }
        }));
        return this;
    }
}
