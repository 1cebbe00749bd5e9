using TrailLake.Columns;
using TrailLake.Parquet.Format;
using TrailLake.Schema;

namespace TrailLake.Parquet.Writing;

/// <summary>
/// Encodes row groups in memory, one at a time: batches of events, or the columns of another table one by one. Kept and reused by
/// <see cref="EncoderPool"/>.
/// </summary>
sealed class RowGroupEncoder : IDisposable
{
    readonly ChunkWriter _writer = new();
    readonly RowOrder _order = new();
    readonly TextEncoder _texts = new();
    readonly NumberEncoder _numbers = new();
    readonly ByteBuffer _filters = new();
    readonly List<ChunkMetadata> _chunks = [];

    /// <summary>The row group encoded last: its chunks, then their filters.</summary>
    public ReadOnlySpan<byte> Output => _writer.Output.Written;

    /// <summary>For each row of the row group encoded last the row of its batch; empty when they are the same.</summary>
    public ReadOnlySpan<int> Rows => _order.IsIdentity ? [] : _order.Rows;

    public int Capacity => _writer.Output.Capacity;

    /// <summary>Encodes a batch of at least one row; returns its chunks in schema order.</summary>
    public ChunkMetadata[] Encode(ColumnBatch batch)
    {
        Begin(PageLimits.OfEvents);
        _order.Compute(batch.Long(FieldId.EventTime).Values, batch.Text(FieldId.UserArn));
        foreach (var column in batch.Columns)
        {
            Encode(column, batch.RowCount);
            _chunks.Add(_writer.Chunk);
        }

        return End();
    }

    /// <summary>Begins a row group of another table.</summary>
    public void Begin(PageLimits limits)
    {
        _writer.Limits = limits;
        _writer.Output.Clear();
        _filters.Clear();
        _chunks.Clear();
    }

    /// <summary>Adds a column of the row group: text, of at least one row.</summary>
    public void Add(TextColumn column)
    {
        _texts.Encode(column, RowOrder.AsTheyCame, _writer, _filters);
        _chunks.Add(_writer.Chunk);
    }

    /// <summary>Adds a column of the row group: numbers, of at least one row.</summary>
    /// <param name="present">The values that are there.</param>
    /// <param name="levels">The definition level of each row's value.</param>
    public void Add(LeafSpec leaf, ReadOnlySpan<long> present, ReadOnlySpan<byte> levels)
    {
        NumberPage.Encode(leaf, present, levels, _writer);
        _chunks.Add(_writer.Chunk);
    }

    /// <summary>Ends the row group; returns its chunks in the order in which they were added.</summary>
    public ChunkMetadata[] End()
    {
        int filtersStart = _writer.Output.Length;
        _writer.Output.Write(_filters.Written);
        foreach (var chunk in _chunks)
        {
            if (chunk.FilterLength > 0)
            {
                chunk.FilterOffset += filtersStart;
            }
        }

        return [.. _chunks];
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
