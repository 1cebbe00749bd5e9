using System;
using System.Collections.Generic;
using System.Linq;
using TrailLake.Store;
using TrailLake.Tables;
using Xunit;

namespace TrailLake.Tests.Lake;

public sealed class CopyRunBuilderTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("a0k5", "a0k5x1")]
    [InlineData("a0k5 a1k6 a2k7", "a0k5x3")]
    [InlineData("a0k5 a1k7", "a0k5x1 a1k7x1")]
    [InlineData("a0k5 a2k6", "a0k5x1 a2k6x1")]
    [InlineData("a0k5 a1l6", "a0k5x1 a1l6x1")]
    [InlineData("a0k5 b1k6", "a0k5x1 b1k6x1")]
    [InlineData("a0k5 a1k5 a2k5", "a0k5x1 a1k5x1 a2k5x1")]
    [InlineData("a3k4 a2k3", "a3k4x1 a2k3x1")]
    [InlineData("a0k0 a1k1 b0a0 b1a1 b2k2", "a0k0x2 b0a0x2 b2k2x1")]
    public void Add_JoinsNeighboursThatFollowOnBothSides(string copies, string expected)
    {
        var rows = new List<CopyRow>();
        var run = new CopyRunBuilder(rows.Add, "batch");
        foreach (var copy in copies.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            run.Add(copy[0].ToString(), copy[1] - '0', copy[2].ToString(), copy[3] - '0');
        }

        run.Flush();
        run.Flush();
        Assert.Equal(
            expected,
            string.Join(' ', rows.Select(row => $"{row.CopyObject}{row.CopyIndex}{row.KeptObject}{row.KeptIndex}x{row.Records}")));
        Assert.All(rows, row => Assert.Equal("batch", row.Batch));
    }

    [Fact]
    public void Add_OfRandomCopies_SaysTheSameRecordByRecord()
    {
        var random = new Random(7);
        for (int round = 0; round < 200; round++)
        {
            var rows = new List<CopyRow>();
            var run = new CopyRunBuilder(rows.Add, "");
            var added = new List<(string, long, string, long)>();
            for (int i = 0; i < 50; i++)
            {
                var copy = ("c" + (i / 20), (long)i, "k" + (i / 7 % random.Next(1, 3)), (long)(i + (random.Next(5) / 4)));
                added.Add(copy);
                run.Add(copy.Item1, copy.Item2, copy.Item3, copy.Item4);
            }

            run.Flush();
            Assert.Equal(added, rows.SelectMany(row =>
                Enumerable.Range(0, (int)row.Records).Select(i => (row.CopyObject, row.CopyIndex + i, row.KeptObject, row.KeptIndex + i))));
            Assert.True(rows.Zip(rows.Skip(1))
                .All(pair => pair.First.CopyObject != pair.Second.CopyObject || pair.First.KeptObject != pair.Second.KeptObject
                || pair.First.CopyIndex + pair.First.Records != pair.Second.CopyIndex
                || pair.First.KeptIndex + pair.First.Records != pair.Second.KeptIndex));
        }
    }
}
