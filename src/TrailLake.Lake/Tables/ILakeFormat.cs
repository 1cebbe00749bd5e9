using TrailLake.DeltaLog;
using TrailLake.Schema;
using TrailLake.Storage;
using TrailLake.Tables.Rows;

namespace TrailLake.Tables;

/// <summary>Writes and reads the lake's Parquet files. The lake has the log and the rules; the format has the bytes.</summary>
interface ILakeFormat : ICheckpointFormat
{
    /// <summary>Reads single rows of data files; null when a format reads whole files only.</summary>
    IRowSource? Rows => null;

    /// <summary>Begins a data file of events.</summary>
    /// <param name="hashKey">
    /// Id of the key that the recordHash of its rows is made with, which the file tells; null when it is not said.
    /// </param>
    ISegmentWriter CreateSegment(IPendingFile file, string? hashKey = null);

    /// <summary>Id of the key that the recordHash of a data file's rows is made with; null when the file does not say.</summary>
    /// <exception cref="Errors.TrailLakeException">The file is missing or damaged.</exception>
    string? ReadHashKey(StoredFile file);

    /// <summary>Opens a data file to read its rows back.</summary>
    /// <exception cref="Errors.TrailLakeException">
    /// The file is missing or damaged, or has a column that this version does not know or would write otherwise.
    /// </exception>
    ISegmentReader OpenSegment(StoredFile file);

    /// <summary>Calls back for each row of a data file with the eventID, recordHash and source that stand there.</summary>
    /// <param name="hashKey">Id of the key that the hashes must be made with; null when any will do.</param>
    /// <returns>False, and nothing was visited, when the file does not say that they are.</returns>
    /// <exception cref="Errors.TrailLakeException">The file is missing or damaged.</exception>
    bool ReadEventIds(StoredFile file, string? hashKey, EventIdVisitor visit);

    /// <summary>
    /// Decodes every value of a data file and compares the file's statistics with them. It must not share code with
    /// <see cref="CreateSegment"/>: a mistake of the writer would be repeated by its reader. One row group's largest column is in memory at
    /// a time.
    /// </summary>
    /// <exception cref="Errors.TrailLakeException">The file is missing or damaged.</exception>
    FileInspection InspectEvents(StoredFile file, CancellationToken cancellation = default);

    /// <summary>
    /// Calls back for each value of some text or JSON columns of a data file, row group by row group and in each column by column, in the
    /// order of rows; missing values are passed over.
    /// </summary>
    /// <exception cref="Errors.TrailLakeException">The file is missing or damaged.</exception>
    void ReadTexts(StoredFile file, IReadOnlyList<FieldId> columns, TextVisitor visit);

    /// <summary>Writes ledger rows as a file, which is complete then; returns its size in bytes.</summary>
    long WriteObjects(IPendingFile file, IReadOnlyList<ObjectRow> rows);

    /// <summary>Reads a ledger file.</summary>
    IEnumerable<ObjectRow> ReadObjects(StoredFile file);

    /// <summary>Reads only URI, ETag, state and batch of a ledger file: what a re-run needs to know what it has met.</summary>
    void ReadObjectKeys(StoredFile file, ObjectKeyVisitor visit);

    /// <summary>Writes rejects as a file, which is complete then; returns its size in bytes.</summary>
    long WriteRejects(IPendingFile file, IReadOnlyList<RejectRow> rows);

    /// <summary>Reads a file of rejects.</summary>
    IEnumerable<RejectRow> ReadRejects(StoredFile file);

    /// <summary>Writes copies as a file, which is complete then; returns its size in bytes.</summary>
    long WriteCopies(IPendingFile file, IReadOnlyList<CopyRow> rows);

    /// <summary>Reads a file of copies.</summary>
    IEnumerable<CopyRow> ReadCopies(StoredFile file);
}
