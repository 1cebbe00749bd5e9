using TrailLake.Parquet.Tables;
using TrailLake.Schema;
using TrailLake.Tables.Rows;

namespace TrailLake.Parquet.Reading;

/// <summary>Finds and reads rows of TrailLake's data files. Its columns' buffers are made when they are first needed.</summary>
sealed class RowReader : IRowReader
{
    readonly PageReader _pages = new();
    readonly LeafReader?[] _leaves = new LeafReader?[CloudTrailSchema.Leaves.Length];
    readonly bool[] _isOpen = new bool[CloudTrailSchema.Leaves.Length];
    DeliveredColumn? _delivered;
    RowFile? _file;
    RowGroupLocation? _group;

    public void Open(IRowFile file, int rowGroup)
    {
        if (!ReferenceEquals(file, _file))
        {
            _file = null;
            var next = (RowFile)file;
            Guard(next.Path, () => _pages.Open(next.File));
            _file = next;
        }

        _group = _file!.Groups[rowGroup];
        _isOpen.AsSpan().Clear();
    }

    public void Find(FieldId column, IReadOnlyList<byte[]> texts, RowSet within, RowSet found) =>
        Guard(_file!.Path, () => Leaf(column).Find(texts, within, found));

    public void Read(FieldId column, ReadOnlySpan<int> rows, RowValues values)
    {
        try
        {
            if (_group!.Chunks[(int)FieldId.Delivered] is not null || CloudTrailSchema.Leaves[(int)column].Kind != ColumnKind.Json)
            {
                Leaf(column).Read(rows, values);
            }
            else
            {
                ReadEarlier(column, rows, values);
            }
        }
        catch (Exception e) when (PageReader.IsDamage(e))
        {
            throw TableReader.Damaged(_file!.Path, e);
        }
    }

    public void Dispose() => _pages.Dispose();

    /// <summary>Reads JSON of a file whose JSON stands as it was delivered.</summary>
    void ReadEarlier(FieldId column, ReadOnlySpan<int> rows, RowValues values)
    {
        if (column == FieldId.Delivered)
        {
            _delivered ??= new DeliveredColumn();
            _delivered.Read(rows, values, (leaf, some, found) => Leaf(leaf).Read(some, found));
            return;
        }

        var leaf = Leaf(column);
        leaf.Read(rows, values);
        for (int i = 0; i < values.Count; i++)
        {
            if (values.Definitions[i] == leaf.Leaf.MaxDefinition)
            {
                values.MakeReadable(i);
            }
        }
    }

    static void Guard(string path, Action read)
    {
        try
        {
            read();
        }
        catch (Exception e) when (PageReader.IsDamage(e))
        {
            throw TableReader.Damaged(path, e);
        }
    }

    LeafReader Leaf(FieldId column)
    {
        var leaf = CloudTrailSchema.Leaves[(int)column];
        var reader = _leaves[leaf.Index] ??=
            leaf.Kind is ColumnKind.Text or ColumnKind.Json ? new TextLeafReader(leaf, _pages) : new NumberLeafReader(leaf, _pages);
        if (!_isOpen[leaf.Index])
        {
            reader.Open(_group!.Chunks[leaf.Index], _group.Rows);
            _isOpen[leaf.Index] = true;
        }

        return reader;
    }
}
