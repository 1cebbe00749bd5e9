using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using TrailLake.Answers.Questions;
using TrailLake.Cli;
using TrailLake.Cli.Shell;
using TrailLake.Cli.Terminals;
using TrailLake.Errors;
using TrailLake.Query.Completion;
using TrailLake.Tests.Questions;
using Xunit;

namespace TrailLake.Tests.Shell;

/// <summary>The shell that reads from a pipe, and what both shells share.</summary>
public sealed class ShellTests
{
    const string Records = """
        [
          { "id": "e1", "call": "s3:DeleteBucket", "in": { "bucketName": "invoices" }, "userAgent": "=1+1\u001b[2J" },
          { "id": "e2", "call": "s3:DeleteBucket", "in": { "bucketName": "photos" }, "error": "AccessDenied", "time": "2026-03-02T10:00:00Z" }
        ]
        """;

    [Theory]
    [InlineData("select eventID from events\norder by 1;select 2 as b", 0, "eventID\ne1\ne2\nb\n2\n", "")]
    [InlineData("-- c\n.format json\nselect 1 as a;", 0, "[\n{\"a\":1}\n]\n", "")]
    [InlineData(
        "select 1 as a;\nselect\n nosuch;\nselect 2 as b;",
        1,
        "a\n1\nb\n2\n",
        "traillake: line 2: Binder Error: Referenced column \"nosuch\"")]
    [InlineData("create table t(a int);", 1, "", "traillake: line 1: this statement does more than read")]
    [InlineData(".bogus", 1, "", "traillake: line 1: unknown command .bogus; .help lists them")]
    [InlineData(".formt csv", 1, "", "traillake: line 1: unknown command .formt, did you mean .format?; .help lists them")]
    [InlineData(".format xml", 1, "", "traillake: line 1: .format is 'xml', expected table, csv, json, jsonl or markdown")]
    [InlineData(".timer maybe", 1, "", "traillake: line 1: .timer: found 'maybe', expected on or off")]
    [InlineData(".schema evnts", 1, "", "traillake: line 1: there is no table 'evnts', did you mean events?; .tables lists them")]
    [InlineData(
        ".ask deleted-bukket",
        1,
        "",
        "traillake: line 1: unknown question 'deleted-bukket', did you mean deleted-bucket?; traillake ask lists them")]
    [InlineData(".ask 'deleted-bucket", 1, "", "traillake: line 1: a ' is not closed in: .ask 'deleted-bucket")]
    [InlineData(".quit\nselect 1;", 0, "", "")]
    [InlineData("", 0, "", "")]
    public async Task Pipe_RunsWhatItReads_AndGoesOnAfterAnError(string input, int exit, string output, string error)
    {
        using var lake = await RecordLake.CreateAsync(JsonNode.Parse(Records)!.AsArray());
        var run = await RunAsync(lake, input);
        Assert.Equal((exit, output), (run.Exit, run.Out));
        Assert.StartsWith(error, run.Error);
        Assert.True(error.Length > 0 || run.Error.Length == 0, run.Error);
    }

    [Fact]
    public async Task Ask_AnswersAsTheCommandDoes_AndLeavesTheSessionAlone()
    {
        using var lake = await RecordLake.CreateAsync(JsonNode.Parse(Records)!.AsArray());
        var run = await RunAsync(
            lake,
            ".ask deleted-bucket --bucket 'invoices'\n.ask deleted-bucket --attempts\nselect count(*) as n from calls where is_shown;");
        Assert.Equal(0, run.Exit);
        Assert.Equal(2, Count(run.Out, "invoices"));
        Assert.Equal(1, Count(run.Out, "photos"));
        Assert.EndsWith("n\n1\n", run.Out);

        var none = await RunAsync(lake, ".ask deleted-bucket --bucket photos");
        Assert.Equal(
            (1, "traillake: nothing that took effect was found; --attempts shows 1 that was denied, failed or a dry run"),
            (none.Exit, none.Error));

        // The filter of the shell holds for its questions.
        Assert.Equal(1, (await RunAsync(lake, ".ask deleted-bucket", "--from", "2026-03-02")).Exit);
        Assert.Contains("SELECT", (await RunAsync(lake, ".ask deleted-bucket --explain")).Out);
    }

    [Fact]
    public async Task HostileText_IsNeutralisedAsEverywhere()
    {
        using var lake = await RecordLake.CreateAsync(JsonNode.Parse(Records)!.AsArray());
        var csv = await RunAsync(lake, "select userAgent from events where eventID = 'e1';");
        Assert.Contains("'=1+1", csv.Out);
        var table = await RunAsync(lake, ".format table\nselect userAgent from events;\n.\u001b[2J\nselect \"\u001b[2J\";");
        Assert.DoesNotContain('\u001b', table.Out);
        Assert.DoesNotContain('\u001b', table.Error);
    }

    [Fact]
    public async Task Schema_AndTables_NameWhatThereIs()
    {
        using var lake = await RecordLake.CreateAsync([]);
        var run = await RunAsync(lake, ".tables\n.schema\n.schema \"CLOUDTRAIL_LOGS\"\n.help");
        Assert.Equal((0, ""), (run.Exit, run.Error));
        Assert.All(
            ["events\n", "aws_cloudtrail_log\n", "eventTime,TIMESTAMP WITH TIME ZONE", "useragent,VARCHAR", ".timer [on|off]"],
            text => Assert.Contains(text, run.Out));
    }

    [Theory]
    [InlineData("select eventNam", 7, "eventName")]
    [InlineData("select 'x;y'; select count(*) from cloudtrail_lo", 35, "cloudtrail_logs")]
    [InlineData("SELECT useridentity.sessionContext.sess", 35, "sessionIssuer")]
    [InlineData("select e.userIdentity.acces", 22, "accessKeyId")]
    [InlineData("select e.sourceIPA", 9, "sourceIPAddress")]
    [InlineData("select nosuch.thing.x", 20, "")]
    [InlineData("select '/et", 9, "")]
    [InlineData("select 'ä', eventNam", 12, "eventName")]
    [InlineData(".as", 0, ".ask")]
    [InlineData(".ask changed-la", 5, "changed-lambda-code")]
    [InlineData(".ask deleted-bucket --bu", 20, "--bucket")]
    [InlineData(".schema aws", 8, "aws_cloudtrail_log")]
    [InlineData(".format ma", 8, "markdown")]
    public async Task Completion_KnowsCommandsQuestionsTablesColumnsAndMembers(string typed, int start, string expected)
    {
        using var lake = await RecordLake.CreateAsync([]);
        using var session = lake.Open();
        var found = new ShellCompleter(new SqlCompleter(session), QuestionCatalog.Load()).Complete(typed);
        Assert.Equal((start, expected), (found.Start, found.Candidates.FirstOrDefault() ?? ""));
    }

    [Fact]
    public async Task Completion_KnowsKeywords()
    {
        using var lake = await RecordLake.CreateAsync([]);
        using var session = lake.Open();
        Assert.Contains("select", new SqlCompleter(session).Complete("sel").Candidates.Select(word => word.Trim().ToLowerInvariant()));
    }

    [Theory]
    [InlineData(".ask", true)]
    [InlineData("  .x", true)]
    [InlineData(".5", false)]
    [InlineData("select .5", false)]
    [InlineData("", false)]
    public void DotCommand_IsToldFromSql(string line, bool expected) => Assert.Equal(expected, DotCommand.IsOne(line));

    [Fact]
    public void DotCommand_HoldsQuotedWordsTogether()
    {
        Assert.Equal([".ask", "q", "--user", "a \"b'", ""], Words(".ASK q --user 'a \"b'\"'\" '';"));
        Assert.Throws<TrailLakeException>(() => DotCommand.Parse(".ask \"x"));

        static string[] Words(string line) => [DotCommand.Parse(line).Name, .. DotCommand.Parse(line).Words];
    }

    static int Count(string text, string part) => text.Split(part).Length - 1;

    static async Task<(int Exit, string Out, string Error)> RunAsync(RecordLake lake, string input, params string[] options)
    {
        using var reader = new StringReader(input);
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        using var terminal = new Terminal(reader, output, error);
        var exit = await CommandLine.RunAsync(
            ["shell", "--format", "csv", "--lake", lake.Files.Directory, .. options], terminal, CancellationToken.None);
        return ((int)exit, output.ToString().ReplaceLineEndings("\n"), error.ToString().Trim().ReplaceLineEndings("\n"));
    }
}
