namespace TrailLake.Tables.Rows;

/// <summary>
/// The parts of a row group that the index tells apart: 64 of equal length in the order of the file's rows, so that a <see cref="ulong"/>
/// is a set of them. In a row group of fewer rows some have none.
/// </summary>
static class RowGranules
{
    /// <summary>Granules of a row group.</summary>
    public const int Count = 64;

    /// <summary>All of them: also what is said when nothing is known.</summary>
    public const ulong All = ulong.MaxValue;

    /// <summary>The granule of a row.</summary>
    /// <param name="row">Row of the row group, from 0.</param>
    /// <param name="rows">Rows of the row group.</param>
    public static int Of(int row, int rows) => (int)((long)row * Count / rows);

    /// <summary>The first row of a granule; of the one behind the last, the number of rows.</summary>
    /// <param name="granule">From 0 to <see cref="Count"/>.</param>
    /// <param name="rows">Rows of the row group.</param>
    public static int FirstRow(int granule, int rows) => (int)((((long)granule * rows) + Count - 1) / Count);
}
