using System.Collections.Generic;
using System.Text;
using TrailLake.Schema;

namespace TrailLake.Scanning;

/// <summary>A struct of the schema as the scanner walks it: its members by name, and where its leaves are.</summary>
sealed class StructNode
{
    StructNode(int number, StructNode? parent, SchemaNode? schema)
    {
        Number = number;
        Parent = parent;
        Schema = schema;
    }

    /// <summary>0 for the record, then counted in order of the schema.</summary>
    public int Number { get; }

    /// <summary>The struct around it; null for the record.</summary>
    public StructNode? Parent { get; }

    /// <summary>Its node in the schema; null for the record.</summary>
    public SchemaNode? Schema { get; }

    /// <summary>Members by the bytes of their name.</summary>
    public FieldTable Members { get; private set; } = FieldTable.Empty;

    /// <summary>Structs directly below, in order of the schema.</summary>
    public List<StructNode> Children { get; } = [];

    /// <summary>Name as UTF-8.</summary>
    public byte[] Name { get; private set; } = [];

    /// <summary>The record's own node; nodes below it are numbered from 1. There are fewer than 64.</summary>
    public static StructNode Root { get; } = BuildRoot();

    /// <summary>Places in a scanner's memory of which member follows which: one a struct for its first member, one a member.</summary>
    public static int OrderCount { get; private set; }

    /// <summary>Where that memory has this struct's first member.</summary>
    public int FirstOrder { get; private set; }

    static StructNode BuildRoot()
    {
        int next = 0;
        return Build(null, null, CloudTrailSchema.Nodes, ref next);
    }

    static StructNode Build(StructNode? parent, SchemaNode? schema, IReadOnlyList<SchemaNode> members, ref int next)
    {
        var node = new StructNode(next++, parent, schema) { Name = Encoding.UTF8.GetBytes(schema?.Name ?? ""), FirstOrder = OrderCount++ };
        var fields = new List<Field>();
        foreach (var member in members)
        {
            if (member.FirstLeaf >= CloudTrailSchema.FirstOwnLeaf)
            {
                // TrailLake's own columns: a record that has a key of such a name keeps it in unmapped.
                continue;
            }

            StructNode? child = null;
            if (member.Leaf is null && !member.IsList)
            {
                child = Build(node, member, member.Children, ref next);
                node.Children.Add(child);
            }

            var elements = member.IsList ? Build(null, member, member.Children, ref next) : null;
            fields.Add(new Field(Encoding.UTF8.GetBytes(member.Name), member, child, elements, OrderCount++));
        }

        node.Members = FieldTable.Build(fields);
        return node;
    }
}
