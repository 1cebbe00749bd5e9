using System;
using System.Collections.Generic;
using TrailLake.Tables;
using Xunit;

namespace TrailLake.Tests.Lake;

public sealed class ObjectIndexTests
{
    [Fact]
    public void IsDone_OfRandomObjects_AgreesWithASet()
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        var index = new ObjectIndex();
        var set = new HashSet<(string, string)>();
        for (int i = 0; i < 50_000; i++)
        {
            var pair = ($"s3://bucket/{random.Next(20_000)}", $"{random.Next(2)}");
            Assert.True(set.Contains(pair) == index.IsDone(pair.Item1, pair.Item2), $"seed {seed}");
            if (random.Next(2) == 0)
            {
                index.Add(pair.Item1, pair.Item2);
                set.Add(pair);
            }
        }

        Assert.Equal(set.Count, index.Count);
    }

    [Fact]
    public void Add_OfAnUnreadableObject_DoesNotMakeItDone()
    {
        var index = new ObjectIndex();
        index.Add("a", "e", ObjectState.Unreadable);
        Assert.False(index.IsDone("a", "e"));
        index.Add("a", "e", ObjectState.Damaged);
        Assert.True(index.IsDone("a", "e"));
    }

    [Fact]
    public void IsDone_TellsUriAndETagApart()
    {
        var index = new ObjectIndex();
        index.Add("ab", "c");
        Assert.False(index.IsDone("a", "bc"));
    }

    [Fact]
    public void Add_OfAMillionObjects_TakesFewBytesEach()
    {
        var index = new ObjectIndex();
        for (int i = 0; i < 1_000_000; i++)
        {
            index.Add($"s3://bucket/AWSLogs/{i}", "e");
        }

        Assert.InRange(index.Bytes / (double)index.Count, 16, 26);
    }
}
