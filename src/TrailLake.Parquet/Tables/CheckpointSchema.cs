using Parquet.Schema;

namespace TrailLake.Parquet.Tables;

/// <summary>Columns of a checkpoint: https://github.com/delta-io/delta/blob/master/PROTOCOL.md#checkpoint-schema.</summary>
static class CheckpointSchema
{
    public static ParquetSchema Create() => new(
        new StructField(
            "txn",
            new DataField<string>("appId"),
            new DataField<long?>("version"),
            new DataField<long?>("lastUpdated")),
        new StructField(
            "add",
            new DataField<string>("path"),
            Map("partitionValues"),
            new DataField<long?>("size"),
            new DataField<long?>("modificationTime"),
            new DataField<bool?>("dataChange"),
            new DataField<string>("stats"),
            Map("tags")),
        new StructField(
            "remove",
            new DataField<string>("path"),
            new DataField<long?>("deletionTimestamp"),
            new DataField<bool?>("dataChange"),
            new DataField<bool?>("extendedFileMetadata"),
            Map("partitionValues"),
            new DataField<long?>("size")),
        new StructField(
            "metaData",
            new DataField<string>("id"),
            new DataField<string>("name"),
            new StructField("format", new DataField<string>("provider"), Map("options")),
            new DataField<string>("schemaString"),
            new ListField("partitionColumns", new DataField<string>("element")),
            Map("configuration"),
            new DataField<long?>("createdTime")),
        new StructField(
            "protocol",
            new DataField<int?>("minReaderVersion"),
            new DataField<int?>("minWriterVersion")));

    static MapField Map(string name) => new(name, new DataField<string>("key", false), new DataField<string>("value"));
}
