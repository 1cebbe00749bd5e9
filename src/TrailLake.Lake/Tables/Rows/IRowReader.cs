using TrailLake.Schema;

namespace TrailLake.Tables.Rows;

/// <summary>
/// Finds rows by what stands in a column, and reads columns of some rows: only the pages that hold them are inflated. For one thread at a
/// time.
/// </summary>
interface IRowReader : IDisposable
{
    /// <summary>Goes to a row group.</summary>
    /// <exception cref="Errors.TrailLakeException">The file is missing or damaged.</exception>
    void Open(IRowFile file, int rowGroup);

    /// <summary>
    /// Adds the rows in which a column of text holds one of some texts, whole or as a part of its value. Of a list, an element that does is
    /// enough.
    /// </summary>
    /// <param name="texts">UTF-8, none of them empty.</param>
    /// <param name="within">Rows that matter; other ones may be added or not.</param>
    /// <exception cref="Errors.TrailLakeException">The file is damaged.</exception>
    void Find(FieldId column, IReadOnlyList<byte[]> texts, RowSet within, RowSet found);

    /// <summary>
    /// Reads a column of some rows. JSON with half of a surrogate pair, which files of an earlier version have, comes as later versions
    /// write it.
    /// </summary>
    /// <param name="rows">Rows of the row group, rising from call to call until the next <see cref="Open"/>.</param>
    /// <param name="values">What it held before is dropped.</param>
    /// <exception cref="Errors.TrailLakeException">The file is damaged.</exception>
    void Read(FieldId column, ReadOnlySpan<int> rows, RowValues values);
}
