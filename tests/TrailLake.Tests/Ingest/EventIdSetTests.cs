using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using TrailLake.Tables;
using Xunit;

namespace TrailLake.Tests.Ingest;

/// <summary>Copies are told from conflicts, and where the kept record came from is known.</summary>
public sealed class EventIdSetTests
{
    [Fact]
    public void Add_TellsCopiesFromConflicts_AndWhereTheKeptOneCameFrom()
    {
        var random = new Random(1);
        var set = new EventIdSet();
        int[] objects = [.. Enumerable.Range(0, 5).Select(i => set.EnterObject($"object-{i}"))];
        var kept = new Dictionary<(ulong, long), RecordLocation>();
        var ids = new HashSet<ulong>();
        for (int i = 0; i < 30_000; i++)
        {
            // Few of each, so that all of them come again; 0 stands for no id, where only the record counts.
            int number = random.Next(300);
            ulong id = (ulong)number * 0x9E3779B97F4A7C15;
            long record = ((random.Next(40) - 20) * 300) + number;
            var place = new RecordLocation(objects[random.Next(objects.Length)], i);
            var verdict = set.Add(new EventIdentity(id, record), place, out var before);
            var key = (id, record);
            if (kept.TryGetValue(key, out var expected))
            {
                Assert.Equal(EventIdMatch.Copy, verdict);
                Assert.Equal(expected, before);
                continue;
            }

            Assert.Equal(id != 0 && ids.Contains(id) ? EventIdMatch.Conflict : EventIdMatch.New, verdict);
            kept.Add(key, place);
            ids.Add(id);
            Assert.True(set.Contains(new EventIdentity(id, record)));
            Assert.True(set.Holds(new EventIdentity(id, record)));
        }

        Assert.False(set.Contains(new EventIdentity(77, 1)));
        Assert.False(set.Holds(new EventIdentity(0, 1_000_000)));
        Assert.Equal("object-3", set.ObjectOf(objects[3]));
    }

    [Fact]
    public void OneIdForAMillionRecords_IsNoSearch()
    {
        // With a search through all of them this would take an hour.
        var set = new EventIdSet();
        int number = set.EnterObject("o");
        for (int i = 0; i < 1_000_000; i++)
        {
            var verdict = set.Add(new EventIdentity(5, i), new RecordLocation(number, i), out _);
            Assert.Equal(i == 0 ? EventIdMatch.New : EventIdMatch.Conflict, verdict);
        }

        Assert.Equal(EventIdMatch.Copy, set.Add(new EventIdentity(5, 999_999), new RecordLocation(number, 0), out var kept));
        Assert.Equal(999_999, kept.Index);
    }

    [Fact]
    public void ManyThreads_KeepOneOfEach()
    {
        var set = new EventIdSet();
        int[] added = new int[4];
        Parallel.For(0, added.Length, thread =>
        {
            int number = set.EnterObject($"o{thread}");
            for (int i = 0; i < 20_000; i++)
            {
                ulong id = (ulong)(i + 1) * 0x9E3779B97F4A7C15;
                added[thread] += set.Add(new EventIdentity(id, i), new RecordLocation(number, i), out _) == EventIdMatch.New ? 1 : 0;
            }
        });
        Assert.Equal(20_000, added.Sum());
    }

    [Fact]
    public void AnEmptySet_HoldsNearlyNothing()
    {
        var set = new EventIdSet();
        Assert.False(set.Contains(new EventIdentity(1, 1)));
        Assert.Equal(0, set.MemoryHeld);
    }
}
