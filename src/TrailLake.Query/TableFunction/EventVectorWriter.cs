using TrailLake.Query.Search;
using TrailLake.Schema;
using TrailLake.Tables.Rows;

namespace TrailLake.Query.TableFunction;

/// <summary>Writes a column of the event: a leaf, a struct or a list.</summary>
abstract class EventVectorWriter : VectorWriter
{
    public static EventVectorWriter Create(SchemaNode node, IReadOnlyList<bool> members) =>
        node.IsList
            ? new ListVectorWriter(node, members)
            : node.Leaf is { } leaf ? new LeafVectorWriter(leaf) : new StructVectorWriter(node, members);

    /// <summary>Writer of a member; null for one that is not wanted, whose values are NULL.</summary>
    public static EventVectorWriter? CreateMember(SchemaNode node, IReadOnlyList<bool> members)
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
