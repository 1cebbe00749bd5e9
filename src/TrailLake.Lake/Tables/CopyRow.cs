namespace TrailLake.Tables;

/// <summary>
/// Records that were delivered again: each record of the run is equal as JSON to the kept one at the same place of its run. The kept ones
/// were rows of <c>events</c> when this was written; an optimization, a repair or a purge may have changed that since, so neither side is
/// more than the other: rows that share a record say that all of theirs are one event.
/// </summary>
sealed record CopyRow
{
    /// <summary>The object whose records were dropped as copies.</summary>
    public required string CopyObject { get; init; }

    /// <summary>The first of them, counted from 0 as <c>sourceIndex</c> is.</summary>
    public required long CopyIndex { get; init; }

    /// <summary>The object whose equal records were kept; it may be the same one.</summary>
    public required string KeptObject { get; init; }

    /// <summary>The first of these.</summary>
    public required long KeptIndex { get; init; }

    /// <summary>How many records follow one another on both sides, the first included.</summary>
    public required long Records { get; init; }

    /// <summary>
    /// Batch or optimization that dropped them: the row counts only once the events log holds its <c>txn</c> action; see
    /// <see cref="ObjectRow.Batch"/>.
    /// </summary>
    public required string Batch { get; init; }

    /// <summary>True for a run of at least one record that begins at or after record 0 on both sides.</summary>
    public bool IsRun => Records > 0 && CopyIndex >= 0 && KeptIndex >= 0 && Math.Max(CopyIndex, KeptIndex) <= long.MaxValue - Records;

    /// <summary>By object and record on the side of the copies: neighbours are alike then, which makes files of them small.</summary>
    internal static int InOrder(CopyRow a, CopyRow b)
    {
        int order = string.CompareOrdinal(a.CopyObject, b.CopyObject);
        return order != 0 ? order : a.CopyIndex.CompareTo(b.CopyIndex);
    }
}
