using TrailLake.Columns;
using TrailLake.Parquet.Format;
using TrailLake.Schema;

namespace TrailLake.Parquet.Writing;

/// <summary>Encodes batches as row groups in memory, one at a time; kept and reused by <see cref="EncoderPool"/>.</summary>
sealed class RowGroupEncoder : IDisposable
{
    readonly ChunkWriter _writer = new();
    readonly RowOrder _order = new();
    readonly TextEncoder _texts = new();
    readonly NumberEncoder _numbers = new();
    readonly ByteBuffer _filters = new();

    /// <summary>The row group encoded last: its chunks, then their filters.</summary>
    public ReadOnlySpan<byte> Output => _writer.Output.Written;

    /// <summary>For each row of the row group encoded last the row of its batch; empty when they are the same.</summary>
    public ReadOnlySpan<int> Rows => _order.IsIdentity ? [] : _order.Rows;

    public int Capacity => _writer.Output.Capacity;

    /// <summary>Encodes a batch of at least one row; returns its chunks in schema order.</summary>
    public ChunkMetadata[] Encode(ColumnBatch batch)
    {
        var output = _writer.Output;
        output.Clear();
        _filters.Clear();
        _order.Compute(batch.Long(FieldId.EventTime).Values, batch.Text(FieldId.UserArn));
        var columns = batch.Columns;
        var chunks = new ChunkMetadata[columns.Length];
        for (int i = 0; i < columns.Length; i++)
        {
            Encode(columns[i], batch.RowCount);
            chunks[i] = _writer.Chunk;
        }

        int filtersStart = output.Length;
        output.Write(_filters.Written);
        foreach (var chunk in chunks)
        {
            if (chunk.FilterLength > 0)
            {
                chunk.FilterOffset += filtersStart;
            }
        }

        return chunks;
    }

    public void Dispose() => _writer.Dispose();

    void Encode(Column column, int rowCount)
    {
        int count = column switch
        {
            TextColumn text when text.Spec.MaxRepetition > 0 => text.Repetitions.Count((byte)0),
            TextColumn text => text.Values.Length,
            LongColumn number => number.Values.Length,
            _ => ((BooleanColumn)column).Values.Length,
        };
        if (count != rowCount)
        {
            throw new ArgumentException($"Column {column.Spec.Path} has {count} rows, the batch has {rowCount}.");
        }

        switch (column)
        {
            case TextColumn text:
                _texts.Encode(text, _order, _writer, _filters);
                break;
            case LongColumn number:
                _numbers.Encode(number, _order, _writer);
                break;
            default:
                _numbers.Encode((BooleanColumn)column, _order, _writer);
                break;
        }
    }
}
