using TrailLake.Query.Entities;
using TrailLake.Query.Search;
using TrailLake.Query.Session;

namespace TrailLake.Answers.Principals;

/// <summary>What a principal did: when, from where, with what, and which calls deserve a look.</summary>
public sealed record PrincipalReport
{
    static readonly CountDimension[] s_dimensions =
    [
        CountDimension.Principal, CountDimension.Type, CountDimension.Account, CountDimension.Address, CountDimension.Agent,
        CountDimension.Region, CountDimension.Key,
        CountDimension.Mfa, CountDimension.Service, CountDimension.Call, CountDimension.Day, CountDimension.Hour,
    ];

    /// <summary>The counts by each dimension.</summary>
    public required IReadOnlyDictionary<CountDimension, IReadOnlyList<EventCount>> Counts { get; init; }

    /// <summary>Every call, the riskiest first, then those that succeeded most often.</summary>
    public required IReadOnlyList<RiskyCall> Calls { get; init; }

    /// <summary>Events in all.</summary>
    public long Events => Counts[CountDimension.Day].Sum(count => count.Events);

    /// <summary>Calls that a policy refused.</summary>
    public long Denied => Counts[CountDimension.Day].Sum(count => count.Denied);

    /// <summary>Calls that did not take effect, the denied included.</summary>
    public long Failed => Counts[CountDimension.Day].Sum(count => count.Failed);

    /// <summary>First event.</summary>
    public DateTime? First => Counts[CountDimension.Day].Min(count => count.First);

    /// <summary>Last event.</summary>
    public DateTime? Last => Counts[CountDimension.Day].Max(count => count.Last);

    /// <summary>Reads the report of the calls that an entity made.</summary>
    internal static PrincipalReport Read(SqlSession session, Entity entity, CancellationToken cancellation = default)
    {
        var from = session.Search.From(EntityFilter.EventsBy(entity, session, cancellation));
        var counts = EventCounts.Read(session, from, s_dimensions, cancellation);
        session.LogContributing(from, cancellation);
        return new PrincipalReport { Counts = counts, Calls = [.. Order(counts[CountDimension.Call].Select(Call))] };
    }

    internal static IOrderedEnumerable<RiskyCall> Order(IEnumerable<RiskyCall> calls) => calls
        .OrderByDescending(call => call.Risk?.Score ?? 0)
        .ThenByDescending(call => call.Count.Events - call.Count.Failed)
        .ThenByDescending(call => call.Count.Events)
        .ThenBy(call => call.EventName, StringComparer.Ordinal)
        .ThenBy(call => call.Service, StringComparer.Ordinal);

    static RiskyCall Call(EventCount count)
    {
        var slash = count.Value.IndexOf('/', StringComparison.Ordinal);
        var (source, name) = (count.Value[..slash], count.Value[(slash + 1)..]);
        return new RiskyCall(source.Split('.')[0], name, CallRiskTable.Of(source, name), count);
    }
}
