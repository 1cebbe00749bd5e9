using System.Text;
using TrailLake.Schema;

namespace TrailLake.Scanning;

/// <summary>A struct of the schema as the scanner walks it: its members by name, and where its leaves are.</summary>
sealed class StructNode
{
    /// <summary>0 for the record, then counted in order of the schema.</summary>
    public required int Number { get; init; }

    /// <summary>The struct around it, and its node in the schema; null for the record.</summary>
    public required StructNode? Parent { get; init; }
    public required SchemaNode? Schema { get; init; }

    /// <summary>Name as UTF-8.</summary>
    public required byte[] Name { get; init; }

    /// <summary>Members by the bytes of their name.</summary>
    public SchemaFieldTable Members { get; private set; } = SchemaFieldTable.Empty;

    /// <summary>Structs directly below, in order of the schema.</summary>
    public List<StructNode> Children { get; } = [];

    /// <summary>The record's own node; nodes below it are numbered from 1. There are fewer than 64.</summary>
    public static StructNode Root { get; } = BuildRoot();

    /// <summary>Places in a scanner's memory of which member follows which: one a struct for its first member, one a member.</summary>
    public static int OrderCount { get; private set; }

    /// <summary>Where that memory has this struct's first member.</summary>
    public required int FirstOrder { get; init; }

    static StructNode BuildRoot()
    {
        int next = 0;
        return Build(null, null, CloudTrailSchema.Nodes, ref next);
    }

    static StructNode Build(StructNode? parent, SchemaNode? schema, IReadOnlyList<SchemaNode> members, ref int next)
    {
        byte[] name = Encoding.UTF8.GetBytes(schema?.Name ?? "");
        var node = new StructNode { Number = next++, Parent = parent, Schema = schema, Name = name, FirstOrder = OrderCount++ };
        var fields = new List<SchemaField>();
        foreach (var member in members)
        {
            if (member.FirstLeaf >= CloudTrailSchema.FirstOwnLeaf)
            {
                // TrailLake's own columns: a record that has a key of such a name keeps it in unmapped.
                continue;
            }

            var inner = member.Leaf is null ? Build(member.IsList ? null : node, member, member.Children, ref next) : null;
            var child = member.IsList ? null : inner;
            if (child is not null)
            {
                node.Children.Add(child);
            }

            var elements = member.IsList ? inner : null;
            fields.Add(new SchemaField(Encoding.UTF8.GetBytes(member.Name), member, child, elements, OrderCount++));
        }

        node.Members = SchemaFieldTable.Build(fields);
        return node;
    }
}
