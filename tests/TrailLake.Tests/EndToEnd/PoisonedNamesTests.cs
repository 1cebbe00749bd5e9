using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using DuckDB.NET.Data;
using TrailLake.Answers.Connections;
using TrailLake.Answers.Coverage;
using TrailLake.Ingest.Pipeline;
using TrailLake.Ingest.Repair;
using TrailLake.Ingest.Sources;
using TrailLake.Query.Execution;
using TrailLake.Query.Search;
using TrailLake.Query.Session;
using TrailLake.Tables;
using TrailLake.Tests.Support;
using Xunit;

namespace TrailLake.Tests.EndToEnd;

/// <summary>A record may name any text as its account and region: every command takes it for that text and for no other.</summary>
public sealed class PoisonedNamesTests : IDisposable
{
    static readonly string[] s_names =
    [
        "null", "NULL", "Null", "unknown", "UNKNOWN", "none", "undefined", "true", "false", "NaN", "nan", "infinity", "0", "001", "1e3",
        "2026-03-10",
        "*", "**", "*x", "?", "[a]", "{a}", "a,b", "a:b", "a;b", "a=b", "account=x", "date=2026-03-10", "a/b", "../x", "..", ".", "...",
        "a.", "a. ", "a ", " a", " ",
        "\\", "a\\b", "\\N", "a%b", "%", "%2F", "%zz", "%00", "%6Eull", "~", "a~b", "-x", "--", "@x", "$x", "a'b", "a''b", "'", "a\"b",
        "a\nb", "a\r\nb", "a\tb",
        "\u0001", "\u001b[31m", "\u007f", "\u202ex", "ü", "u\u0308", "\ufffd", "\uffff", "\U0010FFFF", "\U0001F44D", "a\0b", "\0", "\0\0",
        "__HIVE_DEFAULT_PARTITION__", "__hive_default_partition__", "CON", "nul", "events", "objects", "DROP TABLE x",
        new('a', 5_000), new string('a', 4_999) + "b", new('x', 120), new('x', 121), new('X', 40), new('X', 41), new('\u00fc', 300),
    ];

    readonly TestLake _lake = new();

    public void Dispose() => _lake.Dispose();

    [Fact]
    public async Task AnyText_IsAnAccountAndARegion_ForEveryCommand()
    {
        Deliver("a.json", "a");
        Deliver("b.json", "b");
        var report = _lake.Ingest(new LocalLogSource(_lake.Source), new IngestOptions { CommitEvents = s_names.Length });
        Assert.Equal((4L * s_names.Length, 0L), (report.Events, report.Rejects));
        _lake.CheckLedger();
        await CheckAll(eventsOf: 2);

        // What is joined holds the same.
        Assert.Equal(0, (await Run("optimize")).Exit);
        LakeDamager.RequireSound(_lake.Directory);
        await CheckAll(eventsOf: 2);
        foreach (var file in _lake.Snapshot().Files.Where(file => file.Account != TestRecord.Account))
        {
            LakeDamager.Flip(file.Path, file.Bytes / 2);
        }

        using (var sources = new SourceLocator(name => new LocalLogSource(name)))
        {
            var repair = await new LakeRepair(LakeDamager.Open(_lake.Directory), sources).RunAsync(LakeDamager.Verify(_lake.Directory));
            Assert.True(repair.IsComplete, string.Join('\n', repair.Files.Select(file => file.Message)));
            Assert.Equal(2L * s_names.Length, repair.Rows);
        }

        LakeDamager.RequireSound(_lake.Directory);
        await CheckAll(eventsOf: 2);
    }

    [Fact]
    public async Task PurgeOfAnyAccount_TakesThatOneAlone()
    {
        Deliver("a.json", "a");
        _lake.Ingest();
        var left = s_names.ToHashSet();
        foreach (var name in s_names.Where((_, i) => i % 2 == 0))
        {
            if (name.Contains('\0'))
            {
                continue;
            }

            Assert.Equal(0, (await Run("purge", "--before", "2027-01-01", "--yes", "--account=" + name)).Exit);
            left.Remove(name);
        }

        // The log was read from checkpoints meanwhile.
        Assert.Equal(left.Append(TestRecord.Account).Order(StringComparer.Ordinal), Accounts());
        LakeDamager.RequireSound(_lake.Directory);
        using var session = _lake.Open();
        var purged =
            CoverageReport.Read(session, new CoverageRequest()).Findings.Where(finding => finding.Kind == CoverageFindingKind.Purged)
                .ToList();
        Assert.Equal(
            s_names.Except(left).Order(StringComparer.Ordinal), purged.Select(finding => finding.Account!).Order(StringComparer.Ordinal));
        Assert.All(purged, finding => Assert.Equal(1, finding.Count));
        Assert.Equal(0, LakeDamager.Ingest(LakeDamager.Open(_lake.Directory), _lake.Source).Objects);
    }

    [Theory]
    [InlineData("\\ud800", "\ufffd")]
    [InlineData("\\udc00", "\ufffd")]
    [InlineData("a\\udfffb", "a\ufffdb")]
    [InlineData("\\udc00\\ud800", "\ufffd\ufffd")]
    public async Task HalfOfASurrogatePair_IsReadAsAReplacement_AndKeptAsDelivered(string escaped, string readable)
    {
        _lake.Put("a.json", Records.File(
            TestRecord.Of(1, "2026-03-10T09:00:00Z", TestRecord.User("eve", "AKIAEVE"), "s3:GetObject", account: escaped),
            TestRecord.Of(2, "2026-03-10T09:00:01Z", TestRecord.User("eve", "AKIAEVE"), "s3:GetObject").Replace(
                "us-east-1", escaped, StringComparison.Ordinal)));
        Assert.Equal((2, 0), (_lake.Ingest().Events, _lake.Rejects().Count));
        Assert.Equal([TestRecord.Account, readable], Accounts());
        Assert.Equal(0, (await Run("coverage")).Exit);
        LakeDamager.RequireSound(_lake.Directory);
        Assert.All(_lake.Rebuild().Values, record => Assert.Contains(escaped, record, StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData("null", "account=null")]
    [InlineData("null", "account=NULL")]
    [InlineData("null", "account=__HIVE_DEFAULT_PARTITION__")]
    [InlineData("1", "account=%C3~0000")]
    [InlineData("1", "account=%C3")]
    [InlineData("1", "account=2")]
    [InlineData("1", "other=1")]
    [InlineData("1", "x")]
    public async Task FolderThatTellsAnotherAccount_IsNotBelieved(string account, string folder)
    {
        // As earlier versions named some, and other programs do.
        _lake.Put("a.json", Records.File(
            TestRecord.Of(1, "2026-03-10T09:00:00Z", TestRecord.User("eve", "AKIAEVE"), "s3:GetObject", account: account),
            TestRecord.Of(2, "2026-03-10T09:00:00Z", TestRecord.User("eve", "AKIAEVE"), "s3:GetObject", isReadOnly: true)));
        _lake.Ingest();
        var day = Path.Combine(_lake.Directory, "events", "date=2026-03-10");
        var before = PartitionFolder.Path(new DateOnly(2026, 3, 10), account)["date=2026-03-10/".Length..];
        Directory.Move(Path.Combine(day, before), Path.Combine(day, folder));
        foreach (var commit in Directory.GetFiles(Path.Combine(_lake.Directory, "events", "_delta_log"), "*.json"))
        {
            var text = File.ReadAllText(commit);
            File.WriteAllText(
                commit, text.Replace($"/{before.Replace("%", "%25")}/", $"/{folder.Replace("%", "%25")}/", StringComparison.Ordinal));
        }

        IEnumerable<string> accounts = [.. new[] { account, TestRecord.Account }.Order(StringComparer.Ordinal)];
        Assert.Equal(accounts, Accounts());
        foreach (var name in accounts)
        {
            var sql = $"SELECT count(*) AS n FROM events WHERE account = '{name}' AND date = '2026-03-10'";
            Assert.Equal("1", (await Run("query", "--format", "csv", "--account", name, sql)).Out.Split('\n')[1].TrimEnd());
            Assert.Equal(0, (await Run("coverage", "--account", name)).Exit);
        }

        LakeDamager.RequireSound(_lake.Directory);
    }

    async Task CheckAll(int eventsOf)
    {
        // Each by its own name: in the views, and asked for by the option.
        IEnumerable<string> accounts = [.. s_names.Append(TestRecord.Account).Order(StringComparer.Ordinal)];
        Assert.Equal(accounts, Accounts());
        Assert.Equal(0, _lake.Count("SELECT count(*) FROM events WHERE account <> recipientAccountId OR account IS NULL"));
        foreach (var name in s_names)
        {
            var filter = new EventFilter { Accounts = [name] };
            using var session = SqlSession.Open(
                LakeFiles.Of(_lake.Directory, _lake.Snapshot()), new SessionOptions { Filter = filter, Threads = 1 });
            using var result = session.Query("SELECT count(*), min(recipientAccountId), max(account) FROM events");
            Assert.True(result.Read());
            Assert.Equal((eventsOf, name, name), (result.GetInt64(0), result.GetText(1), result.GetText(2)));
            Assert.Null(CoverageNote.Of(LakeFiles.Of(_lake.Directory, _lake.Snapshot()), filter));
        }

        using (var session = _lake.Open())
        {
            var report = CoverageReport.Read(session, new CoverageRequest());
            Assert.Empty(report.Findings);
            Assert.Equal(accounts, report.Series.Select(series => series.Account!).Distinct().Order(StringComparer.Ordinal));
            Assert.Equal(
                s_names.Append("us-east-1").Order(StringComparer.Ordinal),
                report.Series.Select(series => series.Region!).Distinct().Order(StringComparer.Ordinal));
            foreach (var name in s_names)
            {
                var one = Assert.Single(CoverageReport.Read(session, new CoverageRequest { Regions = [name] }).Series);
                Assert.Equal((TestRecord.Account, name, (long)eventsOf), (one.Account, one.Region, one.Events));
            }
        }

        using var json = JsonDocument.Parse((await Run("coverage", "--format", "json")).Out);
        Assert.Equal(accounts, json.RootElement.GetProperty("hours").EnumerateArray()
            .Select(hour => hour.GetProperty("account").GetString()!).Distinct().Order(StringComparer.Ordinal));
        using var status = JsonDocument.Parse((await Run("status", "--format", "json")).Out);
        Assert.Equal(accounts, status.RootElement.GetProperty("accounts").EnumerateArray().Select(account => account.GetString()!));
        foreach (var line in new[] { "coverage", "status", "who eve", "who --all", "chart", "timeline eve", "trace AKIAEVE",
            "lookup --max-results 3", "ask root-use", "verify lake" })
        {
            var run = await Run(line.Split(' '));
            Assert.True(
                run.Exit is 0 or 1 && !run.Error.Contains("unexpected", StringComparison.Ordinal), $"{line}: {run.Exit} {run.Error}");
            Assert.DoesNotContain(run.Out + run.Error, c => char.IsControl(c) && c != '\n');
        }

        foreach (var name in new[] { "null", "NULL", "*", "-x", "@x", "a'b", "../x", "%2F", s_names.MaxBy(name => name.Length)! })
        {
            var run = await Run("query", "--format", "csv", "--account=" + name, "SELECT count(*) AS n FROM events");
            Assert.Equal((0, $"n\n{eventsOf}\n"), (run.Exit, run.Out.Replace("\r", "", StringComparison.Ordinal)));
            Assert.Equal(0, (await Run("coverage", "--account=" + name)).Exit);
        }

        // A database of the views keeps no variables.
        var database = Path.Combine(_lake.Source, "..", "views.duckdb");
        LakeDatabase.Write(
            database, LakeFiles.Of(_lake.Directory, _lake.Snapshot()), new LakeOrigin("lake", 1, DateTime.UnixEpoch, "test"));
        using var connection = new DuckDBConnection("Data Source=" + database);
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT count(*) FROM events WHERE account = recipientAccountId";
        Assert.Equal((long)eventsOf * 2 * s_names.Length, command.ExecuteScalar());
    }

    void Deliver(string file, string mark) => _lake.Put(file, Records.File([.. s_names.SelectMany((name, i) => new[]
    {
        Of(i, mark, account: name, region: "us-east-1"), Of(i + s_names.Length, mark, account: TestRecord.Account, region: name),
    })]));

    static string Of(int number, string mark, string account, string region) => TestRecord.Of(
            number,
            string.Create(CultureInfo.InvariantCulture, $"2026-03-10T09:{number % 60:00}:00Z"),
            TestRecord.User("eve", "AKIAEVE"),
            "s3:GetObject",
            isReadOnly: true)
        .Replace(
            $"\"recipientAccountId\":\"{TestRecord.Account}\"",
            $"\"recipientAccountId\":{JsonSerializer.Serialize(account)}",
            StringComparison.Ordinal)
        .Replace("\"awsRegion\":\"us-east-1\"", $"\"awsRegion\":{JsonSerializer.Serialize(region)}", StringComparison.Ordinal)
        .Replace("\"eventID\":\"", $"\"eventID\":\"{mark}", StringComparison.Ordinal);

    IEnumerable<string> Accounts() =>
        [.. _lake.Query("SELECT DISTINCT account FROM events").Select(row => row[0]!).Order(StringComparer.Ordinal)];

    Task<CommandRun> Run(params string[] arguments) => CommandRun.OfAsync([.. arguments, "--lake", _lake.Directory]);
}
