using System.Collections.Immutable;

namespace TrailLake.Schema;

/// <summary>One node of the event's tree of columns: a leaf, a struct, or a list of structs. Every node is nullable.</summary>
sealed class SchemaNode
{
    internal SchemaNode(
        string name, ColumnSpec? leaf, bool isList, ImmutableArray<SchemaNode> children, int firstLeaf, int leafCount, int definition)
    {
        Name = name;
        Leaf = leaf;
        IsList = isList;
        Children = children;
        FirstLeaf = firstLeaf;
        LeafCount = leafCount;
        Definition = definition;
    }

    /// <summary>The key in the record, and the column's name.</summary>
    public string Name { get; }

    /// <summary>The column, for a leaf; null for a struct or list.</summary>
    public ColumnSpec? Leaf { get; }

    /// <summary>True for a list whose elements are structs of <see cref="Children"/>.</summary>
    public bool IsList { get; }

    /// <summary>Members of the struct, or of the list's element; empty for a leaf.</summary>
    public ImmutableArray<SchemaNode> Children { get; }

    /// <summary>Index (0-based) of the first leaf below this node.</summary>
    public int FirstLeaf { get; }

    /// <summary>How many leaves stand below this node; 1 for a leaf. Their indexes are consecutive.</summary>
    public int LeafCount { get; }

    /// <summary>
    /// The Parquet definition level that says "this node is present". For a list it is the level of "present, but empty";
    /// an element of it is one level higher.
    /// </summary>
    public int Definition { get; }
}
