using TrailLake.Schema;

namespace TrailLake.Parquet.Format;

/// <summary>The schema of data files: <see cref="CloudTrailSchema"/>, where a list of Parquet has two levels more.</summary>
static class EventSchema
{
    static readonly string[] s_names;

    static EventSchema()
    {
        var elements = new List<SchemaElement>();
        foreach (var node in CloudTrailSchema.Nodes)
        {
            Add(elements, node);
        }

        File = new FileSchema("events", elements) { SortedBy = (int)FieldId.EventTime, HasPageIndex = true };
        s_names = [.. File.Paths.Select(path => string.Join('.', path))];
    }

    public static FileSchema File { get; }

    /// <summary>The path of a leaf in the file as Parquet's readers name it.</summary>
    public static string NameOf(ColumnSpec leaf) => s_names[leaf.Index];

    static void Add(List<SchemaElement> elements, SchemaNode node)
    {
        if (node.Leaf is { } leaf)
        {
            elements.Add(SchemaElement.Leaf(node.Name, leaf.Kind, AnnotationOf(leaf.Kind)));
            return;
        }

        if (node.IsList)
        {
            elements.Add(SchemaElement.Group(node.Name, children: 1, Annotation.List));
            elements.Add(SchemaElement.Group("list", children: 1, repetition: Repetition.Repeated));
            elements.Add(SchemaElement.Group("element", node.Children.Length, repetition: Repetition.Required));
        }
        else
        {
            elements.Add(SchemaElement.Group(node.Name, node.Children.Length));
        }

        foreach (var child in node.Children)
        {
            Add(elements, child);
        }
    }

    static Annotation AnnotationOf(ColumnKind kind) => kind switch
    {
        ColumnKind.Text or ColumnKind.Json => Annotation.Utf8,
        ColumnKind.Timestamp => Annotation.TimestampMicros,
        _ => Annotation.None,
    };
}
