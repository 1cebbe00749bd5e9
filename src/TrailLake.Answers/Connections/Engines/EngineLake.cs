using TrailLake.Errors;
using TrailLake.Query.Execution;
using TrailLake.Query.Search;
using TrailLake.Query.Session;
using TrailLake.Query.Sql;
using TrailLake.Query.Views;
using TrailLake.Store;

namespace TrailLake.Answers.Connections.Engines;

/// <summary>What the texts for other engines say about one lake.</summary>
sealed record EngineLake
{
    /// <summary>Runs of copies of which a text still names each one; few lakes have more than none.</summary>
    public const int MostCopyRuns = 1000;

    /// <summary>Which lake it is, and as of when.</summary>
    public required LakeOrigin Origin { get; init; }

    /// <summary>Each table that the lake has, by name, with the names of its columns.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<string>> Columns { get; init; }

    /// <summary>Batches whose rows in the ledger, the rejects and the copies do not count: a run broke off, or is under way.</summary>
    public IReadOnlyList<string> OpenBatches { get; init; } = [];

    /// <summary>Runs of records that are one event with others; null for more than <see cref="MostCopyRuns"/>.</summary>
    public IReadOnlyList<EngineCopyRun>? CopyRuns { get; init; } = [];

    /// <summary>The lake's folder as a comment can hold it.</summary>
    public string Title => TerminalText.Escape(Origin.Lake);

    /// <summary>Full path of a table's folder.</summary>
    public string PathOf(string table) => Origin.Lake.TrimEnd('/') + "/" + table;

    /// <summary>Reads what is to be said of a snapshot.</summary>
    public static EngineLake Of(LakeFiles files, LakeSnapshot snapshot, LakeOrigin origin)
    {
        using var session = SqlSession.Open(files);
        return new EngineLake
        {
            Origin = origin,
            Columns = snapshot.Columns,
            OpenBatches = [.. snapshot.OpenBatches.Union(MixedBatches(session, files)).Order(StringComparer.Ordinal)],
            CopyRuns = ReadCopyRuns(session),
        };
    }

    // Files that hold rows of several batches: optimize makes them.
    static HashSet<string> MixedBatches(SqlSession session, LakeFiles files)
    {
        var batches = new HashSet<string>(StringComparer.Ordinal);
        foreach (var paths in new[] { files.MixedObjects, files.MixedRejects, files.MixedCopies })
        {
            if (paths is null or { Count: 0 })
            {
                continue;
            }

            var query = new LakeQuery($"SELECT DISTINCT \"batch\" FROM read_parquet({SqlText.List(paths)}, hive_partitioning = false)");
            batches.UnionWith(session.ReadAll(query, row => row.GetText(0) ?? ""));
        }

        batches.ExceptWith(files.Batches);
        return batches;
    }

    static List<EngineCopyRun>? ReadCopyRuns(SqlSession session)
    {
        var query = $"SELECT object, first, last, \"group\" FROM {LakeViews.CopyGroupsTable} ORDER BY 4, 1, 2 LIMIT {MostCopyRuns + 1}";
        var runs = session.ReadAll(
            LakeQuery.Over(LakeViews.CopyGroupsTable, query),
            row => new EngineCopyRun(row.GetText(0)!, row.GetInt64(1)!.Value, row.GetInt64(2)!.Value, row.GetInt64(3)!.Value));
        return runs.Count > MostCopyRuns ? null : runs;
    }
}
