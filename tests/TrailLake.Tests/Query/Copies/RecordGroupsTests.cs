using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using TrailLake.Query.Copies;
using TrailLake.Tables;
using Xunit;

namespace TrailLake.Tests.Query.Copies;

/// <summary>Records that copies link, in groups, compared with a judge that goes record by record.</summary>
public sealed class RecordGroupsTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Of_RandomLinks_GroupsTheRecordsThatTheJudgeDoes(int seed)
    {
        var random = new Random(seed);
        for (int round = 0; round < 150; round++)
        {
            // Few objects and many links: chains, rings, an object with itself, runs that overlap in part.
            int objects = random.Next(1, 6);
            var links = Enumerable.Range(0, random.Next(1, 14)).Select(_ => new CopyLink(
                random.Next(objects), random.Next(30), random.Next(objects), random.Next(30), random.Next(3) == 0 ? 1 : random.Next(1, 12)))
                    .ToList();
            var judge = new EventJudge(links.Select(Row));
            var runs = RecordGroups.Of(links);

            var groups = runs.ToLookup(run => run.Group);
            var found = new Dictionary<(string, long), List<(string, long)>>();
            foreach (var run in runs)
            {
                for (long record = run.First; record <= run.Last; record++)
                {
                    found.Add(
                        (Name(run.Object), record),
                        [.. groups[run.Group].Select(other => (Name(other.Object), other.First + record - run.First)).Order()]);
                }
            }

            Assert.All(groups, group => Assert.Single(group.Select(run => run.Last - run.First).Distinct()));
            for (int item = 0; item < objects; item++)
            {
                for (long record = 0; record < 45; record++)
                {
                    var expected = judge.Of(Name(item), record);
                    Assert.Equal(expected, found.GetValueOrDefault((Name(item), record)) ?? [(Name(item), record)]);
                }
            }
        }
    }

    [Fact]
    public void Of_OneRecordThatComesVeryOften_TakesNoLonger()
    {
        // Each is linked with the first, and so with all others: to pair them would be ten thousand million pairs.
        var watch = Stopwatch.StartNew();
        var runs = RecordGroups.Of([.. Enumerable.Range(1, 100_000).Select(i => new CopyLink(0, i, 0, 0, 1))]);
        Assert.Equal(100_001, runs.Count);
        Assert.Single(runs.Select(run => run.Group).Distinct());
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(20));
    }

    [Fact]
    public void Of_LongRuns_IsNotDoneRecordByRecord()
    {
        var runs = RecordGroups.Of([new CopyLink(0, 0, 1, 1L << 40, 1L << 50), new CopyLink(2, 5, 0, 1L << 49, 3)]);
        Assert.Equal(7, runs.Count);
        Assert.Equal(3, runs.Select(run => run.Group).Distinct().Count());
    }

    static CopyRow Row(CopyLink link) => new()
    {
        CopyObject = Name(link.Copy),
        CopyIndex = link.CopyFirst,
        KeptObject = Name(link.Kept),
        KeptIndex = link.KeptFirst,
        Records = link.Records,
        Batch = "",
    };

    static string Name(int item) => "o" + item;
}
