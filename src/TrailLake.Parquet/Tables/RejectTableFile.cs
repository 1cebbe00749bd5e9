using TrailLake.Parquet.Writing;
using TrailLake.Storage;
using TrailLake.Tables;

namespace TrailLake.Parquet.Tables;

/// <summary>The files of rejects.</summary>
static class RejectTableFile
{
    static readonly TableDefinition<RejectRow> s_table = new(row => row.Content.Length + row.Message.Length, columns => columns
        .Text("sourceObject", row => row.SourceObject)
        .Long("sourceIndex", row => row.SourceIndex)
        .Long("offset", row => row.Offset)
        .Long("length", row => row.Length)
        .Text("reason", row => row.Reason)
        .Text("message", row => row.Message)
        .Binary("content", row => row.Content)
        .Time("rejectedAt", row => row.RejectedAt)
        .Text("batch", row => row.Batch));

    public static long Write(IPendingFile file, IReadOnlyList<RejectRow> rows, EncoderPool pool) => s_table.Write(file, rows, pool);

    public static IEnumerable<RejectRow> Read(StoredFile file) => TableRows.Read(file, (columns, row) => new RejectRow
    {
        SourceObject = columns.RequiredText("sourceObject", row),
        SourceIndex = columns.Long("sourceIndex", row),
        Offset = columns.Long("offset", row),
        Length = columns.Long("length", row),
        Reason = columns.RequiredText("reason", row),
        Message = columns.RequiredText("message", row),
        Content = columns.RequiredBinary("content", row),
        RejectedAt = columns.RequiredTime("rejectedAt", row),
        Batch = columns.RequiredText("batch", row),
    });
}
