using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using TrailLake.Answers.Coverage;
using TrailLake.Cli;
using TrailLake.Cli.Terminals;
using TrailLake.Query.Execution;
using TrailLake.Query.Search;
using TrailLake.Query.Session;
using TrailLake.Tests.Support;

namespace TrailLake.Tests.Coverage;

/// <summary>
/// A lake of two accounts and two regions that deliver every twenty minutes for eight days, but for what a test takes out.
/// </summary>
sealed class DeliveredLake : IDisposable
{
    public const string One = "111122223333";
    public const string Two = "444455556666";
    public const int Days = 8;

    /// <summary>A Monday.</summary>
    public static readonly DateTime Start = new(2026, 3, 2, 0, 0, 0, DateTimeKind.Utc);

    readonly TestLake _lake = new();
    int _next;

    /// <param name="isLost">True for a delivery that is missing: account, region, hour since <see cref="Start"/>.</param>
    public DeliveredLake(Func<string, string, int, bool>? isLost = null)
    {
        foreach (var account in new[] { One, Two })
        {
            foreach (var region in new[] { "eu-west-1", "us-east-1" })
            {
                for (var i = 0; i < Days * 24 * 3; i++)
                {
                    if (isLost?.Invoke(account, region, i / 3) != true)
                    {
                        Deliver(account, region, Start.AddMinutes((i * 20) + 2));
                    }
                }
            }
        }
    }

    public TestLake Lake => _lake;

    public void Deliver(string account, string region, DateTime time, string api = "ec2:DescribeInstances", string? request = null) => Put(
        account,
        region,
        time,
        "{\"Records\":[" + TestRecord.Of(
            ++_next, Text(time), TestRecord.User("eve", "AKIAEVE", account), api, request, account: account, isReadOnly: request is null)
            .Replace("\"awsRegion\":\"us-east-1\"", $"\"awsRegion\":\"{region}\"", StringComparison.Ordinal) + "]}");

    public void Put(string account, string region, DateTime time, string content) => _lake.Put(
        string.Create(
            CultureInfo.InvariantCulture,
            $"AWSLogs/{account}/CloudTrail/{region}/{time:yyyy/MM/dd}/"
                + $"{account}_CloudTrail_{region}_{time.AddMinutes(5):yyyyMMdd'T'HHmm'Z'}_{_next++:D16}.json.gz"),
        content);

    public DeliveredLake Ingest()
    {
        _lake.Ingest();
        return this;
    }

    public CoverageReport Report(CoverageRequest? request = null)
    {
        using var session = SqlSession.Open(
            LakeFiles.Of(_lake.Directory, _lake.Snapshot()),
            new SessionOptions { Filter = new EventFilter { To = request?.To }, Threads = 1 });
        return CoverageReport.Read(session, request ?? new CoverageRequest());
    }

    public string? Note(EventFilter filter) => CoverageNote.Of(LakeFiles.Of(_lake.Directory, _lake.Snapshot()), filter);

    public (int Exit, string Out, string Error) Run(params string[] arguments) => Run(outIsTerminal: false, arguments);

    public (int Exit, string Out, string Error) Run(bool outIsTerminal, string[] arguments) =>
        Run(TextReader.Null, outIsTerminal, arguments);

    /// <summary>Runs a command that reads what is typed.</summary>
    public (int Exit, string Out, string Error) Type(string typed, params string[] arguments) =>
        Run(new StringReader(typed), outIsTerminal: false, arguments);

    (int Exit, string Out, string Error) Run(TextReader input, bool outIsTerminal, string[] arguments)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        using var terminal = new Terminal(input, output, error, outIsTerminal, width: 100);
        var exit = CommandLine.RunAsync([.. arguments, "--lake", _lake.Directory], terminal, default).GetAwaiter().GetResult();
        return ((int)exit, output.ToString(), error.ToString());
    }

    /// <summary>Hours since <see cref="Start"/> of each finding that counts, with what it is about.</summary>
    public static IEnumerable<(CoverageFindingKind, string?, string?, double, double)> Shapes(
        CoverageReport report) => report.Findings.Where(finding => finding.IsMissing)
        .Select(
            finding => (finding.Kind, finding.Account, finding.Region, (finding.From - Start).TotalHours, (finding.To - Start).TotalHours));

    public void Dispose() => _lake.Dispose();

    static string Text(DateTime time) => time.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
