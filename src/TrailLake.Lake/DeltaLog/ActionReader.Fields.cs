using System.Text.Json;

namespace TrailLake.DeltaLog;

static partial class ActionReader
{
    /// <summary>Reads an add or a remove. Only a remove may leave its size and its time out as null.</summary>
    static DeltaAction ReadFile(ref Utf8JsonReader json, bool isRemove)
    {
        string? path = null;
        string? stats = null;
        Dictionary<string, string?> partition = [];
        Dictionary<string, string?>? tags = null;
        long size = 0;
        long time = 0;
        bool change = true;
        ExpectObject(ref json);
        while (NextKey(ref json))
        {
            if (Is(ref json, "path"u8))
            {
                path = json.GetString();
            }
            else if (Is(ref json, "partitionValues"u8))
            {
                partition = ReadMap(ref json);
            }
            else if (Is(ref json, "size"u8))
            {
                size = isRemove && json.TokenType == JsonTokenType.Null ? 0 : json.GetInt64();
            }
            else if (Is(ref json, isRemove ? "deletionTimestamp"u8 : "modificationTime"u8))
            {
                time = isRemove && json.TokenType == JsonTokenType.Null ? 0 : json.GetInt64();
            }
            else if (Is(ref json, "dataChange"u8))
            {
                change = json.GetBoolean();
            }
            else if (!isRemove && Is(ref json, "stats"u8))
            {
                stats = json.GetString();
            }
            else if (!isRemove && Is(ref json, "tags"u8))
            {
                tags = ReadMap(ref json);
            }
            else
            {
                SkipValue(ref json);
            }
        }

        path = Needed(path, isRemove ? "remove" : "add", "path");
        return isRemove
            ? new RemoveAction(path, time, change, partition, size)
            : new AddAction(path, partition, size, time, change, stats, tags!);
    }

    static TxnAction ReadTxn(ref Utf8JsonReader json)
    {
        string? app = null;
        long version = 0;
        long? updated = null;
        ExpectObject(ref json);
        while (NextKey(ref json))
        {
            if (Is(ref json, "appId"u8))
            {
                app = json.GetString();
            }
            else if (Is(ref json, "version"u8))
            {
                version = json.GetInt64();
            }
            else if (Is(ref json, "lastUpdated"u8))
            {
                updated = json.TokenType == JsonTokenType.Null ? null : json.GetInt64();
            }
            else
            {
                SkipValue(ref json);
            }
        }

        return new TxnAction(Needed(app, "txn", "appId"), version, updated);
    }

    static ProtocolAction ReadProtocol(ref Utf8JsonReader json)
    {
        int? reader = null;
        int? writer = null;
        ExpectObject(ref json);
        while (NextKey(ref json))
        {
            if (Is(ref json, "minReaderVersion"u8))
            {
                reader = json.GetInt32();
            }
            else if (Is(ref json, "minWriterVersion"u8))
            {
                writer = json.GetInt32();
            }
            else
            {
                // readerFeatures and writerFeatures stand only beside the versions 3 and 7, which are refused as such.
                SkipValue(ref json);
            }
        }

        return reader is null || writer is null
            ? throw new JsonException("protocol lacks minReaderVersion or minWriterVersion.")
            : new ProtocolAction(reader.Value, writer.Value);
    }

    static MetadataAction ReadMetadata(ref Utf8JsonReader json)
    {
        string? id = null;
        string? name = null;
        string? schema = null;
        List<string> columns = [];
        Dictionary<string, string?> configuration = [];
        long created = 0;
        ExpectObject(ref json);
        while (NextKey(ref json))
        {
            if (Is(ref json, "id"u8))
            {
                id = json.GetString();
            }
            else if (Is(ref json, "name"u8))
            {
                name = json.GetString();
            }
            else if (Is(ref json, "schemaString"u8))
            {
                schema = json.GetString();
            }
            else if (Is(ref json, "partitionColumns"u8))
            {
                while (json.Read() && json.TokenType != JsonTokenType.EndArray)
                {
                    columns.Add(json.GetString()!);
                }
            }
            else if (Is(ref json, "configuration"u8))
            {
                configuration = ReadMap(ref json);
            }
            else if (Is(ref json, "createdTime"u8))
            {
                created = json.TokenType == JsonTokenType.Null ? 0 : json.GetInt64();
            }
            else
            {
                SkipValue(ref json);
            }
        }

        return new MetadataAction(
            Needed(id, "metaData", "id"), name ?? "", Needed(schema, "metaData", "schemaString"), columns, configuration!, created);
    }
}
