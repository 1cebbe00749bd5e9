using TrailLake.Query.Copies;
using TrailLake.Query.Execution;
using TrailLake.Query.Search;
using TrailLake.Query.Sql;
using TrailLake.Query.Views;

namespace TrailLake.Answers.Connections;

/// <summary>The statements that make the views of a lake outside of a session.</summary>
static class StandaloneViews
{
    /// <summary>The statements, in order.</summary>
    public static IEnumerable<string> Create(LakeFiles files) =>
        LakeViews.Create(files, () => files.Events, EventFilter.All, () => Groups(files)).SelectMany(view => view.Statements());

    /// <summary>The statements for a database: it keeps no variables, so the lists of files stand in the views themselves.</summary>
    public static IEnumerable<string> CreateWithLists(LakeFiles files)
    {
        var lists = new Dictionary<string, string>();
        foreach (var statement in Create(files))
        {
            if (statement.StartsWith(SqlText.SetVariable, StringComparison.Ordinal))
            {
                var end = statement.IndexOf(' ', SqlText.SetVariable.Length);
                lists[statement[SqlText.SetVariable.Length..end]] = statement[(end + " = ".Length)..];
                continue;
            }

            yield return lists.Aggregate(
                statement, (sql, list) => sql.Replace($"getvariable('{list.Key}')", list.Value, StringComparison.Ordinal));
        }
    }

    static string[] Groups(LakeFiles files)
    {
        using var database = new SandboxedDuckDB(files, new SessionOptions(), files.Events.Count, rows: null);
        return CopyGroups.Create(database, files);
    }
}
