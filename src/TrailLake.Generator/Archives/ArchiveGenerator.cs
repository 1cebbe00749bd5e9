using System.Diagnostics;
using TrailLake.Generator.Planning;
using TrailLake.Generator.Population;
using TrailLake.Generator.Records;
using TrailLake.Generator.Shapes;

namespace TrailLake.Generator.Archives;

/// <summary>
/// Writes a CloudTrail archive in the true S3 layout from a seed. Every object depends on the options and its number alone, not on the
/// number of workers. Role sessions have the call that issued them in the archive.
/// </summary>
static class ArchiveGenerator
{
    /// <summary>Writes the archive and says what is in it.</summary>
    /// <param name="progress">Told the number of events written, now and then, from any worker.</param>
    public static GeneratedSummary Run(GeneratorOptions options, IProgress<long>? progress = null, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        var settings = SettingsOf(options.Profile);
        if (options.Days is { } days)
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(days, nameof(options));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(days, GeneratorOptions.MostDays, nameof(options));
            settings = settings with { Days = days };
        }

        return Run(options, settings, progress, cancel);
    }

    internal static GeneratedSummary Run(
        GeneratorOptions options, ProfileSettings settings, IProgress<long>? progress, CancellationToken cancel)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.Events);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.Threads);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.Trails);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.Trails, GeneratorOptions.MostTrails);
        var watch = Stopwatch.StartNew();

        // Ten times the events come from three times the principals and resources.
        var scale = Math.Clamp(Math.Sqrt(options.Events / 1e6), 0.5, 10);
        var organization = new Organization(options.Seed, settings.Accounts, settings.Regions, scale);
        var catalogue = new CallCatalogue(organization.PoolNames, settings.DataWeight);
        var plan = new ArchivePlan(options.Seed, options.Events, options.FirstDay, settings);
        var tallies = Enumerable.Range(0, options.Threads)
            .Select(_ => new RecordCounts(catalogue.Shapes.Count, settings.Accounts, settings.Days))
            .ToArray();

        long next = -1;
        long written = 0;
        Parallel.ForEach(tallies, new ParallelOptions { MaxDegreeOfParallelism = options.Threads, CancellationToken = cancel }, tally =>
        {
            var writer = new ArchiveObjectWriter(options, organization, catalogue, tally);
            for (var number = Interlocked.Increment(ref next); number < plan.Objects; number = Interlocked.Increment(ref next))
            {
                cancel.ThrowIfCancellationRequested();
                var planned = plan[number];
                if (IsWanted(planned.Delivered, options))
                {
                    writer.Write(in planned);
                    progress?.Report(Interlocked.Add(ref written, planned.Events));
                }
            }
        });
        return Summarize(tallies, organization, catalogue, options.FirstDay, watch.Elapsed);
    }

    static ProfileSettings SettingsOf(GeneratorProfile profile) => profile switch
    {
        GeneratorProfile.Org => new(5, 4, 30, 500, ObjectSizeSpread.AroundMean),
        GeneratorProfile.Small => new(5, 4, 30, 6.95, ObjectSizeSpread.ManySmall),
        GeneratorProfile.Whale => new(2, 2, 2, 100_000, ObjectSizeSpread.Equal),
        GeneratorProfile.DataEvents => new(5, 4, 30, 2_000, ObjectSizeSpread.AroundMean, 8),
        GeneratorProfile.Wide => new(60, 6, 60, 12, ObjectSizeSpread.ManySmall),
        _ => throw new ArgumentOutOfRangeException(nameof(profile), profile, "unknown profile"),
    };

    static bool IsWanted(long delivered, GeneratorOptions options)
    {
        var day = DateOnly.FromDateTime(DateTimeOffset.FromUnixTimeSeconds(delivered).UtcDateTime);
        return !(day < options.WriteFrom || day >= options.WriteTo);
    }

    static GeneratedSummary Summarize(
        RecordCounts[] tallies,
        Organization organization,
        CallCatalogue catalogue,
        DateOnly firstDay,
        TimeSpan elapsed) => new()
        {
            Events = tallies.Sum(t => t.Events),
            DuplicateEvents = tallies.Sum(t => t.DuplicateEvents),
            Objects = tallies.Sum(t => t.Objects),
            JsonBytes = tallies.Sum(t => t.JsonBytes),
            GzipBytes = tallies.Sum(t => t.GzipBytes),
            Errors = tallies.Sum(t => t.Errors),
            NullRequestParameters = tallies.Sum(t => t.NullRequests),
            NullResponseElements = tallies.Sum(t => t.NullResponses),
            Elapsed = elapsed,
            EventsByName = Collect(catalogue.Shapes, s => $"{s.Source}:{s.Name}", i => tallies.Sum(t => t.ByShape[i])),
            EventsByAccount = Collect(organization.Accounts, a => a.Id, i => tallies.Sum(t => t.ByAccount[i])),
            EventsByDay = Collect(tallies[0].ByDay, (_, i) => firstDay.AddDays(i - 1), i => tallies.Sum(t => t.ByDay[i])),
        };

    static Dictionary<string, long> Collect<T>(IEnumerable<T> items, Func<T, string> name, Func<int, long> count) =>
        Collect(items, (item, _) => name(item), count);

    static Dictionary<TKey, long> Collect<T, TKey>(IEnumerable<T> items, Func<T, int, TKey> name, Func<int, long> count)
        where TKey : notnull =>
        items.Select((item, i) => (Name: name(item, i), Count: count(i)))
            .Where(e => e.Count > 0)
            .GroupBy(e => e.Name)
            .ToDictionary(g => g.Key, g => g.Sum(e => e.Count));
}
