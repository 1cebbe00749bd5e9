using System;
using System.Collections.Generic;
using TrailLake.Lake.Rows;
using TrailLake.Schema;

namespace TrailLake.Query.Rows;

/// <summary>Writes a column of the event: a leaf, a struct or a list.</summary>
abstract class NodeWriter : ColumnWriter
{
    public static NodeWriter Create(SchemaNode node, IReadOnlyList<bool> members) =>
        node.IsList ? new ListWriter(node, members) : node.Leaf is { } leaf ? new LeafWriter(leaf) : new StructWriter(node, members);

    /// <summary>Writer of a member; null for one that is not wanted, whose values are NULL.</summary>
    public static NodeWriter? CreateMember(SchemaNode node, IReadOnlyList<bool> members)
    {
        for (var leaf = node.FirstLeaf; leaf < node.FirstLeaf + node.LeafCount; leaf++)
        {
            if (members[leaf])
            {
                return Create(node, members);
            }
        }

        return null;
    }

    /// <summary>Reads what is needed of some rows.</summary>
    public abstract void Read(ReadOnlySpan<int> rows, IRowReader reader);

    /// <summary>The values of one of the leaves that were read: their levels tell which structs are there.</summary>
    public abstract RowValues Values { get; }

    /// <summary>Writes the values that were read into a vector from a row of it on.</summary>
    /// <param name="least">Values of a lower definition level are passed over: in a list, those that are no element.</param>
    public abstract void Write(nint vector, int start, int least);

    public override void Write(nint vector, int start, ReadOnlySpan<int> rows, IRowReader reader, LakeFile file)
    {
        Read(rows, reader);
        Write(vector, start, least: 0);
    }
}
