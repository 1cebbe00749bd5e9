using TrailLake.Parquet.Writing;
using TrailLake.Storage;
using TrailLake.Tables;

namespace TrailLake.Parquet.Tables;

/// <summary>The files of copies.</summary>
static class CopyTableFile
{
    static readonly TableDefinition<CopyRow> s_table = new(row => row.CopyObject.Length + row.KeptObject.Length, columns => columns
        .Text("copyObject", row => row.CopyObject)
        .Long("copyIndex", row => row.CopyIndex)
        .Text("keptObject", row => row.KeptObject)
        .Long("keptIndex", row => row.KeptIndex)
        .Long("records", row => row.Records)
        .Text("batch", row => row.Batch));

    public static long Write(IPendingFile file, IReadOnlyList<CopyRow> rows, EncoderPool pool) => s_table.Write(file, rows, pool);

    public static IEnumerable<CopyRow> Read(StoredFile file) => TableRows.Read(file, (columns, row) => new CopyRow
    {
        CopyObject = columns.RequiredText("copyObject", row),
        CopyIndex = columns.Long("copyIndex", row),
        KeptObject = columns.RequiredText("keptObject", row),
        KeptIndex = columns.Long("keptIndex", row),
        Records = columns.Long("records", row),
        Batch = columns.RequiredText("batch", row),
    });
}
