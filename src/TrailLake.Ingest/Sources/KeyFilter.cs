using System.Collections.Frozen;
using TrailLake.Ingest.Archives;

namespace TrailLake.Ingest.Sources;

/// <summary>Judges keys, whose day is that of delivery, by a <see cref="SourceFilter"/>. What a key does not say is wanted.</summary>
sealed class KeyFilter
{
    readonly FrozenSet<string> _accounts;
    readonly FrozenSet<string> _regions;

    /// <summary>Makes the filter ready.</summary>
    public KeyFilter(SourceFilter filter)
    {
        _accounts = filter.Accounts.ToFrozenSet(StringComparer.Ordinal);
        _regions = filter.Regions.ToFrozenSet(StringComparer.Ordinal);
        FirstDay = filter.From is { } from ? DateOnly.FromDateTime(from) : DateOnly.MinValue;
        LastDay = DateOnly.MaxValue;
        if (filter.To is { } to && DateTime.MaxValue - to > filter.Slack)
        {
            // To is the first instant that is not wanted: midnight belongs to the day before.
            var last = to + filter.Slack;
            LastDay = DateOnly.FromDateTime(last.Ticks == 0 ? last : last.AddTicks(-1));
        }
    }

    /// <summary>First delivery day that may hold wanted events.</summary>
    public DateOnly FirstDay { get; }

    /// <summary>Last delivery day that may hold wanted events.</summary>
    public DateOnly LastDay { get; }

    /// <summary>Whether an object is wanted. What the key says nothing about always is.</summary>
    public bool Wants(ArchiveKey key) =>
        key.Kind == ArchiveKind.Unknown || (WantsAccount(key.Account) && WantsRegion(key.Region) && WantsDay(key.Day));

    /// <summary>Whether an account is wanted; an unknown one is.</summary>
    public bool WantsAccount(string? account) => account is null || _accounts.Count == 0 || _accounts.Contains(account);

    /// <summary>Whether a region is wanted; an unknown one is.</summary>
    public bool WantsRegion(string? region) => region is null || _regions.Count == 0 || _regions.Contains(region);

    /// <summary>Whether a delivery day is wanted; an unknown one is.</summary>
    public bool WantsDay(DateOnly? day) => day is not { } d || (d >= FirstDay && d <= LastDay);
}
