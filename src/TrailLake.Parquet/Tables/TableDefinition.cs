using System.Runtime.InteropServices;
using TrailLake.Parquet.Format;
using TrailLake.Parquet.Writing;
using TrailLake.Storage;

namespace TrailLake.Parquet.Tables;

/// <summary>A table's columns, and how files of it are written. One definition serves all threads.</summary>
sealed class TableDefinition<TRow>
    where TRow : class
{
    const int MostRows = 65_536;

    // A row group is in memory while it is written, and one column of it once more before it is encoded.
    const long MostBytes = 32 << 20;

    readonly FileSchema _schema;
    readonly List<ColumnWriter<TRow>> _writers = [];
    readonly Func<TRow, long> _size;

    /// <param name="size">About how many bytes the texts of a row take; what is short in every row does not count.</param>
    /// <param name="declare">Declares the columns.</param>
    public TableDefinition(Func<TRow, long> size, Action<TableColumns<TRow, TRow>> declare)
    {
        var elements = new List<SchemaElement>();
        declare(new TableColumns<TRow, TRow>(elements, _writers, level: 0, row => row));
        _schema = new FileSchema("root", elements);
        _size = size;
    }

    /// <summary>Writes a file and completes it; returns its size.</summary>
    public long Write(IPendingFile file, IEnumerable<TRow> rows, EncoderPool pool)
    {
        using var target = new RowGroupFile(file, _schema);
        var encoder = pool.Rent();
        try
        {
            var group = new List<TRow>();
            long bytes = 0;
            foreach (var row in rows)
            {
                long size = _size(row);
                if (group.Count == MostRows || (group.Count > 0 && bytes + size > MostBytes))
                {
                    Append(target, group, encoder);
                    bytes = 0;
                }

                group.Add(row);
                bytes += size;
            }

            if (group.Count > 0)
            {
                Append(target, group, encoder);
            }
        }
        finally
        {
            pool.Return(encoder);
        }

        target.Complete();
        return target.Length;
    }

    void Append(RowGroupFile target, List<TRow> rows, RowGroupEncoder encoder)
    {
        encoder.Begin(PageLimits.OfTables);
        foreach (var write in _writers)
        {
            write(CollectionsMarshal.AsSpan(rows), encoder);
        }

        target.Append(encoder.Output, rows.Count, encoder.End());
        rows.Clear();
    }
}
