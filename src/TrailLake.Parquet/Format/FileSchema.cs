using System.Collections.Immutable;

namespace TrailLake.Parquet.Format;

/// <summary>The schema of a file as the flat list of nodes that parquet.thrift wants.</summary>
sealed class FileSchema
{
    readonly string _name;
    readonly int _children;
    readonly ImmutableArray<SchemaElement> _elements;

    /// <param name="name">Of the root, which no reader shows.</param>
    /// <param name="elements">Each group is followed by what stands in it.</param>
    public FileSchema(string name, IEnumerable<SchemaElement> elements)
    {
        _name = name;
        _elements = [.. elements];
        var paths = new List<string[]>();
        for (int next = 0; next < _elements.Length; _children++)
        {
            AddPaths(paths, [], ref next);
        }

        Paths = [.. paths];
    }

    /// <summary>The paths of the leaves, in order.</summary>
    public ImmutableArray<string[]> Paths { get; }

    /// <summary>Leaf that the rows of a row group are in order of, for files that say so.</summary>
    public int? SortedBy { get; init; }

    /// <summary>True when readers want to find single pages.</summary>
    public bool HasPageIndex { get; init; }

    /// <summary>Writes field 2 of FileMetaData.</summary>
    public void Write(ThriftWriter thrift)
    {
        thrift.List(2, ThriftType.Struct, 1 + _elements.Length);
        thrift.Begin();
        thrift.Text(4, _name);
        thrift.Int32(5, _children);
        thrift.End();
        foreach (var element in _elements)
        {
            element.Write(thrift);
        }
    }

    void AddPaths(List<string[]> paths, string[] parent, ref int next)
    {
        var element = _elements[next++];
        string[] path = [.. parent, element.Name];
        if (element.Kind is not null)
        {
            paths.Add(path);
        }

        for (int i = 0; i < element.Children; i++)
        {
            AddPaths(paths, path, ref next);
        }
    }
}
