using System.Collections.Generic;
using System.Linq;
using ParquetSharp;
using ParquetSharp.Schema;
using TrailLake.Schema;

namespace TrailLake.Benchmarks.Writing;

/// <summary>The events table's schema for ParquetSharp.</summary>
static class YardstickSchema
{
    public static GroupNode Make() => new("schema", Repetition.Required, Nodes(CloudTrailSchema.Nodes));

    static Node[] Nodes(IEnumerable<SchemaNode> nodes) => [.. nodes.Select(NodeOf)];

    static Node NodeOf(SchemaNode node)
    {
        if (node.Leaf is { } leaf)
        {
            return Leaf(leaf);
        }

        if (!node.IsList)
        {
            return new GroupNode(node.Name, Repetition.Optional, Nodes(node.Children));
        }

        var element = new GroupNode("element", Repetition.Required, Nodes(node.Children));
        return new GroupNode(node.Name, Repetition.Optional, [new GroupNode("list", Repetition.Repeated, [element])], LogicalType.List());
    }

    static PrimitiveNode Leaf(ColumnSpec leaf) => leaf.Kind switch
    {
        ColumnKind.Text or ColumnKind.Json => new(leaf.Name, Repetition.Optional, LogicalType.String(), PhysicalType.ByteArray),
        ColumnKind.Timestamp => new(leaf.Name, Repetition.Optional, LogicalType.Timestamp(true, TimeUnit.Micros), PhysicalType.Int64),
        ColumnKind.Boolean => new(leaf.Name, Repetition.Optional, LogicalType.None(), PhysicalType.Boolean),
        _ => new(leaf.Name, Repetition.Optional, LogicalType.None(), PhysicalType.Int64),
    };
}
