using System.Collections.Generic;
using System.Linq;
using TrailLake.Lake.Rows;
using TrailLake.Schema;

namespace TrailLake.Query.Rows;

/// <summary>What is looked for in which data files.</summary>
/// <param name="Files">The files, in the order in which one thread reads them.</param>
/// <param name="Patterns">An event is found when one of these holds.</param>
sealed record RowSearch(IReadOnlyList<(LakeFile File, IRowFile Rows)> Files, IReadOnlyList<RowPattern> Patterns)
{
    /// <summary>Columns that the search itself looks at; the condition that decides in the end looks at these, too.</summary>
    public IEnumerable<FieldId> Columns => Patterns.SelectMany(pattern => pattern.Columns);
}
