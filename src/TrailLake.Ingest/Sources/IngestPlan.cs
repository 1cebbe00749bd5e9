using TrailLake.Ingest.Archives;

namespace TrailLake.Ingest.Sources;

/// <summary>What an ingest would read.</summary>
/// <param name="Groups">By account, region and kind, in that order; kinds that would be left alone are in it too.</param>
/// <param name="Problems">What could not be listed.</param>
sealed record IngestPlan(IReadOnlyList<PlannedGroup> Groups, IReadOnlyList<SourceProblem> Problems)
{
    /// <summary>True when all of the source could be listed, and nothing that may hold records was passed over.</summary>
    public bool IsWhole => Problems.All(problem => problem.IsHarmless);

    /// <summary>Lists a source without reading its objects.</summary>
    public static async Task<IngestPlan> ReadAsync(ILogSource source, SourceFilter filter, CancellationToken cancellation = default)
    {
        var groups = new Dictionary<(string?, string?, ArchiveKind), PlannedGroup>();
        var problems = new List<SourceProblem>();
        await foreach (var (item, problem) in source.ListAsync(filter, cancellation).ConfigureAwait(false))
        {
            if (item is null)
            {
                problems.Add(problem!);
                continue;
            }

            var key = (item.Key.Account, item.Key.Region, item.Key.Kind);
            var group = groups.GetValueOrDefault(key) ?? new PlannedGroup(item.Key.Account, item.Key.Region, item.Key.Kind, 0, 0);
            groups[key] = group with { Objects = group.Objects + 1, Bytes = group.Bytes + Math.Max(0, item.Size) };
        }

        var ordered = groups.Values
            .OrderBy(group => group.Account, StringComparer.Ordinal).ThenBy(group => group.Region, StringComparer.Ordinal)
            .ThenBy(group => group.Kind);
        return new IngestPlan([.. ordered], problems);
    }
}
