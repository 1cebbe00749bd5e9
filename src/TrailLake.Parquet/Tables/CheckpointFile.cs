using System.Linq;
using TrailLake.DeltaLog;
using TrailLake.Storage;

namespace TrailLake.Parquet.Tables;

/// <summary>Delta checkpoints: all actions of one version of a table in one file.</summary>
static class CheckpointFile
{
    // The log's times are numbers: milliseconds since 1970.
    static readonly HashSet<string> s_noTimes = [];

    public static void Write(IPendingFile file, IReadOnlyList<DeltaAction> actions)
    {
        var schema = CheckpointSchema.Create();
        var writer = new CheckpointWriter(schema);

        // What commits say for people is no part of a checkpoint.
        var rows = actions.Where(action => action is not CommitInfoAction).ToList();
        TableFile.Write(file, schema, s_noTimes, target => writer.WriteAsync(target, rows));
    }

    public static IReadOnlyList<DeltaAction> Read(StoredFile file)
    {
        var path = file.Address;
        var actions = new List<DeltaAction>();
        foreach (var group in TableFile.Read(file))
        {
            var columns = new CheckpointRows(group);
            for (int row = 0; row < group.Rows; row++)
            {
                if (ReadRow(path, columns, row) is { } action)
                {
                    actions.Add(action);
                }
            }
        }

        return actions;
    }

    // A row without a known action is skipped: it is of a later protocol, which the table's protocol action would have announced.
    static DeltaAction? ReadRow(string path, CheckpointRows columns, int row)
    {
        if (columns.Text("add.path", row) is { } added)
        {
            return new AddAction(
                added,
                columns.Map("add.partitionValues", row) ?? [],
                Required(path, "add.size", columns.Value<long>("add.size", row)),
                columns.Value<long>("add.modificationTime", row) ?? 0,
                columns.Value<bool>("add.dataChange", row) ?? false,
                columns.Text("add.stats", row),
                columns.Map("add.tags", row)?.ToDictionary(pair => pair.Key, pair => pair.Value ?? ""));
        }

        if (columns.Text("txn.appId", row) is { } application)
        {
            long version = Required(path, "txn.version", columns.Value<long>("txn.version", row));
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
            return ReadMetadata(path, columns, row, id);
        }

        return columns.Value<int>("protocol.minReaderVersion", row) is { } reader
            ? new ProtocolAction(reader, columns.Value<int>("protocol.minWriterVersion", row) ?? 0)
            : null;
    }

    static MetadataAction ReadMetadata(string path, CheckpointRows columns, int row, string id) => new(
        id,
        columns.Text("metaData.name", row) ?? "",
        columns.Text("metaData.schemaString", row) ?? throw Missing(path, "metaData.schemaString"),
        [.. (columns.List("metaData.partitionColumns", row) ?? []).Select(name => name ?? "")],
        (columns.Map("metaData.configuration", row) ?? []).ToDictionary(pair => pair.Key, pair => pair.Value ?? ""),
        columns.Value<long>("metaData.createdTime", row) ?? 0);

    static long Required(string path, string column, long? value) => value ?? throw Missing(path, column);

    static System.Exception Missing(string path, string column) =>
        TableFile.Damaged(path, new InvalidDataException($"a row has no value in column {column}."));
}
