using System;
using System.Linq;
using TrailLake.Answers.Coverage;
using Xunit;

namespace TrailLake.Tests.Coverage;

/// <summary>What counts as a gap: series are invented with their rhythm, then hours are taken out.</summary>
public sealed class GapFinderTests
{
    // A Monday.
    const long Start = 490_992;
    const int Day = 24;

    static CoverageSeries Series(string region, int hours, Func<int, int> objects, string account = "111122223333") => new(
        account,
        region,
        [.. Enumerable.Range(0, hours).Select(i => new CoverageHour(Start + i, objects(i), objects(i) * 10L))
            .Where(hour => hour.Objects > 0)]);

    static (long, long, string) Shape(CoverageFinding finding) =>
        (CoverageHour.NumberOf(finding.From) - Start, CoverageHour.NumberOf(finding.To) - Start, finding.Certainty);

    [Fact]
    public void Start_IsAMonday() => Assert.Equal(DayOfWeek.Monday, CoverageHour.StartOf(Start).DayOfWeek);

    [Fact]
    public void OneHourOfABusyRegion_IsASureGap()
    {
        var finding = Assert.Single(GapFinder.Find([Series("eu-west-1", 14 * Day, i => i == 100 ? 0 : 12)]));
        Assert.Equal((CoverageFindingKind.Gap, "111122223333", "eu-west-1"), (finding.Kind, finding.Account, finding.Region));
        Assert.Equal((100L, 101L, "sure"), Shape(finding));
    }

    [Fact]
    public void CompleteSeries_HasNoGap() => Assert.Empty(GapFinder.Find([Series("eu-west-1", 30 * Day, _ => 3)]));

    [Theory]
    [InlineData(0.01)]
    [InlineData(0.05)]
    [InlineData(0.3)]
    public void QuietRegion_WhoseHoursAreEmptyByChance_IsRarelySaidToHaveGaps(double rate)
    {
        var found = 0;
        for (var seed = 0; seed < 40; seed++)
        {
            var random = new Random(seed);
            found += GapFinder.Find([Series("sa-east-1", 60 * Day, _ => random.NextDouble() < rate ? 1 : 0)])
                .Count(finding => finding.IsMissing) > 0 ? 1 : 0;
        }

        Assert.True(found <= 3, $"{found} of 40 complete series were said to have gaps");
    }

    [Fact]
    public void NightsAndWeekends_AreRhythm_AndALostMorningIsNot()
    {
        static bool IsOfficeHour(int i) => i / Day % 7 < 5 && i % Day is >= 8 and < 18;
        Assert.Empty(GapFinder.Find([Series("eu-west-1", 35 * Day, i => IsOfficeHour(i) ? 6 : 0)]));
        var lost = (16 * Day) + 9;
        var finding = Assert.Single(
            GapFinder.Find([Series("eu-west-1", 35 * Day, i => IsOfficeHour(i) && (i < lost || i >= lost + 3) ? 6 : 0)]));
        Assert.Equal((lost, lost + 3L, "sure"), Shape(finding));
    }

    [Fact]
    public void Weekend_IsNotAGapBeforeThreeWeeks() =>
        Assert.DoesNotContain(GapFinder.Find([Series("eu-west-1", 12 * Day, i => i / Day % 7 < 5 ? 6 : 0)]), finding => finding.IsMissing);

    [Fact]
    public void LostDayOfEverything_IsOneFinding()
    {
        static int Objects(int i) => i is >= 240 and < 264 ? 0 : 4;
        var finding = Assert.Single(GapFinder.Find(
        [
            Series("eu-west-1", 20 * Day, Objects), Series("us-east-1", 20 * Day, Objects),
            Series("eu-west-1", 20 * Day, Objects, "444455556666"), Series("us-east-1", 20 * Day, Objects, "444455556666"),
        ]));
        Assert.Equal((null, null), (finding.Account, finding.Region));
        Assert.Equal((240L, 264L, "sure"), Shape(finding));
    }

    [Fact]
    public void LostDayOfAnAccount_NamesTheAccount_AndALongerLossOfARegionIsSaidToo()
    {
        static int Objects(int i) => i is >= 240 and < 264 ? 0 : 4;
        var findings = GapFinder.Find(
        [
            Series("eu-west-1", 20 * Day, Objects), Series("us-east-1", 20 * Day, i => i is >= 240 and < 300 ? 0 : 4),
            Series("us-east-1", 20 * Day, _ => 4, "444455556666"),
        ]);
        Assert.Equal(
            [("111122223333", null, (240L, 264L, "sure")), ("111122223333", "us-east-1", (264L, 300L, "sure"))],
            findings.Select(finding => (finding.Account, finding.Region, Shape(finding))));
    }

    [Fact]
    public void RegionThatStopsBeforeTheArchiveEnds_BrokeOff()
    {
        var finding = Assert.Single(GapFinder.Find([Series("eu-west-1", 20 * Day, _ => 4), Series("us-east-1", 15 * Day, _ => 4)]));
        Assert.Equal((CoverageFindingKind.BrokeOff, "us-east-1"), (finding.Kind, finding.Region));
        Assert.Equal((15L * Day, 20L * Day, "sure"), Shape(finding));
    }

    [Fact]
    public void RegionThatBeginsLater_IsNoGap() => Assert.Empty(GapFinder.Find(
        [Series("eu-west-1", 20 * Day, _ => 4), Series("us-east-1", 20 * Day, i => i < 10 * Day ? 0 : 4)]));

    [Fact]
    public void FewHoursWithData_AreNoRhythm() => Assert.Empty(GapFinder.Find([Series("eu-west-1", 60, i => i is < 20 or 59 ? 5 : 0)]));

    [Fact]
    public void LastTickOfAnHour_BelongsToIt() => Assert.Equal(Start, CoverageHour.NumberOf(CoverageHour.StartOf(Start + 1).AddTicks(-1)));

    [Fact]
    public void GapsThatRepeat_DoNotHideEachOther()
    {
        var findings = GapFinder.Find([Series("eu-west-1", 30 * Day, i => i / Day is 5 or 12 or 20 ? 0 : 8)]);
        Assert.Equal(3, findings.Count(finding => finding.IsMissing));
    }
}
