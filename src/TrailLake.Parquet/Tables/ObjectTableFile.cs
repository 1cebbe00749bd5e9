using TrailLake.Parquet.Writing;
using TrailLake.Storage;
using TrailLake.Tables;

namespace TrailLake.Parquet.Tables;

/// <summary>The ledger's files: one row per source object.</summary>
static class ObjectTableFile
{
    static readonly TableDefinition<ObjectRow> s_table = new(row => row.Uri.Length + (row.Reason?.Length ?? 0), columns => columns
        .Text("uri", row => row.Uri)
        .Text("etag", row => row.ETag)
        .Text("account", row => row.Account)
        .Text("region", row => row.Region)
        .Text("kind", row => row.Kind)
        .Text("prefix", row => row.Prefix)
        .Text("organization", row => row.Organization)
        .Time("deliveryTime", row => row.DeliveryTime)
        .Long("size", row => row.Size)
        .Long("contentSize", row => row.ContentSize)
        .Time("lastModified", row => row.LastModified)
        .Text("sha256", row => row.Sha256)
        .Text("contentSha256", row => row.ContentSha256)
        .Long("records", row => row.Records)
        .Long("events", row => row.Events)
        .Long("duplicates", row => row.Duplicates)
        .Long("rejects", row => row.Rejects)
        .Time("firstEventTime", row => row.FirstEventTime)
        .Time("lastEventTime", row => row.LastEventTime)
        .Text("state", row => ToText(row.State))
        .Text("reason", row => row.Reason)
        .Text("verified", row => row.Verified)
        .Time("ingestedAt", row => row.IngestedAt)
        .Text("version", row => row.Version)
        .Text("batch", row => row.Batch));

    public static long Write(IPendingFile file, IReadOnlyList<ObjectRow> rows, EncoderPool pool) => s_table.Write(file, rows, pool);

    public static IEnumerable<ObjectRow> Read(StoredFile file) => TableRows.Read(file, ReadRow);

    public static void ReadKeys(StoredFile file, ObjectKeyVisitor visit)
    {
        foreach (var (uri, etag, state, batch) in TableRows.Read(file, ReadKey))
        {
            visit(uri, etag, state, batch);
        }
    }

    static (string Uri, string ETag, ObjectState State, string Batch) ReadKey(TableRows columns, int row) => (
        columns.RequiredText("uri", row),
        columns.RequiredText("etag", row),
        ToState(columns.Path, columns.RequiredText("state", row)),
        columns.RequiredText("batch", row));

    static ObjectRow ReadRow(TableRows columns, int row) => new()
    {
        Uri = columns.RequiredText("uri", row),
        ETag = columns.RequiredText("etag", row),
        Account = columns.Text("account", row),
        Region = columns.Text("region", row),
        Kind = columns.RequiredText("kind", row),
        Prefix = columns.Text("prefix", row),
        Organization = columns.Text("organization", row),
        DeliveryTime = columns.Time("deliveryTime", row),
        Size = columns.Long("size", row),
        ContentSize = columns.Long("contentSize", row),
        LastModified = columns.RequiredTime("lastModified", row),
        Sha256 = columns.Text("sha256", row),
        ContentSha256 = columns.Text("contentSha256", row),
        Records = columns.Long("records", row),
        Events = columns.Long("events", row),
        Duplicates = columns.Long("duplicates", row),
        Rejects = columns.Long("rejects", row),
        FirstEventTime = columns.Time("firstEventTime", row),
        LastEventTime = columns.Time("lastEventTime", row),
        State = ToState(columns.Path, columns.RequiredText("state", row)),
        Reason = columns.Text("reason", row),
        Verified = columns.Text("verified", row),
        IngestedAt = columns.RequiredTime("ingestedAt", row),
        Version = columns.RequiredText("version", row),
        Batch = columns.RequiredText("batch", row),
    };

    static string ToText(ObjectState state) => state switch
    {
        ObjectState.Done => "done",
        ObjectState.Damaged => "damaged",
        ObjectState.Unreadable => "unreadable",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, null),
    };

    static ObjectState ToState(string path, string text) => text switch
    {
        "done" => ObjectState.Done,
        "damaged" => ObjectState.Damaged,
        "unreadable" => ObjectState.Unreadable,
        _ => throw TableReader.Damaged(path, new InvalidDataException($"state is \"{text}\", not done, damaged or unreadable.")),
    };
}
