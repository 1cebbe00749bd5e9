using TrailLake.Tables;

namespace TrailLake.Store;

/// <summary>Makes the buffer for rows of <c>copies</c>.</summary>
static class CopyBuffer
{
    public static LedgerBuffer<CopyRow> Create(LakeStore store, string batch) => new(
        store.Tables.Copies,
        batch,
        (path, rows) => store.Format.WriteCopies(path, [.. rows.Order(Comparer<CopyRow>.Create(CopyRow.InOrder))]),
        LakeBatch.RowsPerSlice,
        long.MaxValue);

    /// <summary>Refuses a row that cannot be.</summary>
    public static CopyRow Checked(CopyRow row) => row.IsRun
        ? row
        : throw new ArgumentException(
            $"{row.CopyObject}: {row.Records} records from {row.CopyIndex} as copies of those from {row.KeptIndex} of {row.KeptObject} "
            + "are no run.",
            nameof(row));
}
