using TrailLake.Schema;

namespace TrailLake.Parquet.Format;

/// <summary>A node of a file's schema: a leaf, or a group of the nodes that follow it.</summary>
/// <param name="Kind">What a leaf holds; null for a group.</param>
/// <param name="Children">How many nodes stand in a group; 0 for a leaf.</param>
readonly record struct SchemaElement(string Name, Repetition Repetition, ColumnKind? Kind, int Children, Annotation Annotation)
{
    public static SchemaElement Leaf(string name, ColumnKind kind, Annotation annotation, Repetition repetition = Repetition.Optional) =>
        new(name, repetition, kind, 0, annotation);

    public static SchemaElement Group(
        string name, int children, Annotation annotation = Annotation.None, Repetition repetition = Repetition.Optional) =>
        new(name, repetition, null, children, annotation);

    public static PhysicalType TypeOf(ColumnKind kind) => kind switch
    {
        ColumnKind.Text or ColumnKind.Json or ColumnKind.Binary => PhysicalType.ByteArray,
        ColumnKind.Boolean => PhysicalType.Boolean,
        ColumnKind.Int32 => PhysicalType.Int32,
        _ => PhysicalType.Int64,
    };

    public void Write(ThriftWriter thrift)
    {
        thrift.Begin();
        if (Kind is { } kind)
        {
            thrift.Int32(1, (int)TypeOf(kind));
        }

        thrift.Int32(3, (int)Repetition);
        thrift.Text(4, Name);
        if (Children > 0)
        {
            thrift.Int32(5, Children);
        }

        if (Annotation != Annotation.None)
        {
            thrift.Int32(6, (int)Annotation);
            WriteLogicalType(thrift);
        }

        thrift.End();
    }

    // Field 10, a union of structs.
    void WriteLogicalType(ThriftWriter thrift)
    {
        switch (Annotation)
        {
            case Annotation.TimestampMicros:
                thrift.Begin(10);
                thrift.Begin(8);
                thrift.Boolean(1, true);
                thrift.Union(2, 2);
                thrift.End();
                thrift.End();
                break;
            case Annotation.Int32 or Annotation.Int64:
                thrift.Begin(10);
                thrift.Begin(10);
                thrift.Byte(1, Annotation == Annotation.Int32 ? (byte)32 : (byte)64);
                thrift.Boolean(2, true);
                thrift.End();
                thrift.End();
                break;
            default:
                thrift.Union(10, Annotation switch { Annotation.Utf8 => 1, Annotation.Map => 2, _ => 3 });
                break;
        }
    }
}
