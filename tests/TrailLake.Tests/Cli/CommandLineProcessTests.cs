using System;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Threading.Tasks;
using TrailLake.Tests.Support;
using Xunit;

namespace TrailLake.Tests.Cli;

/// <summary>The real executable: exit codes, what goes to which stream, and its exact words.</summary>
public sealed class CommandLineProcessTests
{
    [Fact]
    public void Version_IsOneLine()
    {
        Assert.Equal(new TrailLakeProcess(0, "traillake 0.1.0" + Environment.NewLine, ""), TrailLakeProcess.Run("--version"));
    }

    [Fact]
    public void Help_NamesCommandsAndExamples()
    {
        var help = TrailLakeProcess.Run("--help");
        Assert.Equal((0, ""), (help.ExitCode, help.Error));
        Assert.Contains("query", help.Out);
        Assert.Equal(help.Out, TrailLakeProcess.Run().Out);
        Assert.Contains("Examples:\n  traillake query --lake lake", TrailLakeProcess.Run("query", "--help").Out.ReplaceLineEndings("\n"));
    }

    [Theory]
    [InlineData("traillake: unknown command 'qurey', did you mean query?; see traillake --help", "qurey")]
    [InlineData(
        "traillake: unknown option --formt, did you mean --format?; see traillake query --help", "query", "--formt", "json", "SELECT 1")]
    [InlineData("traillake: unknown option --xyzzy; see traillake query --help", "query", "SELECT 1", "--xyzzy")]
    [InlineData("traillake: unexpected argument 'b'; see traillake show --help", "show", "a", "b")]
    [InlineData("traillake: no lake was named: give --lake DIR or set TRAILLAKE_LAKE", "query", "SELECT 1")]
    [InlineData(
        "traillake: --format is 'xml', expected table, csv, json, jsonl, markdown, or with --output parquet", "query", "SELECT 1", "--lake",
        "x", "--format", "xml")]
    [InlineData(
        "traillake: --from is '2026-13-01', expected a date (2026-03-01), a time (2026-03-01T09:30Z) or a span back from now (7d, 24h)",
        "query", "SELECT 1", "--lake", "x", "--from", "2026-13-01")]
    [InlineData(
        "traillake: --memory is 'lots', expected a size such as 512MB or 2GB", "query", "SELECT 1", "--lake", "x", "--memory", "lots")]
    public void WrongCommandLine_IsOneLineAndExitCode2(string expected, params string[] arguments)
    {
        Assert.Equal(new TrailLakeProcess(2, "", expected + Environment.NewLine), TrailLakeProcess.Run(arguments));
    }

    [Fact]
    public void Query_WritesDataToStdoutAndNothingElse()
    {
        using var lake = QueryLake.WithSample();
        string[] arguments = ["query", "--lake", lake.Directory, "SELECT eventID, eventTime, errorCode FROM events ORDER BY 1 LIMIT 2"];
        Assert.Equal(
            new TrailLakeProcess(
                0, "eventID  eventTime             errorCode\n-------  --------------------  ---------\ne1       2026-03-01T10:00:00Z\n"
                    + "e2       2026-03-01T23:59:59Z\n", ""),
            TrailLakeProcess.Run(arguments));
        Assert.Equal(
            new TrailLakeProcess(0, "[\n{\"n\":3}\n]\n", ""),
            TrailLakeProcess.Run(["query", "--format", "json"], "SELECT count(*) AS n FROM events", ("TRAILLAKE_LAKE", lake.Directory)));
        Assert.Equal(
            new TrailLakeProcess(0, "eventID\n", ""),
            TrailLakeProcess.Run("query", "--lake", lake.Directory, "--format=csv", "SELECT eventID FROM events WHERE false"));
    }

    [Fact]
    public void Query_ThatIsWrong_PointsAtThePlace()
    {
        using var lake = QueryLake.WithSample();
        var run = TrailLakeProcess.Run("query", "--lake", lake.Directory, "SELECT eventNam FROM events");
        Assert.Equal((2, ""), (run.ExitCode, run.Out));
        var error = run.Error.ReplaceLineEndings("\n");
        Assert.StartsWith("traillake: Binder Error: Referenced column \"eventNam\" not found", error);
        Assert.EndsWith("LINE 1: SELECT eventNam FROM events\n               ^\n", error);

        var refused = TrailLakeProcess.Run("query", "--lake", lake.Directory, "DROP VIEW events");
        Assert.Equal(
            new TrailLakeProcess(
                2,
                "",
                "traillake: this statement does more than read: SQL can only read the lake (SELECT, FROM, WITH, VALUES, DESCRIBE, SHOW, "
                    + "SUMMARIZE, EXPLAIN)" + Environment.NewLine),
            refused);
    }

    [Fact]
    public void Lake_ThatIsNotThere_IsOneLine()
    {
        var run = TrailLakeProcess.Run("status", "--lake", "no-such-folder");
        Assert.Equal((2, ""), (run.ExitCode, run.Out));
        Assert.Single(run.Error.TrimEnd().Split('\n'));
        Assert.StartsWith("traillake: ", run.Error);
        Assert.DoesNotContain(" at ", run.Error.Replace("lake at", ""));
    }

    [Fact]
    public void Show_PrintsTheRecordAndItsSource()
    {
        using var lake = QueryLake.WithSample();
        var run = TrailLakeProcess.Run("show", "--lake", lake.Directory, "e1");
        Assert.Equal(0, run.ExitCode);
        Assert.Equal(
            """
            {
              "userIdentity": {
                "type": "IAMUser",
                "arn": "arn:aws:iam::000000000011:user/eve"
              },
              "eventTime": "2026-03-01T10:00:00Z",
              "eventName": "DeleteBucket",
              "awsRegion": "eu-west-1",
              "requestParameters": {
                "bucketName": "b"
              },
              "responseElements": null,
              "eventID": "e1",
              "readOnly": false
            }

            """.ReplaceLineEndings("\n"),
            run.Out);
        Assert.Equal(
            "from s3://b/k, record 7 (counted from 0); in events/date=2026-03-01/account=000000000011/part-0.parquet", run.Error.TrimEnd());

        var missing = TrailLakeProcess.Run("show", "--lake", lake.Directory, "nobody");
        Assert.Equal(new TrailLakeProcess(1, "", "traillake: no event with eventID nobody" + Environment.NewLine), missing);
    }

    [Fact]
    public void Status_CountsWhatIsThere()
    {
        using var lake = QueryLake.WithSample();
        var text = TrailLakeProcess.Run("status", "--lake", lake.Directory);
        Assert.Equal(0, text.ExitCode);
        Assert.Equal(
            "traillake: 2 of 2 data files are not in the index, so that searches read them whole; traillake optimize makes what "
                + "is missing\n",
            text.Error);
        Assert.Contains("span             2026-03-01T10:00:00Z to 2026-03-02T00:00:00Z\n", text.Out);
        Assert.Contains("accounts         2 (000000000011, 000000000022)\n", text.Out);
        using var json = JsonDocument.Parse(TrailLakeProcess.Run("status", "--lake", lake.Directory, "--format", "json").Out);
        string[] names = ["events", "objects", "duplicates", "rejects", "files", "version"];
        Assert.Equal([3, 1, 1, 1, 2, 1], names.Select(name => json.RootElement.GetProperty(name).GetInt64()));
    }

    [Fact]
    public async Task ClosedPipe_EndsAQueryWithExitCode0()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "A pipe is closed differently there.");
        using var lake = QueryLake.WithSample();
        using var process = TrailLakeProcess.Start(["query", "--lake", lake.Directory, "--format", "csv", "FROM range(1000000000)"]);
        process.StandardInput.Close();
        await process.StandardOutput.ReadLineAsync();
        process.StandardOutput.Close();
        var error = await process.StandardError.ReadToEndAsync();
        Assert.True(process.WaitForExit(TimeSpan.FromSeconds(30)));
        Assert.Equal((0, ""), (process.ExitCode, error));
    }

    [Fact]
    public async Task CtrlC_StopsAQueryWithExitCode130()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There are no signals there.");
        using var lake = QueryLake.WithSample();
        using var process = TrailLakeProcess.Start(
            ["query", "--lake", lake.Directory, "SELECT sum(a.range * b.range) FROM range(1000000) a, range(1000000) b"]);
        process.StandardInput.Close();
        await UntilItHandlesInterrupts(process.Id);
        await Task.Delay(TimeSpan.FromSeconds(1));
        Assert.Equal(0, Kill(process.Id, 2));
        Assert.True(process.WaitForExit(TimeSpan.FromMinutes(1)));
        Assert.Equal(130, process.ExitCode);
        Assert.StartsWith("traillake: stopped", await process.StandardError.ReadToEndAsync(), StringComparison.Ordinal);
    }

    // Before it does, the signal ends it, or is lost: what the tests run in may ignore it, and a process inherits that.
    static async Task UntilItHandlesInterrupts(int process)
    {
        const ulong Interrupt = 1 << (2 - 1);
        const string Caught = "SigCgt:";
        var status = $"/proc/{process}/status";
        for (var waited = 0; File.Exists(status) && waited < 600; waited++)
        {
            var caught = File.ReadLines(status).First(line => line.StartsWith(Caught, StringComparison.Ordinal))[Caught.Length..];
            if ((Convert.ToUInt64(caught.Trim(), 16) & Interrupt) != 0)
            {
                return;
            }

            await Task.Delay(100);
        }
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    static extern int Kill(int process, int signal);
}
