using TrailLake.Tables;

namespace TrailLake.Store;

/// <summary>
/// Makes rows of single copies: neighbours that follow one another on both sides become one row. For one thread; copies come in the order
/// of their object's records.
/// </summary>
/// <param name="take">Takes each finished row.</param>
/// <param name="batch">Batch of the rows.</param>
sealed class CopyRunBuilder(Action<CopyRow> take, string batch)
{
    string? _copyObject;
    string? _keptObject;
    long _copyIndex;
    long _keptIndex;
    long _records;

    /// <summary>Takes a record that is a copy of another. A row is finished when the next copy does not follow.</summary>
    public void Add(string copyObject, long copyIndex, string keptObject, long keptIndex)
    {
        if (_records > 0 && copyIndex == _copyIndex + _records && keptIndex == _keptIndex + _records
            && keptObject == _keptObject && copyObject == _copyObject)
        {
            _records++;
            return;
        }

        Flush();
        (_copyObject, _copyIndex, _keptObject, _keptIndex, _records) = (copyObject, copyIndex, keptObject, keptIndex, 1);
    }

    /// <summary>Finishes the last row.</summary>
    public void Flush()
    {
        if (_records == 0)
        {
            return;
        }

        var row = new CopyRow
        {
            CopyObject = _copyObject!,
            CopyIndex = _copyIndex,
            KeptObject = _keptObject!,
            KeptIndex = _keptIndex,
            Records = _records,
            Batch = batch,
        };
        _records = 0;
        take(row);
    }
}
