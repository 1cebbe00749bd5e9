using TrailLake.Storage;

namespace TrailLake.Tables.Rows;

/// <summary>Reads single rows of data files. Safe for several threads.</summary>
interface IRowSource
{
    /// <summary>
    /// Reads where in a data file everything stands; null when the file is missing, damaged, or laid out otherwise than TrailLake writes
    /// it: then it must be read by another way, which also says what is wrong with it.
    /// </summary>
    IRowFile? TryOpen(StoredFile file);

    /// <summary>A reader, for one thread at a time. Its buffers serve many files.</summary>
    IRowReader CreateReader();
}
