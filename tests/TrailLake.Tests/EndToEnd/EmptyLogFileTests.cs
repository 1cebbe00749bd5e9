using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using TrailLake.Answers.Coverage;
using TrailLake.Query.Search;
using TrailLake.Tables;
using TrailLake.Tests.Coverage;
using TrailLake.Tests.Support;
using Xunit;

namespace TrailLake.Tests.EndToEnd;

/// <summary>CloudTrail delivers no log file without a record: one that holds none is damaged, and its hours were not delivered.</summary>
public sealed class EmptyLogFileTests : IDisposable
{
    const string Folder = "AWSLogs/111122223333/CloudTrail/us-east-1/2026/03/02/";
    const string Name = "111122223333_CloudTrail_us-east-1_20260302T0505Z_0000000000000000.json.gz";

    static readonly byte[] s_gzipOfNothing = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0];

    readonly TestLake _lake = new();

    public void Dispose() => _lake.Dispose();

    public static TheoryData<string, byte[], string> EmptyContents() => new()
    {
        { "nothing", [], "0 bytes" },
        { "gzip of nothing", s_gzipOfNothing, "20 bytes of gzip with nothing in it" },
        { "two members of nothing", Records.Join(s_gzipOfNothing, s_gzipOfNothing), "40 bytes of gzip with nothing in it" },
        { "no records", Records.Gzip("{\"Records\":[]}"), "14 bytes of content without a record" },
        { "no records, plain", Records.Utf8("{\"Records\":[]}"), "14 bytes of content without a record" },
        { "members and no records", Records.Gzip("{\"a\":{\"b\":[1]},\"Records\":[ \n ],\"c\":null}"),
            "40 bytes of content without a record" },
        { "null", Records.Gzip("{\"Records\":null}"), "16 bytes of content without a record" },
        { "braces", Records.Gzip("{}"), "2 bytes of content without a record" },
        { "brackets", Records.Gzip("[]"), "2 bytes of content without a record" },
        { "one blank", Records.Utf8("\n"), "1 byte of blanks or zeros" },
        { "blanks", Records.Gzip(" \t\r\n"), "4 bytes of blanks or zeros" },
        { "byte order mark", Records.Gzip("\uFEFF"), "3 bytes of blanks or zeros" },
        { "zeros", new byte[4096], "4096 bytes of blanks or zeros" },
        { "many zeros", new byte[700_000], "700000 bytes of blanks or zeros" },
        { "gzip of zeros", Records.Gzip(new byte[4096]), "4096 bytes of blanks or zeros" },
    };

    [Theory]
    [MemberData(nameof(EmptyContents))]
    public async Task LogFileWithoutARecord_IsDamaged_AndSaidByAll(string what, byte[] content, string found)
    {
        Assert.NotEmpty(what);
        _lake.Put(Folder + Name, content);
        _lake.Put("loose.json", Records.File(Records.Of("a")));
        var report = _lake.Ingest();
        Assert.Equal((2, 1, 1, 1, 1), (report.Objects, report.Events, report.Rejects, report.DamagedObjects, report.EmptyObjects));
        Assert.False(report.IsClean);
        var damage = Assert.Single(report.Damages);
        Assert.Equal((true, "empty log file: " + found), (damage.Where.EndsWith(Name, StringComparison.Ordinal), damage.Message));
        var row = _lake.Ledger().Single(row => row.Account is not null);
        Assert.Equal((ObjectState.Damaged, "empty log file: " + found, 1L, 0L), (row.State, row.Reason, row.Records, row.Events));
        Assert.NotNull(row.ContentSha256);
        var reject = Assert.Single(_lake.Rejects());
        Assert.Equal(
            ("empty-object",
                $"a log file without a record, and CloudTrail delivers none such{(reject.Content.Length == 0 ? ": " + found : "")}"),
            (reject.Reason, reject.Message));
        LakeDamager.RequireSound(_lake.Directory);
        var status = await Run("status");
        Assert.Contains("2 (1 damaged, 1 of them without a record)", status.Out);
        var coverage = await Run("coverage");
        Assert.Equal(1, coverage.Exit);
        Assert.Contains(
            $"damaged: 111122223333 us-east-1, 2026-03-02 05:00 to 2026-03-02 05:00 (0 h), sure: 1 object without a record that could be "
                + $"read, all of it is missing (empty log file: {found})",
            coverage.Out);

        // The same bytes are not read again; other ones are.
        Assert.Equal((0, 2), (_lake.Ingest().Objects, _lake.Ingest().KnownObjects));
    }

    [Theory]
    [InlineData(
        "AWSLogs/111122223333/CloudTrail-Insight/us-east-1/2026/03/02/"
            + "111122223333_CloudTrail-Insight_us-east-1_20260302T0505Z_0000000000000000.json.gz")]
    [InlineData(
        "AWSLogs/111122223333/CloudTrail-NetworkActivity/us-east-1/2026/03/02/"
            + "111122223333_CloudTrail-NetworkActivity_us-east-1_20260302T0505Z_00.json.gz")]
    [InlineData(
        "AWSLogs/111122223333/CloudTrail-Aggregated/us-east-1/2026/03/02/"
            + "111122223333_CloudTrail-Aggregated_us-east-1_20260302T0505Z_0000000000000000.json.gz")]
    [InlineData(
        "p/AWSLogs/o-abcdefghij/111122223333/CloudTrail/us-east-1/2026/03/02/"
            + "111122223333_CloudTrail_us-east-1_20260302T0505Z_0000000000000000.json")]
    [InlineData("flat/111122223333_CloudTrail_us-east-1_20260302T0505Z_0000000000000000 (2).json.gz")]
    [InlineData(Folder + "renamed.json.gz")]
    public async Task EveryKindOfLogFile_IsDamagedWhenEmpty(string key)
    {
        _lake.Put(key, []);
        var report = _lake.Ingest();
        Assert.Equal((1, 1), (report.Objects, report.EmptyObjects));
        var coverage = await Run("coverage");
        Assert.Equal(1, coverage.Exit);
        Assert.StartsWith("the lake holds no events of what was asked\n", coverage.Out);
        Assert.Contains("damaged: 111122223333 us-east-1, ", coverage.Out);
        Assert.Contains("never seen: everything, sure: nothing of what was delivered could be read", coverage.Out);
    }

    [Theory]
    [InlineData("a.json")]
    [InlineData(Folder + "_SUCCESS")]
    [InlineData(
        "AWSLogs/111122223333/CloudTrail-Digest/us-east-1/2026/03/02/"
            + "111122223333_CloudTrail-Digest_us-east-1_t_us-east-1_20260302T050500Z.json.gz")]
    [InlineData("AWSLogs/111122223333/CloudTrail-New/us-east-1/2026/03/02/x.json.gz")]
    public void WhatBearsNoLogFilesName_MayBeEmpty(string key)
    {
        _lake.Put(key, []);
        var report = _lake.Ingest();
        Assert.Equal((0, 0, 0), (report.EmptyObjects, report.DamagedObjects, report.Rejects));
        Assert.True(report.IsClean);
    }

    [Fact]
    public void EmptyFiles_LeaveTheHoleThatAbsentOnesLeave()
    {
        // Of three hours, one account's files are empty, another's were never copied.
        static bool IsLost(string account, string region, int hour) => region == "eu-west-1" && hour is >= 83 and < 86;
        using var lake = new DeliveredLake(IsLost);
        for (var minutes = 83 * 60; minutes < 86 * 60; minutes += 20)
        {
            lake.Put(DeliveredLake.One, "eu-west-1", DeliveredLake.Start.AddMinutes(minutes + 2), "");
        }

        var report = lake.Lake.Ingest();
        Assert.Equal((9, 9), (report.EmptyObjects, report.Damages.Count));
        Assert.Equal(report.Damages.OrderBy(damage => damage.Where, StringComparer.Ordinal), report.Damages);
        (CoverageFindingKind, string?, string?, double, double)[] gaps =
        [
            (CoverageFindingKind.Gap, DeliveredLake.One, "eu-west-1", 83, 86),
            (CoverageFindingKind.Gap, DeliveredLake.Two, "eu-west-1", 83, 86),
        ];
        Assert.Equal(gaps, DeliveredLake.Shapes(lake.Report()).Where(shape => shape.Item1 == CoverageFindingKind.Gap).Order());
        Assert.Equal(9, lake.Report().Findings.Single(finding => finding.Kind == CoverageFindingKind.Damaged).Count);

        // Beside answers too, and not beside those of another day.
        Assert.Contains(
            "data is missing in what was asked: 111122223333 eu-west-1 2026-03-05 11:00 to 2026-03-05 14:00",
            lake.Run("timeline", "eve").Error);
        Assert.DoesNotContain("data is missing", lake.Run("timeline", "eve", "--from", "2026-03-07").Error);
        Assert.Equal(0, lake.Run("coverage", "--from", "2026-03-07", "--to", "2026-03-07").Exit);

        // No whole archive: of this account nothing else was delivered.
        Assert.DoesNotContain(
            lake.Report(new CoverageRequest { Accounts = ["999999999999"] }).Findings,
            finding => finding.Kind == CoverageFindingKind.Damaged);
    }

    [Fact]
    public void CopyThatIsWholeLater_MakesUpForTheEmptyOne()
    {
        using var lake = new DeliveredLake(
            (account, region, hour) => account == DeliveredLake.One && region == "eu-west-1" && hour is >= 83 and < 86);
        var time = DeliveredLake.Start.AddHours(83).AddMinutes(2);
        for (var i = 0; i < 9; i++)
        {
            lake.Put(DeliveredLake.One, "eu-west-1", time.AddMinutes(i * 20), "");
        }

        lake.Ingest();
        Assert.Equal(1, lake.Run("coverage").Exit);
        var empty = Directory.EnumerateFiles(lake.Lake.Source, "*", SearchOption.AllDirectories)
            .Where(path => new FileInfo(path).Length == 0).Order().ToList();
        Assert.Equal(9, empty.Count);
        for (var i = 0; i < 9; i++)
        {
            File.WriteAllText(empty[i], Records.File(TestRecord.Of(
                70_000 + i, time.AddMinutes(i * 20).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'"), TestRecord.User("eve", "AKIAEVE"),
                "ec2:DescribeInstances", isReadOnly: true)
                .Replace("us-east-1", "eu-west-1", StringComparison.Ordinal)));
        }

        var report = lake.Lake.Ingest();
        Assert.Equal((9, 9, 0), (report.Objects, report.Events, report.EmptyObjects));
        Assert.True(report.IsClean);
        Assert.Empty(lake.Report().Findings);
        var run = lake.Run("coverage");
        Assert.Equal(0, run.Exit);
        Assert.DoesNotContain("damaged", lake.Run("status").Out);
        Assert.Null(lake.Note(EventFilter.All));

        // Emptied once more by a copy that went wrong: the lake has what they held, and coverage stays whole.
        foreach (var path in empty)
        {
            File.WriteAllBytes(path, []);
        }

        Assert.Equal(9, lake.Lake.Ingest().EmptyObjects);
        Assert.Equal(0, lake.Run("coverage").Exit);
        LakeDamager.RequireSound(lake.Lake.Directory);
        Assert.Equal(9 * 2, lake.Lake.Ledger().Count(row => row.State == ObjectState.Damaged));
    }

    [Fact]
    public void CopyThatBrokeOff_IsMadeUpForByTheWholeOne_ButNotByAnother()
    {
        var key = Folder + Name;
        string[] records = [.. Enumerable.Range(0, 40)
            .Select(i => Records.Of($"e{i}", $",\"x\":\"{Convert.ToBase64String(Guid.NewGuid().ToByteArray())}\""))];
        var whole = Records.Gzip(Records.File(records));
        _lake.Put(key, whole[..^200]);
        var first = _lake.Ingest();
        Assert.Equal((1, 0), (first.DamagedObjects, first.EmptyObjects));
        Assert.True(first.Events > 1);
        Assert.Equal(CoverageFindingKind.Damaged, Assert.Single(Findings()).Kind);

        // Another content under the same name tells nothing of what broke off.
        _lake.Put(key, Records.Gzip(Records.File(Records.Of("other"))));
        Assert.True(_lake.Ingest().IsClean);
        Assert.Equal(CoverageFindingKind.Damaged, Assert.Single(Findings()).Kind);
        _lake.Put(key, whole);
        Assert.Equal(40 - first.Events, _lake.Ingest().Events);
        Assert.Empty(Findings());
    }

    [Fact]
    public async Task LakeOfAnOlderVersion_ThatTookEmptyFilesForDone_TellsThemToo()
    {
        using var lake = new QueryLake();
        lake.AddLedger("objects", new()
        {
            ["uri"] = "'s3://b/k'",
            ["etag"] = "'t'",
            ["kind"] = "'CloudTrail'",
            ["account"] = "'111122223333'",
            ["region"] = "'eu-west-1'",
            ["deliveryTime"] = "TIMESTAMPTZ '2026-03-01 10:05:00Z'",
            ["records"] = "0",
            ["events"] = "0",
            ["duplicates"] = "0",
            ["rejects"] = "0",
            ["state"] = "'done'",
        });
        lake.Commit();
        var coverage = await CommandRun.OfAsync("coverage", "--lake", lake.Directory);
        Assert.Equal(1, coverage.Exit);
        Assert.Contains(
            "damaged: 111122223333 eu-west-1, 2026-03-01 10:00 to 2026-03-01 10:00 (0 h), sure: 1 object without a record that "
                + "could be read",
            coverage.Out);
        Assert.Contains("1 (1 damaged, 1 of them without a record)", (await CommandRun.OfAsync("status", "--lake", lake.Directory)).Out);
    }

    Task<CommandRun> Run(string verb) => CommandRun.OfAsync(verb, "--lake", _lake.Directory);

    CoverageFinding[] Findings()
    {
        using var session = _lake.Open();
        return [.. CoverageReport.Read(session, new CoverageRequest()).Findings];
    }
}
