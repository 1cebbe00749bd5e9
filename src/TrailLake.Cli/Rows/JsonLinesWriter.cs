using System.Collections.Immutable;
using TrailLake.Query.Execution;

namespace TrailLake.Cli.Rows;

/// <summary>One object a line.</summary>
sealed class JsonLinesWriter : IRowWriter
{
    readonly TextWriter _output;
    JsonRow? _row;

    public JsonLinesWriter(TextWriter output) => _output = output;

    public void Begin(ImmutableArray<QueryColumn> columns) => _row = new JsonRow(columns);

    public void Write(IResultRow row)
    {
        _output.Write(_row!.Format(row));
        _output.Write('\n');
    }
}
