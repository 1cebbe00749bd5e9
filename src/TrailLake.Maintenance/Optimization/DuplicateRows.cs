using TrailLake.Tables;

namespace TrailLake.Maintenance.Optimization;

/// <summary>Rows of a partition whose record stands in another row too.</summary>
sealed class DuplicateRows
{
    readonly Dictionary<DataFile, bool[]> _rows = [];
    readonly List<(string CopyObject, long CopyIndex, string KeptObject, long KeptIndex)> _deliveries = [];

    /// <summary>By data file: true for each row that is a copy.</summary>
    public IReadOnlyDictionary<DataFile, bool[]> Rows => _rows;

    /// <summary>
    /// Where the copies and the records that stay came from. What two writers read from one object at once is no other delivery, and not in
    /// it.
    /// </summary>
    public IReadOnlyList<(string CopyObject, long CopyIndex, string KeptObject, long KeptIndex)> Deliveries => _deliveries;

    /// <summary>Takes a row.</summary>
    public void Add(DataFile file, int row, string copyObject, long copyIndex, string keptObject, long keptIndex)
    {
        var rows = _rows.GetValueOrDefault(file) ?? new bool[Math.Max(0, file.Rows)];
        if (rows.Length <= row)
        {
            // The log does not say how many there are.
            Array.Resize(ref rows, (row + 1) * 2);
        }

        rows[row] = true;
        _rows[file] = rows;
        if (copyIndex != keptIndex || copyObject != keptObject)
        {
            _deliveries.Add((copyObject, copyIndex, keptObject, keptIndex));
        }
    }
}
