using System.Linq;
using TrailLake.Answers.Coverage;
using Xunit;

namespace TrailLake.Tests.Coverage;

public sealed class CoverageHourTableTests
{
    [Fact]
    public void HoursOfAnyTimeComeInOrderAndOfOneHourAddUp()
    {
        // Before 1970, and on both sides of a page's edge.
        long[] numbers = [492_311, -1, 24, 23, 0, -24, -25, 70_389_527, -8_616_000, 492_312, 23, -1];
        var table = new CoverageHourTable();
        foreach (var number in numbers)
        {
            table.Add(new CoverageHour(number, 1, number + 1, 2));
        }

        Assert.Equal(
            numbers.GroupBy(number => number).OrderBy(group => group.Key)
                .Select(group => new CoverageHour(group.Key, group.Count(), group.Sum(number => number + 1), 2 * group.Count())),
            table.ToList());
    }

    [Fact]
    public void AnEmptyTableHasNoHours() => Assert.Empty(new CoverageHourTable().ToList());
}
