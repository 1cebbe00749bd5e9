using System;
using System.Linq;
using TrailLake.Schema;
using Xunit;

namespace TrailLake.Tests.Schema;

public sealed class CloudTrailSchemaTests
{
    [Fact]
    public void Leaves_HaveTheIndexOfTheirFieldId()
    {
        Assert.Equal(Enum.GetValues<FieldId>(), CloudTrailSchema.Leaves.Select(leaf => leaf.Id));
    }

    [Fact]
    public void Paths_AreUniqueWithoutRegardToCase()
    {
        var paths = CloudTrailSchema.Leaves.Select(leaf => leaf.Path).ToList();
        Assert.Equal(paths.Count, paths.Distinct(StringComparer.OrdinalIgnoreCase).Count());
    }

    [Fact]
    public void Nodes_CoverAllLeavesInOrder()
    {
        int next = 0;
        foreach (var node in CloudTrailSchema.Nodes)
        {
            Assert.Equal(next, node.FirstLeaf);
            next += node.LeafCount;
        }

        Assert.Equal(CloudTrailSchema.Leaves.Length, next);
    }

    [Theory]
    [InlineData(FieldId.EventName, 1, 0)]
    [InlineData(FieldId.UserArn, 2, 0)]
    [InlineData(FieldId.IssuerArn, 4, 0)]
    [InlineData(FieldId.ResourceArn, 3, 1)]
    public void Levels_FollowTheNesting(object idValue, int definition, int repetition)
    {
        var id = (FieldId)idValue;
        var leaf = CloudTrailSchema.Leaves[(int)id];
        Assert.Equal((definition, repetition), (leaf.MaxDefinition, leaf.MaxRepetition));
    }
}
