using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json;
using TrailLake.Answers.Coverage;
using TrailLake.Query.Search;
using TrailLake.Store;
using TrailLake.Tables;
using TrailLake.Tests.Support;
using Xunit;

namespace TrailLake.Tests.Coverage;

/// <summary>Coverage of lakes whose gaps are known because the test made them.</summary>
public sealed class CoverageTests
{
    [Fact]
    public void CompleteArchive_MissesNothing_AndItsHoursAreTheLedgers()
    {
        using var lake = new DeliveredLake().Ingest();
        var report = lake.Report();
        Assert.Empty(report.Findings);
        Assert.False(report.IsMissing);
        Assert.Null(lake.Note(EventFilter.All));
        Assert.Equal(Judge(lake.Lake.Ledger()), Hours(report));
        Assert.Equal(0, report.Categories["S3 data events"]);
        Assert.Equal(report.Series.Sum(series => series.Events), report.Categories["read-only management events"]);
        Assert.DoesNotContain("us-east-1", report.RegionsNeverSeen);
        Assert.Contains("eu-central-1", report.RegionsNeverSeen);
        Assert.Equal(0, lake.Run("coverage").Exit);
    }

    [Fact]
    public void LostHoursDaysAndTail_AreFound()
    {
        using var lake = new DeliveredLake((account, region, hour) => hour is >= 100 and < 104
            || (account == DeliveredLake.One && hour is >= 48 and < 72)
            || (account == DeliveredLake.Two && region == "eu-west-1" && hour >= 150)).Ingest();
        var report = lake.Report();
        Assert.Equal(
            [
                (CoverageFindingKind.Gap, DeliveredLake.One, null, 48, 72),
                (CoverageFindingKind.Gap, null, null, 100, 104),
                (CoverageFindingKind.BrokeOff, DeliveredLake.Two, "eu-west-1", 150, DeliveredLake.Days * 24),
            ],
            DeliveredLake.Shapes(report));
        Assert.Equal(Judge(lake.Lake.Ledger()), Hours(report));
    }

    [Fact]
    public void SpanAccountAndRegion_ChooseTheFindings()
    {
        using var lake = new DeliveredLake(
            (account, region, hour) => account == DeliveredLake.One && region == "eu-west-1" && hour is >= 100 and < 110).Ingest();
        string[] Day(int day) => ["--from", DeliveredLake.Start.AddDays(day).ToString("yyyy-MM-dd"), "--to",
            DeliveredLake.Start.AddDays(day).ToString("yyyy-MM-dd")];
        Assert.Equal(1, lake.Run(["coverage", .. Day(4)]).Exit);
        Assert.Equal(0, lake.Run(["coverage", .. Day(3)]).Exit);
        Assert.Equal(0, lake.Run(["coverage", .. Day(4), "--account", DeliveredLake.Two]).Exit);
        Assert.Equal(0, lake.Run(["coverage", .. Day(4), "--region", "us-east-1"]).Exit);
        Assert.Equal(1, lake.Run(["coverage", .. Day(4), "--region", "eu-west-1", "--account", DeliveredLake.One]).Exit);

        // What was never delivered is missing too, and so is what lies beyond the archive.
        Assert.Contains("never seen: ap-south-1", lake.Run("coverage", "--region", "ap-south-1", "--region", "us-east-1").Out);
        Assert.Contains(
            "never seen: 999999999999 all regions", lake.Run("coverage", "--account", "999999999999", "--account", DeliveredLake.One).Out);
        var (exit, output, _) = lake.Run("coverage", "--from", "2026-02-01", "--to", "2026-04-01", "--region", "us-east-1");
        Assert.Equal(1, exit);
        Assert.Contains("the archive begins at 2026-03-02 00:00:00Z", output);
        Assert.Contains("the archive ends at 2026-03-10 00:00:00Z", output);
    }

    [Fact]
    public void StoppedTrail_IsTold_WithWhoWhenAndUntil()
    {
        using var lake = new DeliveredLake((account, _, hour) => account == DeliveredLake.One && hour is >= 101 and < 120);
        const string Trail = "{\"name\":\"arn:aws:cloudtrail:us-east-1:111122223333:trail/main\"}";
        lake.Deliver(DeliveredLake.One, "us-east-1", DeliveredLake.Start.AddHours(100).AddMinutes(59), "cloudtrail:StopLogging", Trail);
        lake.Deliver(DeliveredLake.One, "us-east-1", DeliveredLake.Start.AddHours(120), "cloudtrail:StartLogging", "{\"name\":\"main\"}");
        lake.Deliver(DeliveredLake.Two, "us-east-1", DeliveredLake.Start.AddHours(10), "cloudtrail:StopLogging", "{\"name\":\"second\"}");
        lake.Deliver(
            DeliveredLake.One, "us-east-1", DeliveredLake.Start.AddHours(130), "cloudtrail:PutEventSelectors",
            "{\"trailName\":\"main\",\"eventSelectors\":[{\"readWriteType\":\"WriteOnly\",\"includeManagementEvents\":true}]}");
        lake.Ingest();
        var report = lake.Report();
        var stop = Assert.Single(report.Findings, finding => finding.Kind == CoverageFindingKind.TrailStopped && finding.IsMissing);
        Assert.Equal(
            (DeliveredLake.One, DeliveredLake.Start.AddHours(100).AddMinutes(59), DeliveredLake.Start.AddHours(120)),
            (stop.Account, stop.From, stop.To));
        Assert.Contains("StopLogging of the trail main by arn:aws:iam::111122223333:user/eve from 203.0.113.7", stop.Why);
        Assert.Contains("until StartLogging by", stop.Why);
        var other = Assert.Single(report.Findings, finding => finding.Kind == CoverageFindingKind.TrailStopped && !finding.IsMissing);
        Assert.Contains("another trail went on", other.Why);
        Assert.Contains("not started again in this lake", other.Why);
        Assert.Equal("no read-only calls", Assert.Single(report.TrailChanges, change => change.EventName == "PutEventSelectors").Narrowed);

        // Asked of a later span, the stop before it still shows.
        Assert.Contains(
            lake.Report(new CoverageRequest { From = DeliveredLake.Start.AddHours(105), To = DeliveredLake.Start.AddHours(110) }).Findings,
            finding => finding.Kind == CoverageFindingKind.TrailStopped && finding.IsMissing);
    }

    [Fact]
    public void WhatCouldNotBeRead_IsMissing_AndSaidBesideEveryAnswer()
    {
        using var lake = new DeliveredLake();
        lake.Put(DeliveredLake.One, "us-east-1", DeliveredLake.Start.AddHours(5), "{\"Records\":[{\"eventVersion\":\"1.08\"}]}");
        lake.Ingest();
        var finding = Assert.Single(lake.Report().Findings);
        Assert.Equal(
            (CoverageFindingKind.Rejected, DeliveredLake.One, 1L, true), (finding.Kind, finding.Account, finding.Count, finding.IsMissing));
        const string Expected = "traillake: data is missing in what was asked: 111122223333 us-east-1 2026-03-02 05:00 to 2026-03-02 "
            + "05:00 1 record was rejected; traillake coverage says where";
        foreach (var line in new[] { "ask root-use", "timeline eve", "trace AKIAEVE", "lookup --max-results 1", "who --all", "chart" })
        {
            Assert.Contains(Expected, lake.Run(line.Split(' ')).Error.Split('\n'));
            Assert.DoesNotContain("data is missing", lake.Run([.. line.Split(' '), "--from", "2026-03-04", "--to", "2026-03-05"]).Error);
        }

        Assert.Contains(Expected, lake.Type(".ask root-use\n", "shell").Error.Split('\n'));
        Assert.DoesNotContain("data is missing", lake.Type(".ask root-use\n", "shell", "--from", "2026-03-04", "--to", "2026-03-05").Error);
    }

    [Fact]
    public void PurgedDays_AreMissing_AndSaidBesideEveryAnswer()
    {
        using var lake = new DeliveredLake().Ingest();
        Assert.Empty(lake.Report().Findings);
        var first = lake.Lake.Count("SELECT count(*) FROM events WHERE date < '2026-03-03' AND account = '111122223333'");
        foreach (var day in new[] { "2026-03-03", "2026-03-04" })
        {
            Assert.Equal(0, lake.Run("purge", "--before", day, "--account", DeliveredLake.One, "--yes").Exit);
        }

        // Two purges of an account are one finding; another account's days are whole.
        var finding = Assert.Single(lake.Report().Findings);
        Assert.Equal(
            (CoverageFindingKind.Purged, DeliveredLake.One, first * 2, true),
            (finding.Kind, finding.Account, finding.Count, finding.IsMissing));
        Assert.Equal((DeliveredLake.Start, DeliveredLake.Start.AddDays(2)), (finding.From, finding.To));
        Assert.Empty(lake.Report(new CoverageRequest { From = DeliveredLake.Start.AddDays(2) }).Findings);
        Assert.Empty(lake.Report(new CoverageRequest { Accounts = [DeliveredLake.Two] }).Findings);
        var run = lake.Run("coverage");
        Assert.Equal(1, run.Exit);
        Assert.Contains(
            "  purged: 111122223333 all regions, 2026-03-02 00:00 to 2026-03-04 00:00 (2 days), sure: 288 events were purged, with all "
                + "from before 2026-03-04; last on ", run.Out);
        Assert.Contains(
            "data is missing in what was asked: 111122223333 2026-03-02 00:00 to 2026-03-04 00:00 288 events were purged, with all from "
                + "before 2026-03-04; last on ",
            lake.Run("timeline", "eve").Error);
        Assert.DoesNotContain("data is missing", lake.Run("timeline", "eve", "--from", "2026-03-04").Error);

        // Of everything: the calendar says so too.
        Assert.Contains("2026-03-02  !!!!!!!!!!!!!!!!!!!!!!!!", run.Out);
        lake.Run("purge", "--before", "2026-03-03", "--yes");
        Assert.Contains("2026-03-02  ××××××××××××××××××××××××", lake.Run("coverage").Out);
    }

    [Theory]
    [InlineData(
        "--from", "2030-01-01", "from 2030-01-01 00:00 UTC: 0 events, ", "the archive ends at 2026-03-10 00:00:00Z, before what was asked")]
    [InlineData(
        "--to", "2020-01-01", "to 2020-01-02 00:00 UTC: 0 events, ", "the archive begins at 2026-03-02 00:00:00Z, after what was asked")]
    public void SpanBesideTheArchive_IsMissing(string option, string time, string summary, string why)
    {
        using var lake = new DeliveredLake().Ingest();
        var run = lake.Run("coverage", option, time);
        Assert.Equal(1, run.Exit);
        Assert.StartsWith(summary, run.Out, StringComparison.Ordinal);
        Assert.Contains($"  outside the archive: everything, sure: {why}\n", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void NumbersOfEvents_AreOfWhatIsInTheLake_AndPurgedOnesStandBeside()
    {
        // One object reaches over midnight, into a day that is kept; one comes after the purge, of a purged day.
        using var lake = new DeliveredLake();
        var midnight = DeliveredLake.Start.AddDays(2);
        lake.Put(DeliveredLake.One, "us-east-1", midnight, "{\"Records\":["
            + string.Join(',', Enumerable.Range(0, 5).Select(i => TestRecord.Of(
            90_000 + i,
            midnight.AddMinutes((i * 2) - 3).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            TestRecord.User("eve", "AKIAEVE"),
            "ec2:RunInstances"))) + "]}");
        lake.Ingest();
        Require();
        lake.Run("purge", "--before", "2026-03-04", "--account", DeliveredLake.One, "--yes");
        Require();
        Assert.Equal(
            (long)((2 * 24 * 3 * 2) + 2), lake.Report().Findings.Single(finding => finding.Kind == CoverageFindingKind.Purged).Count);
        Assert.Equal(2 * 24 * 3 * 2, lake.Report().Series.Sum(series => series.Purged));
        lake.Deliver(DeliveredLake.One, "us-east-1", DeliveredLake.Start.AddHours(5));
        LakeDamager.Ingest(LakeDamager.Open(lake.Lake.Directory), lake.Lake.Source);
        Require();
        var run = lake.Run("coverage");
        Assert.Matches("account +region +first +last +hours +objects +events +purged\n", run.Out);
        Assert.Matches("111122223333  us-east-1  .* 144\n", run.Out);
        Assert.Matches("444455556666  us-east-1  .* 0\n", run.Out);
        Assert.Contains(
            $"{lake.Lake.Count("SELECT count(*) FROM events"):N0} events (290 of the lake's purged), ", run.Out, StringComparison.Ordinal);

        void Require() => Assert.Equal(
            lake.Lake.Query("SELECT account, awsRegion, count(*) FROM events GROUP BY ALL ORDER BY ALL")
                .Select(row => (row[0], row[1], row[2])),
            lake.Report().Series.Select(
                series => (series.Account, series.Region, (string?)series.Events.ToString(CultureInfo.InvariantCulture))));
    }

    [Fact]
    public void ObjectsThatSpanManyHoursOrSayNoRegion_StandWhereTheirEventsDo()
    {
        using var lake = new TestLake();
        var first = TestRecord.Of(1, "2026-03-02T00:10:00Z", TestRecord.User("eve", "AKIAEVE"), "ec2:DescribeInstances");
        var last = TestRecord.Of(2, "2026-03-04T05:10:00Z", TestRecord.User("eve", "AKIAEVE"), "ec2:DescribeInstances");
        lake.Put("dump.json", $"[{first},{last}]");
        lake.Ingest();
        using var session = lake.Open();
        var report = CoverageReport.Read(session, new CoverageRequest());
        Assert.Equal(1, report.LooseObjects);
        var series = Assert.Single(report.Series);
        Assert.Equal(("111122223333", "us-east-1"), (series.Account, series.Region));
        Assert.Equal(["2026-03-02 00", "2026-03-04 05"], series.Hours.Select(hour => hour.Start.ToString("yyyy-MM-dd HH")));
    }

    [Fact]
    public void LakeWithoutData_IsMissingEverything()
    {
        using var lake = new TestLake();
        LakeStore.OpenOrCreate(lake.Directory, new TrailLake.Parquet.ParquetLakeFormat());
        using var session = lake.Open();
        var report = CoverageReport.Read(session, new CoverageRequest());
        Assert.True(report.IsMissing);
        Assert.Empty(report.Series);
        var run = TrailLakeProcess.Run("coverage", "--lake", lake.Directory);
        Assert.Equal((1, ""), (run.ExitCode, run.Error));
        Assert.StartsWith("the lake holds no objects of what was asked\n", run.Out);
    }

    [Fact]
    public void HostileNamesOfTheLedger_AreEscapedEverywhere()
    {
        using var lake = new QueryLake();
        lake.AddLedger("objects", new()
        {
            ["uri"] = "'s3://b/k' || chr(27) || '[31m'",
            ["etag"] = "'t'",
            ["kind"] = "'CloudTrail'",
            ["account"] = "'1' || chr(27) || ']0;x' || chr(7)",
            ["region"] = "'eu' || chr(10) || chr(8238) || 'west'''",
            ["firstEventTime"] = "TIMESTAMPTZ '2026-03-01 10:00:00Z'",
            ["lastEventTime"] = "TIMESTAMPTZ '2026-03-01 10:04:00Z'",
            ["records"] = "2",
            ["events"] = "1",
            ["rejects"] = "1",
            ["state"] = "'done'",
        });
        lake.Commit();
        foreach (var format in new[] { "text", "json" })
        {
            var run = TrailLakeProcess.Run("coverage", "--lake", lake.Directory, "--format", format);
            Assert.Equal(1, run.ExitCode);
            Assert.DoesNotContain(run.Out + run.Error, c => char.IsControl(c) && c != '\n');
            Assert.DoesNotContain('\u202E', run.Out);
        }

        using var json = JsonDocument.Parse(TrailLakeProcess.Run("coverage", "--lake", lake.Directory, "--format", "json").Out);
        Assert.Equal("eu\n\u202Ewest'", json.RootElement.GetProperty("hours")[0].GetProperty("region").GetString());
    }

    [Fact]
    public void Json_HoldsTheSameAsTheReport()
    {
        using var lake = new DeliveredLake((account, _, hour) => account == DeliveredLake.One && hour is >= 48 and < 72).Ingest();
        var (exit, output, _) = lake.Run("coverage", "--format", "json");
        Assert.Equal(1, exit);
        using var json = JsonDocument.Parse(output);
        var report = lake.Report();
        Assert.True(json.RootElement.GetProperty("missing").GetBoolean());
        Assert.Equal(
            "2026-03-04T00:00:00Z",
            Assert.Single(json.RootElement.GetProperty("findings").EnumerateArray()).GetProperty("from").GetString());
        Assert.Equal(
            Hours(report).Values.Sum(hour => hour.Objects),
            json.RootElement.GetProperty("hours").EnumerateArray().Sum(hour => hour.GetProperty("objects").GetInt64()));
    }

    [Fact]
    public void Calendar_ShowsTheGap_OnATerminalInColour()
    {
        using var lake = new DeliveredLake((_, _, hour) => hour is >= 48 and < 72).Ingest();
        var plain = lake.Run("coverage").Out.Split('\n');
        Assert.Contains("2026-03-04  " + new string('×', 24), plain);
        Assert.Contains("2026-03-05  " + new string('█', 24), plain);
        Assert.DoesNotContain('\u001B', string.Concat(plain));
        Assert.Contains(new string('×', 24), lake.Run(outIsTerminal: true, ["coverage"]).Out);
        var year = lake.Run("coverage", "--from", "2026-01-01").Out;
        Assert.Contains("\nMon         ", year);
    }

    static SortedDictionary<(string, string, DateTime), (long Objects, long Events)> Hours(CoverageReport report)
    {
        var hours = new SortedDictionary<(string, string, DateTime), (long, long)>();
        foreach (var series in report.Series)
        {
            foreach (var hour in series.Hours)
            {
                hours.Add((series.Account!, series.Region!, hour.Start), (hour.Objects, hour.Events));
            }
        }

        return hours;
    }

    // The same, object by object.
    static SortedDictionary<(string, string, DateTime), (long Objects, long Events)> Judge(IReadOnlyList<ObjectRow> ledger)
    {
        var hours = new SortedDictionary<(string, string, DateTime), (long Objects, long Events)>();
        foreach (var row in ledger)
        {
            var first = row.FirstEventTime!.Value;
            for (var hour = first.Date.AddHours(first.Hour); hour <= row.LastEventTime; hour = hour.AddHours(1))
            {
                var (objects, events) = hours.GetValueOrDefault((row.Account!, row.Region!, hour));
                hours[(row.Account!, row.Region!, hour)] = (objects + 1, events + (hour <= first ? row.Events : 0));
            }
        }

        return hours;
    }
}
