using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace TrailLake.DeltaLog;

/// <summary>
/// Writes actions as the lines of a commit file. By hand, not by reflection: the lake stays fit for ahead-of-time compilation.
/// See https://github.com/delta-io/delta/blob/master/PROTOCOL.md#actions.
/// </summary>
static class ActionWriter
{
    // Stats are JSON inside a JSON string: the default encoder would write each quotation mark of them as six characters. The relaxed
    // one still escapes control characters; what it leaves alone (<, >, &) matters in HTML only.
    static readonly JsonWriterOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    // What is written at once: a commit may have tens of thousands of actions.
    const int MostBuffered = 1 << 18;

    public static byte[] WriteCommit(IEnumerable<DeltaAction> actions)
    {
        using var stream = new MemoryStream();
        WriteCommit(stream, actions);
        return stream.ToArray();
    }

    public static void WriteCommit(Stream stream, IEnumerable<DeltaAction> actions)
    {
        var buffer = new ArrayBufferWriter<byte>(4096);
        using var json = new Utf8JsonWriter(buffer, s_options);
        foreach (var action in actions)
        {
            Write(json, action);
            json.Flush();
            json.Reset();
            buffer.Write("\n"u8);
            if (buffer.WrittenCount >= MostBuffered)
            {
                stream.Write(buffer.WrittenSpan);
                buffer.ResetWrittenCount();
            }
        }

        stream.Write(buffer.WrittenSpan);
    }

    static void Write(Utf8JsonWriter json, DeltaAction action)
    {
        json.WriteStartObject();
        switch (action)
        {
            case AddAction add:
                json.WriteStartObject("add");
                Write(json, add);
                break;
            case RemoveAction remove:
                json.WriteStartObject("remove");
                Write(json, remove);
                break;
            case TxnAction txn:
                json.WriteStartObject("txn");
                Write(json, txn);
                break;
            case ProtocolAction protocol:
                json.WriteStartObject("protocol");
                json.WriteNumber("minReaderVersion", protocol.MinReaderVersion);
                json.WriteNumber("minWriterVersion", protocol.MinWriterVersion);
                break;
            case MetadataAction metadata:
                json.WriteStartObject("metaData");
                Write(json, metadata);
                break;
            case CommitInfoAction info:
                json.WriteStartObject("commitInfo");
                Write(json, info);
                break;
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    static void Write(Utf8JsonWriter json, AddAction add)
    {
        json.WriteString("path", add.Path);
        WriteMap(json, "partitionValues", add.PartitionValues);
        json.WriteNumber("size", add.Size);
        json.WriteNumber("modificationTime", add.ModificationTime);
        json.WriteBoolean("dataChange", add.DataChange);
        if (add.Stats is not null)
        {
            json.WriteString("stats", add.Stats);
        }

        if (add.Tags is not null)
        {
            WriteMap(json, "tags", add.Tags!);
        }
    }

    static void Write(Utf8JsonWriter json, RemoveAction remove)
    {
        json.WriteString("path", remove.Path);
        json.WriteNumber("deletionTimestamp", remove.DeletionTimestamp);
        json.WriteBoolean("dataChange", remove.DataChange);
        json.WriteBoolean("extendedFileMetadata", true);
        WriteMap(json, "partitionValues", remove.PartitionValues);
        json.WriteNumber("size", remove.Size);
    }

    static void Write(Utf8JsonWriter json, TxnAction txn)
    {
        json.WriteString("appId", txn.AppId);
        json.WriteNumber("version", txn.Version);
        if (txn.LastUpdated is { } time)
        {
            json.WriteNumber("lastUpdated", time);
        }
    }

    static void Write(Utf8JsonWriter json, MetadataAction metadata)
    {
        json.WriteString("id", metadata.Id);
        json.WriteString("name", metadata.Name);
        json.WriteStartObject("format");
        json.WriteString("provider", "parquet");
        json.WriteStartObject("options");
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteString("schemaString", metadata.SchemaString);
        json.WriteStartArray("partitionColumns");
        foreach (var column in metadata.PartitionColumns)
        {
            json.WriteStringValue(column);
        }

        json.WriteEndArray();
        WriteMap(json, "configuration", metadata.Configuration!);
        json.WriteNumber("createdTime", metadata.CreatedTime);
    }

    static void Write(Utf8JsonWriter json, CommitInfoAction info)
    {
        json.WriteNumber("timestamp", info.Timestamp);
        json.WriteString("operation", info.Operation);
        WriteMap(json, "operationParameters", info.Parameters!);
        json.WriteString("engineInfo", info.EngineInfo);
    }

    static void WriteMap(Utf8JsonWriter json, string name, IReadOnlyDictionary<string, string?> map)
    {
        json.WriteStartObject(name);
        foreach (var (key, value) in map)
        {
            json.WriteString(key, value);
        }

        json.WriteEndObject();
    }
}
