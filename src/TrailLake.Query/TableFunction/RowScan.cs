namespace TrailLake.Query.TableFunction;

/// <summary>A search that a statement runs: which columns it wants, and which row group comes next. Safe for several threads.</summary>
sealed class RowScan
{
    readonly List<(int File, int RowGroup)> _groups = [];
    int _next = -1;

    /// <param name="columns">Numbers of the wanted columns, in the order of the chunk's vectors.</param>
    public RowScan(RowSearch search, IReadOnlyList<ulong> columns, RowStatement statement)
    {
        Statement = statement;
        Search = search;
        Columns = columns;
        for (var file = 0; file < search.Files.Count; file++)
        {
            for (var group = 0; group < search.Files[file].Rows.RowGroups; group++)
            {
                _groups.Add((file, group));
            }
        }
    }

    public RowSearch Search { get; }

    public RowStatement Statement { get; }

    public IReadOnlyList<ulong> Columns { get; }

    /// <summary>How many row groups are searched in all.</summary>
    public int RowGroups => _groups.Count;

    /// <summary>Takes a row group; false when there is none left.</summary>
    public bool TryTake(out (int File, int RowGroup) group)
    {
        var next = Interlocked.Increment(ref _next);
        group = next < _groups.Count ? _groups[next] : default;
        return next < _groups.Count;
    }
}
