using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using TrailLake.Query.Entities;

namespace TrailLake.Query.Principals;

/// <summary>What a principal did: when, from where, with what, and which calls deserve a look.</summary>
public sealed record PrincipalReport
{
    static readonly Dimension[] s_dimensions =
    [
        Dimension.Principal, Dimension.Type, Dimension.Account, Dimension.Address, Dimension.Agent, Dimension.Region, Dimension.Key,
        Dimension.Mfa, Dimension.Service, Dimension.Call, Dimension.Day, Dimension.Hour,
    ];

    /// <summary>The counts by each dimension.</summary>
    public required IReadOnlyDictionary<Dimension, IReadOnlyList<EventCount>> Counts { get; init; }

    /// <summary>Every call, the riskiest first, then those that succeeded most often.</summary>
    public required IReadOnlyList<RiskyCall> Calls { get; init; }

    /// <summary>Events in all.</summary>
    public long Events => Counts[Dimension.Day].Sum(count => count.Events);

    /// <summary>Calls that a policy refused.</summary>
    public long Denied => Counts[Dimension.Day].Sum(count => count.Denied);

    /// <summary>Calls that did not take effect, the denied included.</summary>
    public long Failed => Counts[Dimension.Day].Sum(count => count.Failed);

    /// <summary>First event.</summary>
    public DateTime? First => Counts[Dimension.Day].Min(count => count.First);

    /// <summary>Last event.</summary>
    public DateTime? Last => Counts[Dimension.Day].Max(count => count.Last);

    /// <summary>Reads the report of the calls that an entity made.</summary>
    public static PrincipalReport Read(LakeSession session, Entity entity, CancellationToken cancellation = default)
    {
        var from = session.Search.From(EntityFilter.EventsBy(entity, session, cancellation));
        var counts = EventCounts.Read(session, from, s_dimensions, cancellation);
        session.LogContributing(from, cancellation);
        return new PrincipalReport { Counts = counts, Calls = [.. Order(counts[Dimension.Call].Select(Call))] };
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
        return new RiskyCall(source.Split('.')[0], name, RiskTable.Of(source, name), count);
    }
}
