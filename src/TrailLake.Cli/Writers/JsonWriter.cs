using System.Collections.Immutable;
using TrailLake.Query.Execution;

namespace TrailLake.Cli.Writers;

/// <summary>One array of objects, a line each.</summary>
sealed class JsonWriter(TextWriter output) : IRowWriter
{
    JsonRow? _row;
    bool _any;

    public void Begin(ImmutableArray<QueryColumn> columns)
    {
        _row = new JsonRow(columns);
        output.Write('[');
    }

    public void Write(IResultRow row)
    {
        output.Write(_any ? ",\n" : "\n");
        output.Write(_row!.Format(row));
        _any = true;
    }

    public void End() => output.Write(_any ? "\n]\n" : "]\n");
}
