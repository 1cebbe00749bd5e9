using TrailLake.Ingest.Sources;

namespace TrailLake.Digests;

/// <summary>The report of a verification.</summary>
sealed class DigestVerificationReport
{
    readonly SortedDictionary<TrailId, SortedDictionary<(DigestVerdictKind Kind, DigestState State), long>> _trails = [];
    readonly List<SourceProblem> _problems = [];

    /// <summary>Verdicts of each chain, by kind and state. Log files that no digest names stand under a trail without a name.</summary>
    public IReadOnlyDictionary<TrailId, SortedDictionary<(DigestVerdictKind Kind, DigestState State), long>> Trails => _trails;

    /// <summary>What could not be listed or read beside digests and log files.</summary>
    public IReadOnlyList<SourceProblem> Problems => _problems;

    /// <summary>The first digest that is none: its content is not what a digest holds. Null when there is no such.</summary>
    public DigestVerdict? FirstMalformed { get; private set; }

    /// <summary>Number of such digests.</summary>
    public long Malformed { get; private set; }

    /// <summary>True when everything is proven and nothing is missing.</summary>
    public bool IsValid => _problems.All(problem => problem.IsHarmless)
        && _trails.Values.All(states => states.Keys.All(key => key.State == DigestState.Valid));

    /// <summary>Number of verdicts of a kind and state, over all chains.</summary>
    public long Count(DigestVerdictKind kind, DigestState state) => _trails.Values.Sum(states => states.GetValueOrDefault((kind, state)));

    /// <summary>Number of digests met or missed.</summary>
    public long Digests => _trails.Values.Sum(states =>
        states.Where(pair => pair.Key.Kind is DigestVerdictKind.Digest or DigestVerdictKind.BackfillDigest).Sum(pair => pair.Value));

    internal void Add(DigestVerdict verdict)
    {
        if (!_trails.TryGetValue(verdict.Trail, out var states))
        {
            _trails.Add(verdict.Trail, states = []);
        }

        states[(verdict.Kind, verdict.State)] = states.GetValueOrDefault((verdict.Kind, verdict.State)) + 1;
        if (verdict is { State: DigestState.Malformed, Kind: DigestVerdictKind.Digest or DigestVerdictKind.BackfillDigest })
        {
            FirstMalformed ??= verdict;
            Malformed++;
        }
    }

    internal void Add(SourceProblem problem) => _problems.Add(problem);
}
