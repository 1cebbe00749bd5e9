using TrailLake.Index;
using TrailLake.Query.Search;
using TrailLake.Schema;
using TrailLake.Tables.Rows;

namespace TrailLake.Query.TableFunction;

/// <summary>A search: what is looked for in which data files.</summary>
/// <param name="Files">The files, in the order in which one thread reads them.</param>
/// <param name="Terms">An event is found when the pattern of one of these holds; all have one.</param>
/// <param name="Index">Tells where in a file a term can hold.</param>
sealed record RowSearch(IReadOnlyList<(LakeFile File, IRowFile Rows)> Files, IReadOnlyList<SearchTerm> Terms, LakeIndex Index)
{
    /// <summary>Columns that the search itself looks at; the condition that decides in the end looks at these, too.</summary>
    public IEnumerable<FieldId> Columns => Terms.SelectMany(term => term.Pattern!.Columns);

    /// <summary>For each term, by row group, the granules where it can hold; see <see cref="RowSet.AddGranules"/>.</summary>
    public ulong[][] Granules((LakeFile File, IRowFile Rows) file) => [.. Terms.Select(term => Granules(file, term))];

    ulong[] Granules((LakeFile File, IRowFile Rows) file, SearchTerm term)
    {
        var granules = new ulong[file.Rows.RowGroups];
        if (term.IndexQuery is null || file.File.Source is null)
        {
            granules.AsSpan().Fill(RowGranules.All);
        }
        else
        {
            Index.FindGranules(file.File.Source, term.IndexQuery, term.Places, granules);
        }

        return granules;
    }
}
