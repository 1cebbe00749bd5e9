using System.Collections.Immutable;
using TrailLake.Query.Execution;

namespace TrailLake.Cli.Rows;

/// <summary>One array of objects, a line each.</summary>
sealed class JsonWriter(TextWriter output) : IRowWriter
{
    readonly TextWriter _output = output;
    JsonRow? _row;
    bool _any;

    public void Begin(ImmutableArray<QueryColumn> columns)
    {
        _row = new JsonRow(columns);
        _output.Write('[');
    }

    public void Write(IResultRow row)
    {
        _output.Write(_any ? ",\n" : "\n");
        _output.Write(_row!.Format(row));
        _any = true;
    }

    public void End() => _output.Write(_any ? "\n]\n" : "]\n");
}
