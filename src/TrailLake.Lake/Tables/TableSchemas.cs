using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using TrailLake.DeltaLog;
using TrailLake.Schema;

namespace TrailLake.Tables;

/// <summary>
/// Protocol and metadata of the lake's four tables. Their <c>schemaString</c> follows
/// https://github.com/delta-io/delta/blob/master/PROTOCOL.md#schema-serialization-format. Every column is nullable: a later version may
/// leave one out.
/// </summary>
static class TableSchemas
{
    static readonly (string Name, string Type)[] s_objects =
    [
        ("uri", "string"), ("etag", "string"), ("account", "string"), ("region", "string"), ("kind", "string"), ("prefix", "string"),
        ("organization", "string"), ("deliveryTime", "timestamp"), ("size", "long"), ("contentSize", "long"), ("lastModified", "timestamp"),
        ("sha256", "string"), ("contentSha256", "string"), ("records", "long"), ("events", "long"), ("duplicates", "long"),
        ("rejects", "long"), ("firstEventTime", "timestamp"), ("lastEventTime", "timestamp"), ("state", "string"), ("reason", "string"),
        ("verified", "string"), ("ingestedAt", "timestamp"), ("version", "string"), ("batch", "string"),
    ];

    static readonly (string Name, string Type)[] s_rejects =
    [
        ("sourceObject", "string"), ("sourceIndex", "long"), ("offset", "long"), ("length", "long"), ("reason", "string"),
        ("message", "string"), ("content", "binary"), ("rejectedAt", "timestamp"), ("batch", "string"),
    ];

    static readonly (string Name, string Type)[] s_copies =
    [
        ("copyObject", "string"), ("copyIndex", "long"), ("keptObject", "string"), ("keptIndex", "long"), ("records", "long"),
        ("batch", "string"),
    ];

    /// <summary>Partition columns of the events table.</summary>
    public static IReadOnlyList<string> EventPartitions { get; } = [CloudTrailSchema.DatePartition, CloudTrailSchema.AccountPartition];

    /// <param name="marks">What the events log says of the lake from its first commit on.</param>
    public static IReadOnlyList<DeltaAction> CreateEvents(params IEnumerable<TxnAction> marks) =>
        [.. Create("events", EventsSchema(), EventPartitions, TableProperties.OfEvents), .. marks];

    public static IReadOnlyList<DeltaAction> CreateObjects() => Create("objects", FlatSchema(s_objects), [], TableProperties.OfLedger);

    public static IReadOnlyList<DeltaAction> CreateRejects() => Create("rejects", FlatSchema(s_rejects), [], TableProperties.OfLedger);

    public static IReadOnlyList<DeltaAction> CreateCopies() => Create("copies", FlatSchema(s_copies), [], TableProperties.OfLedger);

    /// <summary>The events' columns, and after them the partition columns, which stand in the log and not in the files.</summary>
    public static string EventsSchema() => Write(json =>
    {
        foreach (var node in CloudTrailSchema.Nodes)
        {
            WriteNode(json, node);
        }

        WriteField(json, CloudTrailSchema.DatePartition, "date");
        WriteField(json, CloudTrailSchema.AccountPartition, "string");
    });

    /// <summary>
    /// The events table's metadata with the columns that it lacks, last, as in the files; null when it has them all. Whatever else it says
    /// stays.
    /// </summary>
    public static MetadataAction? WithAllColumns(MetadataAction metadata)
    {
        try
        {
            if (JsonNode.Parse(metadata.SchemaString)?["fields"] is not JsonArray fields)
            {
                return null;
            }

            var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
            foreach (var field in fields)
            {
                names.Add((string?)field?["name"] ?? "");
            }

            var missing = CloudTrailSchema.Nodes.RemoveAll(node => names.Contains(node.Name));
            if (missing.IsEmpty)
            {
                return null;
            }

            var added = Write(json =>
            {
                foreach (var node in missing)
                {
                    WriteNode(json, node);
                }
            });
            foreach (var field in JsonNode.Parse(added)!["fields"]!.AsArray())
            {
                fields.Add(field!.DeepClone());
            }

            return metadata with { SchemaString = fields.Root.ToJsonString() };
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            // What another writer made of it is not understood, and not touched.
            return null;
        }
    }

    static string FlatSchema((string Name, string Type)[] columns) => Write(json =>
    {
        foreach (var (name, type) in columns)
        {
            WriteField(json, name, type);
        }
    });

    static IReadOnlyList<DeltaAction> Create(
        string name, string schema, IReadOnlyList<string> partitions, IReadOnlyDictionary<string, string> properties)
    {
        var now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        return
        [
            CommitSignature.Commit(now, "CREATE TABLE", new Dictionary<string, string>()),
            new ProtocolAction(DeltaTable.ReaderVersion, DeltaTable.WriterVersion),
            new MetadataAction(Guid.NewGuid().ToString(), name, schema, partitions, properties, now),
        ];
    }

    static string Write(Action<Utf8JsonWriter> fields)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            WriteStruct(json, fields);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    static void WriteStruct(Utf8JsonWriter json, Action<Utf8JsonWriter> fields)
    {
        json.WriteStartObject();
        json.WriteString("type", "struct");
        json.WriteStartArray("fields");
        fields(json);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    static void WriteNode(Utf8JsonWriter json, SchemaNode node)
    {
        if (node.Leaf is { } leaf)
        {
            WriteField(json, node.Name, TypeName(leaf.Kind));
            return;
        }

        json.WriteStartObject();
        json.WriteString("name", node.Name);
        json.WritePropertyName("type");
        if (node.IsList)
        {
            json.WriteStartObject();
            json.WriteString("type", "array");
            json.WritePropertyName("elementType");
            WriteMembers(json, node);
            json.WriteBoolean("containsNull", true);
            json.WriteEndObject();
        }
        else
        {
            WriteMembers(json, node);
        }

        EndField(json);
    }

    static void WriteMembers(Utf8JsonWriter json, SchemaNode node) => WriteStruct(json, members =>
    {
        foreach (var child in node.Children)
        {
            WriteNode(members, child);
        }
    });

    static void WriteField(Utf8JsonWriter json, string name, string type)
    {
        json.WriteStartObject();
        json.WriteString("name", name);
        json.WriteString("type", type);
        EndField(json);
    }

    static void EndField(Utf8JsonWriter json)
    {
        json.WriteBoolean("nullable", true);
        json.WriteStartObject("metadata");
        json.WriteEndObject();
        json.WriteEndObject();
    }

    static string TypeName(ColumnKind kind) => kind switch
    {
        ColumnKind.Timestamp => "timestamp",
        ColumnKind.Boolean => "boolean",
        ColumnKind.Int64 => "long",
        _ => "string",
    };
}
