using TrailLake.DeltaLog;
using TrailLake.Parquet.Writing;
using TrailLake.Storage;

namespace TrailLake.Parquet.Tables;

/// <summary>Delta checkpoints: all actions of one version of a table in one file.</summary>
static class CheckpointFile
{
    static readonly Dictionary<string, string?> s_noOptions = [];

    // Columns: https://github.com/delta-io/delta/blob/master/PROTOCOL.md#checkpoint-schema. What a checkpoint repeats changes no data.
    static readonly TableDefinition<DeltaAction> s_table = new(SizeOf, columns => columns
        .Struct("txn", action => action as TxnAction, txn => txn
            .Text("appId", a => a.AppId)
            .Long("version", a => a.Version)
            .Long("lastUpdated", a => a.LastUpdated))
        .Struct("add", action => action as AddAction, add => add
            .Text("path", a => a.Path)
            .Map("partitionValues", a => a.PartitionValues)
            .Long("size", a => a.Size)
            .Long("modificationTime", a => a.ModificationTime)
            .Boolean("dataChange", _ => false)
            .Text("stats", a => a.Stats)
            .Map("tags", a => a.Tags!))
        .Struct("remove", action => action as RemoveAction, remove => remove
            .Text("path", a => a.Path)
            .Long("deletionTimestamp", a => a.DeletionTimestamp)
            .Boolean("dataChange", _ => false)
            .Boolean("extendedFileMetadata", _ => true)
            .Map("partitionValues", a => a.PartitionValues)
            .Long("size", a => a.Size))
        .Struct("metaData", action => action as MetadataAction, metadata => metadata
            .Text("id", a => a.Id)
            .Text("name", a => a.Name)
            .Struct("format", format => format.Text("provider", _ => "parquet").Map("options", _ => s_noOptions))
            .Text("schemaString", a => a.SchemaString)
            .List("partitionColumns", a => a.PartitionColumns)
            .Map("configuration", a => a.Configuration!)
            .Long("createdTime", a => a.CreatedTime))
        .Struct("protocol", action => action as ProtocolAction, protocol => protocol
            .Int("minReaderVersion", a => a.MinReaderVersion)
            .Int("minWriterVersion", a => a.MinWriterVersion)));

    // What commits say for people is no part of a checkpoint.
    public static void Write(IPendingFile file, IReadOnlyList<DeltaAction> actions, EncoderPool pool) =>
        s_table.Write(file, actions.Where(action => action is not CommitInfoAction), pool);

    public static IReadOnlyList<DeltaAction> Read(StoredFile file) => [.. TableRows.Read(file, ReadRow).OfType<DeltaAction>()];

    static long SizeOf(DeltaAction action) => action switch
    {
        AddAction add => add.Path.Length + (add.Stats?.Length ?? 0),
        RemoveAction remove => remove.Path.Length,
        MetadataAction metadata => metadata.SchemaString.Length,
        _ => 0,
    };

    // A row without a known action is skipped: it is of a later protocol, which the table's protocol action would have announced.
    static DeltaAction? ReadRow(TableRows columns, int row)
    {
        if (columns.Text("add.path", row) is { } added)
        {
            return new AddAction(
                added,
                columns.Map("add.partitionValues", row) ?? [],
                columns.Long("add.size", row),
                columns.Value<long>("add.modificationTime", row) ?? 0,
                columns.Value<bool>("add.dataChange", row) ?? false,
                columns.Text("add.stats", row),
                columns.Map("add.tags", row)?.ToDictionary(pair => pair.Key, pair => pair.Value ?? ""));
        }

        if (columns.Text("txn.appId", row) is { } application)
        {
            long version = columns.Long("txn.version", row);
            return new TxnAction(application, version, columns.Value<long>("txn.lastUpdated", row));
        }

        if (columns.Text("remove.path", row) is { } removed)
        {
            return new RemoveAction(
                removed,
                columns.Value<long>("remove.deletionTimestamp", row) ?? 0,
                columns.Value<bool>("remove.dataChange", row) ?? false,
                columns.Map("remove.partitionValues", row) ?? [],
                columns.Value<long>("remove.size", row) ?? 0);
        }

        if (columns.Text("metaData.id", row) is { } id)
        {
            return ReadMetadata(columns, row, id);
        }

        return columns.Value<int>("protocol.minReaderVersion", row) is { } reader
            ? new ProtocolAction(reader, columns.Value<int>("protocol.minWriterVersion", row) ?? 0)
            : null;
    }

    static MetadataAction ReadMetadata(TableRows columns, int row, string id) => new(
        id,
        columns.Text("metaData.name", row) ?? "",
        columns.RequiredText("metaData.schemaString", row),
        [.. (columns.List("metaData.partitionColumns", row) ?? []).Select(name => name ?? "")],
        (columns.Map("metaData.configuration", row) ?? []).ToDictionary(pair => pair.Key, pair => pair.Value ?? ""),
        columns.Value<long>("metaData.createdTime", row) ?? 0);
}
