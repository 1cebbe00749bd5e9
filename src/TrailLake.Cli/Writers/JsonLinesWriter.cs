using System.Collections.Immutable;
using TrailLake.Query.Execution;

namespace TrailLake.Cli.Writers;

/// <summary>One object a line.</summary>
sealed class JsonLinesWriter(TextWriter output) : IRowWriter
{
    JsonRow? _row;

    public void Begin(ImmutableArray<QueryColumn> columns) => _row = new JsonRow(columns);

    public void Write(IResultRow row)
    {
        output.Write(_row!.Format(row));
        output.Write('\n');
    }
}
