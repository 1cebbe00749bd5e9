using System.Collections.Immutable;
using TrailLake.Query.Execution;

namespace TrailLake.Cli.Writers;

/// <summary>Writes the rows of a result in one format.</summary>
interface IRowWriter
{
    /// <summary>Called once, before the first row.</summary>
    void Begin(ImmutableArray<QueryColumn> columns);

    /// <summary>Writes the row that the result stands on.</summary>
    void Write(IResultRow row);

    /// <summary>Called once, after the last row.</summary>
    void End()
    {
    }
}
