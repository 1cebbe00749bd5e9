using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using TrailLake.Tests.Support;
using Xunit;

namespace TrailLake.Tests.EndToEnd;

/// <summary>
/// What an attacker may write into a log stays text: nothing drives the terminal or a spreadsheet, and no file stands outside of the lake.
/// </summary>
public sealed class HostileContentTests : IDisposable
{
    const string Escapes = "\u001b[2J\u001b]0;owned\u0007\u202Egpj.exe\u0085\u2028x\r\n\t";

    static readonly string[] s_texts =
    [
        Escapes, "=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(A1)", "<script>alert(1)</script><img src=x onerror=alert(1)>",
        "'; DROP TABLE events; --", "\"\"\",",
        "$(touch pwned)`touch pwned`", "%s%n%x", "../../etc/passwd", "\0nul", "\ud83d\ude00", new string('U', 1 << 20),
    ];

    static readonly string[] s_accounts =
    [
        "../../../escaped", "..", ".", "/etc", "a/b", "a\\b", "C:\\x", "con", "account=1", "%2e%2e", "~", "\u001b[31m", " ", "a\nb", "a\0b",
        "*", "?", "\u202Ex", "ÄÖ",
        new string('9', 5000),
    ];

    readonly TestLake _lake = new();

    public void Dispose() => _lake.Dispose();

    /// <summary>Partitions are named in memory, in the log and in answers: a text of any length must not become the name of one.</summary>
    [Theory]
    [InlineData(32 << 10, true)]
    [InlineData((32 << 10) + 1, false)]
    [InlineData(1 << 20, false)]
    public void AccountOfAnyLength_StandsInItsColumn_AndNamesThePartitionWhenItIsShort(int length, bool isName)
    {
        string account = new('9', length);
        string record = Records.Of("a").Replace("\"recipientAccountId\":\"111122223333\"", $"\"recipientAccountId\":\"{account}\"");
        _lake.Put("1.json", Records.File(record));
        _lake.Put(
            "AWSLogs/444455556666/CloudTrail/eu-west-1/2024/05/01/"
                + "444455556666_CloudTrail_eu-west-1_20240501T1005Z_abcdefghijklmnop.json.gz",
            Records.Gzip(Records.File(record.Replace("\"eventID\":\"a\"", "\"eventID\":\"b\""))));
        Assert.Equal(2, _lake.Ingest().Events);
        Assert.Equal(isName ? [account] : ["444455556666", "unknown"], _lake.Snapshot().Files.Select(file => file.Account).Distinct());
        Assert.Equal([account, account], _lake.Query("SELECT recipientAccountId FROM events").Select(row => row[0]));
        Assert.All(
            _lake.Rebuild().Where(row => row.Key.Source.EndsWith("1.json", StringComparison.Ordinal)),
            row => TestLake.AssertSameJson(record, row.Value));
        LakeDamager.RequireSound(_lake.Directory);
    }

    [Fact]
    public async Task NothingEscapesItsPlace()
    {
        string root = Path.GetFullPath(Path.Combine(_lake.Source, ".."));
        var records = new List<string>();
        for (int i = 0; i < Math.Max(s_texts.Length, s_accounts.Length); i++)
        {
            records.Add(Record($"e{i}", s_texts[i % s_texts.Length], s_accounts[i % s_accounts.Length]));
        }

        // Keys of every odd character that a file system takes, and folders that look like others' accounts and regions.
        string[] names =
        [
            "plain.json", "a b.json", "=1+1.json", "\u001b[2J.json", "x\ny.json", "ü%2e%2e.json", "'quote\".json", "`tick`.json",
            "$(x).json", "*.json", "#?&.json",
            "AWSLogs/%2e%2e/CloudTrail/%2e-x/2024/05/01/x.json", "AWSLogs/111122223333/CloudTrail/eu-west-1;rm/2024/05/01/y.json",
            new string('k', 200) + ".json",
        ];
        for (int i = 0; i < records.Count; i++)
        {
            _lake.Put(names[i % names.Length] + (i < names.Length ? "" : i + ".json"), Records.File(records[i]));
        }

        var before = Outside(root);
        var report = _lake.Ingest();
        Assert.True(report.Events == records.Count, $"{report.Events} events; " + string.Join('\n', report.Skipped.Select(pair => $"{pair}")
            .Concat(_lake.Rejects().Select(row => row.Message)).Concat(report.Problems.Select(problem => problem.Message))));
        LakeDamager.RequireSound(_lake.Directory);
        Assert.Equal(before, Outside(root));
        Assert.All(
            Directory.EnumerateFileSystemEntries(_lake.Directory, "*", SearchOption.AllDirectories),
            path => Assert.DoesNotContain(path, char.IsControl));
        var accounts = _lake.Query("SELECT DISTINCT recipientAccountId FROM events").Select(row => row[0]!).ToHashSet();
        Assert.Equal(s_accounts.ToHashSet(), accounts);

        foreach (string line in (string[])["status --lake L", "verify lake L", "purge --lake L --before 2030-01-01", "who --lake L --all",
            "timeline --lake L eve", "chart --lake L --by principal"])
        {
            RequireHarmless(await RunAsync(line), line);
        }

        foreach (string format in (string[])["table", "markdown", "csv", "json", "jsonl"])
        {
            var run = await CommandRun.OfAsync(
                "query", "SELECT userAgent, recipientAccountId, sourceObject FROM events ORDER BY eventID", "--lake", _lake.Directory,
                "--format", format);
            Assert.Equal((0, ""), (run.Exit, run.Error));
            if (format is "table" or "markdown")
            {
                RequireHarmless(run, format);
            }

            if (format == "csv")
            {
                Assert.DoesNotContain("\n=", run.Out);
                Assert.DoesNotContain("\n@", run.Out);
                Assert.DoesNotContain("\n+", run.Out);
            }
        }

        // A damaged lake names the same keys and accounts.
        foreach (var file in _lake.Snapshot().Files)
        {
            LakeDamager.Flip(file.Path, 50);
        }

        RequireHarmless(await RunAsync("verify lake L"), "verify", 1);
        RequireHarmless(await RunAsync("repair --lake L"), "repair");
        LakeDamager.RequireSound(_lake.Directory);
        Assert.Equal(before, Outside(root));
    }

    static string Record(string id, string text, string account)
    {
        string Json(string value) => JsonSerializer.Serialize(value);
        return $"{{\"eventVersion\":\"1.08\",\"userIdentity\":{{\"type\":\"IAMUser\","
            + $"\"userName\":{Json(text[..Math.Min(text.Length, 500)])}}},\"eventTime\":\"2024-05-01T10:00:00Z\","
            + $"\"eventSource\":\"s3.amazonaws.com\",\"eventName\":{Json(text[..Math.Min(text.Length, 50)])},\"awsRegion\":\"../{id}\","
            + $"\"sourceIPAddress\":{Json(account[..Math.Min(9, account.Length)])},"
            + $"\"userAgent\":{Json(text)},\"errorMessage\":{Json(text[..Math.Min(text.Length, 500)])},\"eventID\":\"{id}\","
            + $"\"recipientAccountId\":{Json(account)}}}";
    }

    /// <summary>Every entry beside the lake, the source's own included.</summary>
    List<string> Outside(string root) =>
        [.. Directory.EnumerateFileSystemEntries(root, "*", SearchOption.AllDirectories)
            .Where(path => !path.StartsWith(_lake.Directory, StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    Task<CommandRun> RunAsync(string line) => CommandRun.OfAsync([.. line.Split(' ').Select(word => word == "L" ? _lake.Directory : word)]);

    static void RequireHarmless(CommandRun run, string what, int exit = 0)
    {
        Assert.True(
            run.Exit == exit || (exit == 0 && run.Exit == 1 && what.StartsWith("timeline", StringComparison.Ordinal)),
            $"{what}: exit {run.Exit} {run.Error}");
        var hostile = (run.Out + run.Error).FirstOrDefault(c => (char.IsControl(c) && c != '\n') || c is '\u202E' or '\u2028');
        Assert.True(hostile == default, $"{what} prints U+{(int)hostile:X4}");
    }
}
