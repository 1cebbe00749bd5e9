using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using TrailLake.Columns;
using TrailLake.Scanning;
using TrailLake.Schema;
using Xunit;

namespace TrailLake.Tests.Scanning;

/// <summary>Compares what the scanner found with what JsonDocument finds.</summary>
static class OracleAssert
{
    public static readonly JsonDocumentOptions Strict = new() { MaxDepth = ScanLimits.MaxDepth };

    public static void Same(JsonElement expected, ScannedRecord record, byte[] buffer)
    {
        var unmapped = new System.Buffers.ArrayBufferWriter<byte>();
        if (record.UnmappedCount > 0)
        {
            UnmappedWriter.Write(unmapped, record, buffer);
        }

        var rest = record.UnmappedCount > 0 ? JsonNode.Parse(unmapped.WrittenSpan)!.AsObject() : [];
        Struct(expected, CloudTrailSchema.Nodes, record, buffer, rest);
    }

    static void Struct(JsonElement expected, IEnumerable<SchemaNode> nodes, ScannedRecord record, byte[] buffer, JsonObject unmapped)
    {
        var known = new HashSet<string>();
        foreach (var node in nodes.Where(n => n.FirstLeaf < CloudTrailSchema.FirstOwnLeaf))
        {
            known.Add(node.Name);
            bool isThere = expected.TryGetProperty(node.Name, out var value);
            bool isUnmapped = unmapped.TryGetPropertyValue(node.Name, out var raw);
            if (node.Leaf is { } leaf)
            {
                Leaf(leaf, isThere ? value : null, isUnmapped, raw, record, buffer);
            }
            else if (isThere && isUnmapped && (node.IsList || value.ValueKind != JsonValueKind.Object))
            {
                Assert.True(JsonNode.DeepEquals(JsonNode.Parse(value.GetRawText()), raw), node.Name);
            }
            else if (isThere && node.IsList)
            {
                List(value, record, buffer);
            }
            else if (isThere)
            {
                Struct(value, node.Children, record, buffer, raw as JsonObject ?? []);
            }
            else
            {
                Assert.All(
                    Enumerable.Range(node.FirstLeaf, node.LeafCount),
                    i => Assert.True(record.States[i] < ValueState.MetUnmapped && (int)record.States[i] < node.Definition, node.Name));
            }
        }

        foreach (var property in expected.EnumerateObject().Where(p => !known.Contains(p.Name)))
        {
            Assert.True(unmapped.TryGetPropertyValue(property.Name, out var raw), property.Name);
            Assert.True(JsonNode.DeepEquals(JsonNode.Parse(property.Value.GetRawText()), raw), property.Name);
        }
    }

    static void Leaf(ColumnSpec leaf, JsonElement? expected, bool isUnmapped, JsonNode? raw, ScannedRecord record, byte[] buffer)
    {
        var state = record.States[leaf.Index];
        if (expected is not { } value)
        {
            Assert.True(state < ValueState.MetUnmapped, leaf.Path);
            return;
        }

        if (isUnmapped)
        {
            Assert.True(JsonNode.DeepEquals(JsonNode.Parse(value.GetRawText()), raw), leaf.Path);
            return;
        }

        switch (leaf.Kind)
        {
            case ColumnKind.Text:
                Assert.Equal(value.GetString(), Encoding.UTF8.GetString(record.Text(leaf.Id, buffer)));
                break;
            case ColumnKind.Json:
                Assert.Equal(value.GetRawText(), Encoding.UTF8.GetString(record.Text(leaf.Id, buffer)));
                break;
            case ColumnKind.Boolean:
                Assert.Equal(value.GetBoolean(), state == ValueState.True);
                break;
            case ColumnKind.Timestamp:
                Assert.Equal(value.GetDateTime().ToUniversalTime(), System.DateTime.UnixEpoch.AddMicroseconds(record.EventTime));
                break;
        }
    }

    static void List(JsonElement expected, ScannedRecord record, byte[] buffer)
    {
        Assert.Equal(expected.GetArrayLength(), record.ElementCount);
        string[] names = ["ARN", "accountId", "type", "ARNPrefix"];
        for (int element = 0; element < record.ElementCount; element++)
        {
            for (int member = 0; member < names.Length; member++)
            {
                var value = record.Elements[(element * names.Length) + member];
                string? text = value.State switch
                {
                    ValueState.Text => Encoding.UTF8.GetString(buffer, value.Start, value.Length),
                    ValueState.UnescapedText => Encoding.UTF8.GetString(record.Scratch, value.Start, value.Length),
                    _ => null,
                };
                Assert.Equal(expected[element].TryGetProperty(names[member], out var e) ? e.GetString() : null, text);
            }
        }
    }
}
