using TrailLake.Schema;

namespace TrailLake.Scanning;

/// <summary>A member of a struct that the schema knows.</summary>
/// <param name="child">For a struct, how to walk it.</param>
/// <param name="elements">For a list, how to walk an element.</param>
/// <param name="order">Its place in the scanner's memory of which member follows which.</param>
sealed class SchemaField(byte[] name, SchemaNode schema, StructNode? child, StructNode? elements, int order)
{
    public readonly byte[] Name = name;

    /// <summary>The key as minified JSON has it, with quotes and colon.</summary>
    public readonly byte[] Pattern = [(byte)'"', .. name, (byte)'"', (byte)':'];
    public readonly SchemaNode Schema = schema;
    public readonly StructNode? Child = child;
    public readonly StructNode? Elements = elements;
    public readonly int Leaf = schema.FirstLeaf;
    public readonly int Order = order;
    public readonly bool IsText = schema.Leaf?.Kind == ColumnKind.Text;
    public readonly ColumnKind Kind = schema.Leaf?.Kind ?? ColumnKind.Json;
}
