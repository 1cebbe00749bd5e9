using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text.Json;
using TrailLake.Scanning;
using TrailLake.Schema;

namespace TrailLake.Tables;

/// <summary>
/// Rebuilds a record from its row: equal as JSON to the delivered one; the order of keys may differ.
/// <para>
/// The row is a JSON object with a member for each column (structs as objects, lists as arrays, times as ISO 8601, SQL NULL as null; the
/// form in which any reader of Parquet can give it). A column that is NULL was an absent key. What no column could hold stands in
/// <c>unmapped</c> and is laid over: where a struct and an object meet they merge, anything else takes the column's place. What a column
/// holds in a form that is easier to read, <c>delivered</c> has as it was.
/// </para>
/// </summary>
static class RecordRebuilder
{
    static readonly string s_unmapped = CloudTrailSchema.Leaves[(int)FieldId.Unmapped].Name;
    static readonly string s_delivered = CloudTrailSchema.Leaves[(int)FieldId.Delivered].Name;
    static readonly string s_eventTime = CloudTrailSchema.Leaves[(int)FieldId.EventTime].Name;
    static readonly string s_eventType = CloudTrailSchema.Leaves[(int)FieldId.EventType].Name;
    static readonly ImmutableArray<SchemaNode> s_nodes = RecordNodes();
    static readonly JsonDocumentOptions s_deep = new() { MaxDepth = int.MaxValue };

    /// <summary>Writes the record. Nested JSON is written as it was delivered, so the writer must not validate what it is given.</summary>
    public static void Write(JsonElement row, Utf8JsonWriter writer)
    {
        var delivered = Delivered(row);
        var text = delivered?.GetValueOrDefault(s_unmapped) ?? Text(row, s_unmapped);
        using var unmapped = text is null ? null : JsonDocument.Parse(text, s_deep);
        WriteStruct(s_nodes, "", row, unmapped?.RootElement ?? default, delivered, writer);
    }

    static ImmutableArray<SchemaNode> RecordNodes() =>
        CloudTrailSchema.Nodes.RemoveAll(node => node.FirstLeaf >= CloudTrailSchema.FirstOwnLeaf);

    /// <summary>The JSON of columns as it was delivered, by path; null when all columns have it themselves.</summary>
    static Dictionary<string, string>? Delivered(JsonElement row)
    {
        if (Text(row, s_delivered) is not { } text)
        {
            return null;
        }

        using var columns = JsonDocument.Parse(text);
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var column in columns.RootElement.EnumerateObject())
        {
            found[column.Name] = column.Value.GetString() ?? "null";
        }

        return found;
    }

    static string? Text(JsonElement row, string name) =>
        row.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <param name="path">Path of the struct, with a dot behind it; empty for the record.</param>
    /// <param name="delivered">As <see cref="Delivered"/> gives it.</param>
    static void WriteStruct(
        ImmutableArray<SchemaNode> members,
        string path,
        JsonElement row,
        JsonElement overlay,
        IReadOnlyDictionary<string, string>? delivered,
        Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        var laid = new JsonElement[members.Length];
        var rest = Part(overlay, members, laid);
        for (int i = 0; i < members.Length; i++)
        {
            var node = members[i];
            var column = row.TryGetProperty(node.Name, out var value) ? value : default;
            if (laid[i].ValueKind != JsonValueKind.Undefined)
            {
                writer.WritePropertyName(node.Name);
                if (node.Leaf is null && !node.IsList && IsThere(column) && laid[i].ValueKind == JsonValueKind.Object)
                {
                    WriteStruct(node.Children, $"{path}{node.Name}.", column, laid[i], delivered, writer);
                }
                else
                {
                    writer.WriteRawValue(laid[i].GetRawText(), skipInputValidation: true);
                }
            }
            else if (IsThere(column) && !(path.Length == 0 && node.Name == s_eventTime && IsDerivedTime(row, overlay, delivered)))
            {
                writer.WritePropertyName(node.Name);
                WriteColumn(node, path, column, delivered, writer);
            }
        }

        // As they were delivered, names included: one that stands twice, or that is no text, is written so.
        foreach (var member in rest)
        {
            writer.WriteRawValue(member.ToString(), skipInputValidation: true);
        }

        writer.WriteEndObject();
    }

    /// <summary>Parts the members of an overlay into those that a column has, each to its place, and all others.</summary>
    // One pass: to look a name up in an element takes as long as it has members.
    static List<JsonProperty> Part(JsonElement overlay, ImmutableArray<SchemaNode> members, JsonElement[] laid)
    {
        var rest = new List<JsonProperty>();
        if (overlay.ValueKind != JsonValueKind.Object)
        {
            return rest;
        }

        var places = new Dictionary<string, int>(members.Length, StringComparer.Ordinal);
        for (int i = 0; i < members.Length; i++)
        {
            places.Add(members[i].Name, i);
        }

        foreach (var member in overlay.EnumerateObject())
        {
            if (Name(member) is { } name && places.TryGetValue(name, out int place))
            {
                laid[place] = member.Value;
            }
            else
            {
                rest.Add(member);
            }
        }

        return rest;
    }

    /// <summary>The name of a member; null for one with half of a surrogate pair, which is no text.</summary>
    static string? Name(JsonProperty member)
    {
        var raw = JsonMarshal.GetRawUtf8PropertyName(member);
        bool isText = !raw.Contains((byte)'\\') || JsonUnescape.Unescape(raw, new byte[raw.Length], out _) == UnescapeStatus.Done;
        return isText ? member.Name : null;
    }

    static void WriteColumn(
        SchemaNode node, string path, JsonElement column, IReadOnlyDictionary<string, string>? delivered, Utf8JsonWriter writer)
    {
        if (node.IsList)
        {
            writer.WriteStartArray();
            foreach (var element in column.EnumerateArray())
            {
                WriteStruct(node.Children, $"{path}{node.Name}.", element, default, delivered: null, writer);
            }

            writer.WriteEndArray();
        }
        else if (node.Leaf is not { } leaf)
        {
            WriteStruct(node.Children, $"{path}{node.Name}.", column, default, delivered, writer);
        }
        else if (delivered is not null && delivered.TryGetValue(leaf.Path, out var text))
        {
            writer.WriteRawValue(text, skipInputValidation: true);
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

    // An aggregated event is delivered without eventTime: the column holds the start of its window. Where it holds the record's @timestamp,
    // the text of what was delivered is empty.
    static bool IsDerivedTime(JsonElement row, JsonElement unmapped, IReadOnlyDictionary<string, string>? delivered) =>
        (delivered is not null && delivered.TryGetValue(s_eventTime, out var text) && text.Length == 0)
        || (unmapped.ValueKind == JsonValueKind.Object && unmapped.TryGetProperty("timeWindow", out _)
        && row.TryGetProperty(s_eventType, out var type) && type.ValueKind == JsonValueKind.String
        && type.ValueEquals("AwsAggregatedEvent"));

    static bool IsThere(JsonElement column) => column.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined);
}
