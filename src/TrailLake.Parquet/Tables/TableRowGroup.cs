using Parquet;
using Parquet.Data;
using Parquet.Schema;

namespace TrailLake.Parquet.Tables;

/// <summary>One row group of an open file; columns are read whole, by name.</summary>
sealed class TableRowGroup
{
    readonly string _path;
    readonly ParquetRowGroupReader _group;
    readonly Dictionary<string, DataField> _fields = new(StringComparer.Ordinal);

    public TableRowGroup(string path, ParquetReader reader, int index)
    {
        _path = path;
        _group = reader.OpenRowGroupReader(index);
        foreach (var field in reader.Schema.GetDataFields())
        {
            _fields[string.Join('.', field.Path.ToList())] = field;
        }
    }

    public int Rows => checked((int)_group.RowCount);

    public bool Has(string path) => _fields.ContainsKey(path);

    /// <summary>The file's statistics of a column in this row group; null when it has none.</summary>
    public DataColumnStatistics? Statistics(string path) =>
        _fields.TryGetValue(path, out var field) ? _group.GetStatistics(field) : null;

    /// <summary>A column of the file as it stands there; null when the file has no such column.</summary>
    public DecodedColumn<T>? Read<T>(string path)
        where T : struct
    {
        if (!_fields.TryGetValue(path, out var field))
        {
            return null;
        }

        try
        {
            return new DecodedColumn<T>(_group, field);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            throw TableReader.Damaged(_path, e);
        }
    }
}
