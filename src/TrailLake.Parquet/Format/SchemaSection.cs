using System.Collections.Immutable;
using System.Linq;
using TrailLake.Schema;

namespace TrailLake.Parquet.Format;

/// <summary>Writes the file's schema: <see cref="CloudTrailSchema"/> as the flat list of nodes that parquet.thrift wants.</summary>
static class SchemaSection
{
    const int Optional = 1;

    static readonly string[] s_names = [.. CloudTrailSchema.Leaves.Select(leaf => string.Join('.', PathOf(leaf)))];

    enum ConvertedType
    {
        Utf8 = 0,
        List = 3,
        TimestampMicros = 10,
    }

    /// <summary>Writes field 2 of FileMetaData.</summary>
    public static void Write(ThriftWriter thrift)
    {
        thrift.List(2, ThriftType.Struct, 1 + Count(CloudTrailSchema.Nodes));
        thrift.Begin();
        thrift.Text(4, "events");
        thrift.Int32(5, CloudTrailSchema.Nodes.Length);
        thrift.End();
        foreach (var node in CloudTrailSchema.Nodes)
        {
            WriteNode(thrift, node);
        }
    }

    /// <summary>The path of a leaf in the file, where a list has two levels more than in the lake's schema.</summary>
    public static string[] PathOf(ColumnSpec leaf)
    {
        var path = leaf.Path.Split('.');
        return leaf.MaxRepetition == 0 ? path : [path[0], "list", "element", .. path[1..]];
    }

    /// <summary>That path as Parquet's readers name it.</summary>
    public static string NameOf(ColumnSpec leaf) => s_names[leaf.Index];

    public static PhysicalType TypeOf(ColumnKind kind) => kind switch
    {
        ColumnKind.Text or ColumnKind.Json => PhysicalType.ByteArray,
        ColumnKind.Boolean => PhysicalType.Boolean,
        _ => PhysicalType.Int64,
    };

    /// <summary>Writes the schema element of a column of timestamps: microseconds, UTC.</summary>
    public static void WriteTime(ThriftWriter thrift, string name, int repetition)
    {
        thrift.Begin();
        thrift.Int32(1, (int)PhysicalType.Int64);
        thrift.Int32(3, repetition);
        thrift.Text(4, name);
        EndTime(thrift);
    }

    static int Count(ImmutableArray<SchemaNode> nodes) => nodes.Sum(node => 1 + (node.IsList ? 2 : 0) + Count(node.Children));

    static void WriteNode(ThriftWriter thrift, SchemaNode node)
    {
        if (node.Leaf is { } leaf)
        {
            WriteLeaf(thrift, leaf);
            return;
        }

        thrift.Begin();
        thrift.Int32(3, Optional);
        thrift.Text(4, node.Name);
        thrift.Int32(5, node.IsList ? 1 : node.Children.Length);
        if (node.IsList)
        {
            thrift.Int32(6, (int)ConvertedType.List);
            thrift.Union(10, 3);
        }

        thrift.End();
        if (node.IsList)
        {
            WriteGroup(thrift, "list", repetition: 2, children: 1);
            WriteGroup(thrift, "element", repetition: 0, node.Children.Length);
        }

        foreach (var child in node.Children)
        {
            WriteNode(thrift, child);
        }
    }

    static void WriteGroup(ThriftWriter thrift, string name, int repetition, int children)
    {
        thrift.Begin();
        thrift.Int32(3, repetition);
        thrift.Text(4, name);
        thrift.Int32(5, children);
        thrift.End();
    }

    static void WriteLeaf(ThriftWriter thrift, ColumnSpec leaf)
    {
        thrift.Begin();
        thrift.Int32(1, (int)TypeOf(leaf.Kind));
        thrift.Int32(3, Optional);
        thrift.Text(4, leaf.Name);
        switch (leaf.Kind)
        {
            case ColumnKind.Text or ColumnKind.Json:
                thrift.Int32(6, (int)ConvertedType.Utf8);
                thrift.Union(10, 1);
                break;
            case ColumnKind.Timestamp:
                EndTime(thrift);
                return;
        }

        thrift.End();
    }

    static void EndTime(ThriftWriter thrift)
    {
        thrift.Int32(6, (int)ConvertedType.TimestampMicros);
        thrift.Begin(10);
        thrift.Begin(8);
        thrift.Boolean(1, true);
        thrift.Union(2, 2);
        thrift.End();
        thrift.End();
        thrift.End();
    }
}
