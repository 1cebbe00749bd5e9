using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json;
using System.Text.RegularExpressions;
using TrailLake.Generator.Archives;
using Xunit;

namespace TrailLake.Tests.Generator;

public sealed class ArchiveGeneratorTests
{
    [Theory]
    [InlineData(GeneratorProfile.Org, 3000)]
    [InlineData(GeneratorProfile.Small, 3000)]
    [InlineData(GeneratorProfile.Wide, 3000)]
    public void Run_SameSeed_SameBytesWhateverTheThreads(object profileValue, long events)
    {
        var profile = (GeneratorProfile)profileValue;
        using var one = new GeneratedArchive(profile, events, seed: 5, threads: 1);
        using var three = new GeneratedArchive(profile, events, seed: 5, threads: 3);
        using var other = new GeneratedArchive(profile, events, seed: 6, threads: 1);

        Assert.Equal(one.Hash(), three.Hash());
        Assert.NotEqual(one.Hash(), other.Hash());
    }

    [Theory]
    [InlineData(GeneratorProfile.Org, 5000)]
    [InlineData(GeneratorProfile.Small, 5000)]
    [InlineData(GeneratorProfile.Whale, 2500)]
    [InlineData(GeneratorProfile.DataEvents, 5000)]
    [InlineData(GeneratorProfile.Wide, 5000)]
    public void Run_EveryProfile_RecordsEqualTheSummary(object profileValue, long events)
    {
        var profile = (GeneratorProfile)profileValue;
        using var archive = new GeneratedArchive(profile, events);
        var summary = archive.Summary;
        var records = archive.Records().ToList();

        Assert.Equal(events, summary.Events);
        Assert.Equal(events, records.Count);
        Assert.Equal(archive.Keys.Count, summary.Objects);
        Assert.Equal(events, records.Select(r => Text(r, "eventID")).Distinct().Count());
        Assert.Equal(Counts(records, r => $"{Text(r, "eventSource")}:{Text(r, "eventName")}"), Sorted(summary.EventsByName, k => k));
        Assert.Equal(Counts(records, r => Text(r, "recipientAccountId")), Sorted(summary.EventsByAccount, k => k));
        Assert.Equal(
            Counts(records, r => Text(r, "eventTime")[..10]),
            Sorted(summary.EventsByDay, d => d.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)));
        Assert.Equal(records.Count(r => r.TryGetProperty("errorCode", out _)), summary.Errors);
        Assert.Equal(records.Count(r => IsNull(r, "requestParameters")), summary.NullRequestParameters);
        Assert.Equal(records.Count(r => IsNull(r, "responseElements")), summary.NullResponseElements);
        Assert.Equal(records.Sum(r => r.GetRawText().Length) + events + (13 * summary.Objects), summary.JsonBytes);
    }

    [Fact]
    public void Run_Days_DeliveriesOfThatManyDays()
    {
        using var archive = new GeneratedArchive(GeneratorProfile.Org, 30_000, days: 400);

        var first = new DateOnly(2026, 3, 1);
        var days = archive.Keys.Select(key => DateOnly.ParseExact(string.Join('/', key.Split('/')[^4..^1]), "yyyy/MM/dd")).ToHashSet();
        Assert.Equal(30_000, archive.Records().Count());
        Assert.All(days, day => Assert.InRange(day, first, first.AddDays(399)));
        Assert.Contains(days, day => day > first.AddDays(365));
    }

    [Fact]
    public void Run_PartByPart_GivesTheSameObjects()
    {
        using var whole = new GeneratedArchive(GeneratorProfile.Org, 6_000, days: 30);
        var first = new DateOnly(2026, 3, 1);
        using var parts = new GeneratedArchive(GeneratorProfile.Org, 6_000, days: 30, to: first.AddDays(9));
        var some = parts.Keys.Count;
        Assert.InRange(some, 1, whole.Keys.Count - 1);
        parts.Add(first.AddDays(9), first.AddDays(10));
        parts.Add(first.AddDays(10), null);

        Assert.Equal(whole.Hash(), parts.Hash());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(GeneratorOptions.MostDays + 1)]
    public void Run_DaysOutOfRange_IsRefused(int days) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new GeneratedArchive(GeneratorProfile.Org, 1, days: days));

    [Fact]
    public void Run_AnyObject_KeyFollowsTheLayoutAndFitsItsRecords()
    {
        var pattern = new Regex(
            @"^AWSLogs/o-[a-z0-9]{10,32}/(?<acct>\d{12})/CloudTrail/(?<region>[a-z]{2,}(?:-[a-z]+)+-\d+)/(?<day>\d{4}/\d{2}/\d{2})/"
                + @"\k<acct>_CloudTrail_\k<region>_(?<time>\d{8}T\d{4}Z)_[A-Za-z0-9]{16}\.json\.gz$");
        using var archive = new GeneratedArchive(GeneratorProfile.Small, 5000);
        var earlierDay = 0;
        foreach (var (key, record) in GeneratedArchive.RecordsOf(archive.Folder))
        {
            var match = pattern.Match(key);
            Assert.True(match.Success, key);
            var delivered = DateTime.ParseExact(match.Groups["time"].Value, "yyyyMMdd'T'HHmm'Z'", CultureInfo.InvariantCulture);
            var time = DateTime.Parse(Text(record, "eventTime"), CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal);
            Assert.Equal(0, delivered.Minute % 5);
            Assert.Equal(match.Groups["day"].Value, delivered.ToString("yyyy'/'MM'/'dd", CultureInfo.InvariantCulture));
            Assert.InRange((delivered - time).TotalMinutes, 1, 9);
            Assert.Equal(match.Groups["acct"].Value, Text(record, "recipientAccountId"));
            Assert.Equal(match.Groups["region"].Value, Text(record, "awsRegion"));
            earlierDay += time.Date < delivered.Date ? 1 : 0;
        }

        Assert.InRange(earlierDay, 1, 500);
    }

    [Fact]
    public void Run_Duplicates_SecondTrailHoldsTheSameRecords()
    {
        using var archive = new GeneratedArchive(GeneratorProfile.Org, 10_000, duplicates: 0.3);
        var byTrail = GeneratedArchive.RecordsOf(archive.Folder).ToLookup(
            r => r.Key.StartsWith("AWSLogs/", StringComparison.Ordinal), r => r.Record.GetRawText());

        Assert.Equal(10_000, byTrail[true].Count());
        Assert.Equal(archive.Summary.DuplicateEvents, byTrail[false].Count());
        Assert.InRange(archive.Summary.DuplicateEvents, 1000, 6000);
        Assert.Empty(byTrail[false].Except(byTrail[true]));
    }

    [Theory]
    [InlineData(GeneratorProfile.Org, 2)]
    [InlineData(GeneratorProfile.Small, 3)]
    public void Run_Trails_EachHoldsTheSameRecordsInOtherObjects(object profileValue, int trails)
    {
        var profile = (GeneratorProfile)profileValue;
        using var one = new GeneratedArchive(profile, 6_000);
        using var archive = new GeneratedArchive(profile, 6_000, trails: trails, threads: 1);
        using var again = new GeneratedArchive(profile, 6_000, trails: trails, threads: 3);
        Assert.Equal(archive.Hash(), again.Hash());
        Assert.Equal((one.Summary.Events, 6_000L * (trails - 1)), (archive.Summary.Events, archive.Summary.DuplicateEvents));
        Assert.Equal(one.Summary.EventsByName.OrderBy(pair => pair.Key), archive.Summary.EventsByName.OrderBy(pair => pair.Key));
        Assert.Equal(one.Summary.EventsByDay.OrderBy(pair => pair.Key), archive.Summary.EventsByDay.OrderBy(pair => pair.Key));

        var byTrail = GeneratedArchive.RecordsOf(archive.Folder).ToLookup(
            r => r.Key[..r.Key.IndexOf("AWSLogs/", StringComparison.Ordinal)], r => (r.Key, Text: r.Record.GetRawText()));
        Assert.Equal(
            ["", .. Enumerable.Range(2, trails - 1).Select(i => $"trail-{i}/")],
            byTrail.Select(trail => trail.Key).Order(StringComparer.Ordinal));
        var records = one.Records().Select(record => record.GetRawText()).Order(StringComparer.Ordinal).ToList();
        foreach (var trail in byTrail)
        {
            Assert.Equal(records, trail.Select(record => record.Text).Order(StringComparer.Ordinal));
        }

        // Their objects are others: more of them, of other lengths.
        var lengths =
            byTrail.Select(trail => string.Join(' ', trail.GroupBy(record => record.Key).Select(item => item.Count()).Order())).ToList();
        Assert.Equal(trails, lengths.Distinct().Count());
        Assert.Equal(archive.Summary.Objects, archive.Keys.Count);
        Assert.True(archive.Keys.Count > one.Keys.Count * trails);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(GeneratorOptions.MostTrails + 1)]
    public void Run_TrailsOutOfRange_IsRefused(int trails) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new GeneratedArchive(GeneratorProfile.Org, 1, trails: trails));

    [Theory]
    [InlineData(GeneratorProfile.Org)]
    [InlineData(GeneratorProfile.Small)]
    public void Run_RoleSession_WasIssuedByAnEarlierCall(object profileValue)
    {
        var profile = (GeneratorProfile)profileValue;
        using var archive = new GeneratedArchive(profile, 20_000);
        var records = archive.Records().ToList();
        var issued = records
            .Where(r => Text(r, "eventName").StartsWith("AssumeRole", StringComparison.Ordinal)
                && r.GetProperty("responseElements").ValueKind == JsonValueKind.Object)
            .ToDictionary(
                r => Text(r.GetProperty("responseElements").GetProperty("credentials"), "accessKeyId"), r => Text(r, "eventTime"));
        var sessions = records.Where(
            r => r.GetProperty("userIdentity").TryGetProperty("type", out var type) && type.GetString() == "AssumedRole").ToList();

        Assert.InRange(sessions.Count, 10_000, 14_000);
        Assert.All(sessions, r =>
        {
            var identity = r.GetProperty("userIdentity");
            Assert.True(string.CompareOrdinal(issued[Text(identity, "accessKeyId")], Text(r, "eventTime")) < 0);
            Assert.Equal(
                issued[Text(identity, "accessKeyId")],
                Text(identity.GetProperty("sessionContext").GetProperty("attributes"), "creationDate"));
        });
    }

    static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;

    static bool IsNull(JsonElement record, string name) => record.GetProperty(name).ValueKind == JsonValueKind.Null;

    static SortedDictionary<string, long> Counts(IEnumerable<JsonElement> records, Func<JsonElement, string> key) =>
        new(records.GroupBy(key).ToDictionary(g => g.Key, g => g.LongCount()), StringComparer.Ordinal);

    static SortedDictionary<string, long> Sorted<T>(IReadOnlyDictionary<T, long> counts, Func<T, string> key)
        where T : notnull => new(counts.ToDictionary(c => key(c.Key), c => c.Value), StringComparer.Ordinal);
}
