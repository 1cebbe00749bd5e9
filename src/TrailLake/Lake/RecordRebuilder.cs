using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text.Json;
using TrailLake.Schema;

namespace TrailLake.Lake;

/// <summary>
/// Rebuilds a record from its row: equal as JSON to the delivered one; the order of keys may differ.
/// <para>
/// The row is a JSON object with a member for each column (structs as objects, lists as arrays, times as ISO 8601, SQL NULL as null; the
/// form in which any reader of Parquet can give it). A column that is NULL was an absent key. What no column could hold stands in
/// <c>unmapped</c> and is laid over: where a struct and an object meet they merge, anything else takes the column's place.
/// </para>
/// </summary>
public static class RecordRebuilder
{
    static readonly string s_unmapped = CloudTrailSchema.Leaves[(int)FieldId.Unmapped].Name;
    static readonly string s_eventTime = CloudTrailSchema.Leaves[(int)FieldId.EventTime].Name;
    static readonly string s_eventType = CloudTrailSchema.Leaves[(int)FieldId.EventType].Name;
    static readonly ImmutableArray<SchemaNode> s_nodes = RecordNodes();

    /// <summary>Writes the record. Nested JSON is written as it was delivered, so the writer must not validate what it is given.</summary>
    public static void Write(JsonElement row, Utf8JsonWriter writer)
    {
        var unmapped = row.TryGetProperty(s_unmapped, out var text) && text.ValueKind == JsonValueKind.String
            ? JsonDocument.Parse(text.GetString()!, new JsonDocumentOptions { MaxDepth = int.MaxValue })
            : null;
        using (unmapped)
        {
            WriteStruct(s_nodes, row, unmapped?.RootElement ?? default, writer, isRecord: true);
        }
    }

    static ImmutableArray<SchemaNode> RecordNodes()
    {
        var nodes = ImmutableArray.CreateBuilder<SchemaNode>();
        foreach (var node in CloudTrailSchema.Nodes)
        {
            if (node.FirstLeaf < CloudTrailSchema.FirstOwnLeaf)
            {
                nodes.Add(node);
            }
        }

        return nodes.ToImmutable();
    }

    static void WriteStruct(ImmutableArray<SchemaNode> members, JsonElement row, JsonElement overlay, Utf8JsonWriter writer, bool isRecord)
    {
        writer.WriteStartObject();
        var written = new HashSet<string>(StringComparer.Ordinal);
        foreach (var node in members)
        {
            var column = row.TryGetProperty(node.Name, out var value) ? value : default;
            var over = overlay.ValueKind == JsonValueKind.Object && overlay.TryGetProperty(node.Name, out var laid) ? laid : default;
            if (over.ValueKind != JsonValueKind.Undefined)
            {
                WriteOverlaid(node, column, over, writer);
            }
            else if (IsThere(column) && !(isRecord && node.Name == s_eventTime && IsDerivedTime(row, overlay)))
            {
                writer.WritePropertyName(node.Name);
                WriteColumn(node, column, writer);
            }

            written.Add(node.Name);
        }

        WriteRest(overlay, written, writer);
        writer.WriteEndObject();
    }

    static void WriteOverlaid(SchemaNode node, JsonElement column, JsonElement over, Utf8JsonWriter writer)
    {
        writer.WritePropertyName(node.Name);
        if (node.Leaf is null && !node.IsList && IsThere(column) && over.ValueKind == JsonValueKind.Object)
        {
            WriteStruct(node.Children, column, over, writer, isRecord: false);
        }
        else
        {
            writer.WriteRawValue(over.GetRawText(), skipInputValidation: true);
        }
    }

    // Keys of the overlay that no column has. A key that it holds twice is written once: readers take the last, and so does TryGetProperty.
    static void WriteRest(JsonElement overlay, HashSet<string> written, Utf8JsonWriter writer)
    {
        if (overlay.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        foreach (var member in overlay.EnumerateObject())
        {
            if (HasLoneSurrogate(member))
            {
                // Such a name is no text: name and value are written as they were delivered.
                writer.WriteRawValue(member.ToString(), skipInputValidation: true);
            }
            else if (written.Add(member.Name))
            {
                writer.WritePropertyName(member.Name);
                writer.WriteRawValue(overlay.GetProperty(member.Name).GetRawText(), skipInputValidation: true);
            }
        }
    }

    static bool HasLoneSurrogate(JsonProperty member)
    {
        var name = JsonMarshal.GetRawUtf8PropertyName(member);
        if (!name.Contains((byte)'\\'))
        {
            return false;
        }

        try
        {
            return member.Name is null;
        }
        catch (InvalidOperationException)
        {
            return true;
        }
    }

    static void WriteColumn(SchemaNode node, JsonElement column, Utf8JsonWriter writer)
    {
        if (node.IsList)
        {
            writer.WriteStartArray();
            foreach (var element in column.EnumerateArray())
            {
                WriteStruct(node.Children, element, default, writer, isRecord: false);
            }

            writer.WriteEndArray();
        }
        else if (node.Leaf is not { } leaf)
        {
            WriteStruct(node.Children, column, default, writer, isRecord: false);
        }
        else if (leaf.Kind == ColumnKind.Json)
        {
            writer.WriteRawValue(column.GetString()!, skipInputValidation: true);
        }
        else if (leaf.Kind == ColumnKind.Timestamp)
        {
            writer.WriteStringValue(WholeSeconds(column.GetString()!));
        }
        else
        {
            column.WriteTo(writer);
        }
    }

    // A time that was delivered in any other form than whole seconds stands in `unmapped` as it was.
    static string WholeSeconds(string time)
    {
        var fraction = time.IndexOf('.', StringComparison.Ordinal);
        return fraction < 0 ? time : time[..fraction] + "Z";
    }

    // An aggregated event is delivered without eventTime: the column holds the start of its window.
    static bool IsDerivedTime(JsonElement row, JsonElement unmapped) =>
        unmapped.ValueKind == JsonValueKind.Object && unmapped.TryGetProperty("timeWindow", out _)
        && row.TryGetProperty(s_eventType, out var type) && type.ValueKind == JsonValueKind.String && type.ValueEquals("AwsAggregatedEvent");

    static bool IsThere(JsonElement column) => column.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined);
}
