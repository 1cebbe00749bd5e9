using System;
using System.IO;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using TrailLake.Cli;
using TrailLake.Cli.Terminals;
using TrailLake.Tests.Questions;
using TrailLake.Tests.Support;
using Xunit;

namespace TrailLake.Tests.Cli;

/// <summary><c>traillake ask</c> as a person types it: what it prints, says and exits with.</summary>
public sealed class AskCommandTests
{
    const string Records = """
        [
          { "id": "e1", "call": "s3:DeleteBucket", "in": { "bucketName": "invoices" } },
          { "id": "e2", "call": "s3:DeleteBucket", "in": { "bucketName": "photos" }, "error": "AccessDenied" }
        ]
        """;

    static async Task<(int Exit, string Out, string Error)> RunAsync(string? lake, params string[] arguments)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        using var terminal = new Terminal(TextReader.Null, output, error);
        var exit = await CommandLine.RunAsync(lake is null ? arguments : [.. arguments, "--lake", lake], terminal, CancellationToken.None);
        return ((int)exit, output.ToString(), error.ToString().Trim());
    }

    [Theory]
    [InlineData("ask deleted-bukket", "unknown question 'deleted-bukket', did you mean deleted-bucket?; traillake ask lists them")]
    [InlineData(
        "ask deleted-bucket --bukket x",
        "unknown option --bukket of the question deleted-bucket, did you mean --bucket? (it takes --bucket)")]
    [InlineData("ask deleted-bucket --bucket", "--bucket needs a value")]
    [InlineData("ask deleted-bucket --bucket a --bucket=b", "--bucket is given twice")]
    [InlineData("ask deleted-bucket invoices", "unexpected argument 'invoices'; see traillake ask deleted-bucket --explain")]
    [InlineData(
        "ask deleted-bucket --bucket arn:aws:s3",
        "--bucket is 'arn:aws:s3', expected a name, or an ARN such as arn:aws:iam::123456789012:user/eve")]
    [InlineData("ask cross-account-s3 --caller 12", "--caller is '12', expected an account of twelve digits")]
    [InlineData("ask created-access-key --key eve", "--key is 'eve', expected an access key id such as AKIAIOSFODNN7EXAMPLE")]
    [InlineData("ask denied-bursts --minimum many", "--minimum is 'many', expected a whole number")]
    [InlineData("ask root-use --user x", "unknown option --user of the question root-use (it takes no option of its own)")]
    [InlineData(
        "ask deleted-bucket --from never",
        "--from is 'never', expected a date (2026-03-01), a time (2026-03-01T09:30Z) or a span back from now (7d, 24h)")]
    [InlineData("ask deleted-bucket --format parquet", "--format parquet needs --output FILE: Parquet is written to a file")]
    [InlineData("askk deleted-bucket --bucket x", "unknown command 'askk', did you mean ask?; see traillake --help")]
    [InlineData(
        "lookup --start-time never",
        "--start-time is 'never', expected a date (2026-03-01), a time (2026-03-01T09:30Z) or a span back from now (7d, 24h)")]
    [InlineData("ask deleted-bucket --questions /no/such/folder", null)]
    public async Task WrongArguments_AreRefusedBeforeAnythingRuns(string line, string? expected)
    {
        var (exit, output, error) = await RunAsync("/no/lake", line.Split(' '));
        Assert.Equal((2, ""), (exit, output));
        Assert.StartsWith("traillake: ", error);
        if (expected is not null)
        {
            Assert.Equal("traillake: " + expected, error);
        }
    }

    [Fact]
    public async Task Answer_GoesToStdoutInEveryFormat()
    {
        using var lake = await RecordLake.CreateAsync(JsonNode.Parse(Records)!.AsArray());
        using var folder = new TempFolder();
        foreach (var format in new[] { "table", "csv", "json", "jsonl", "markdown" })
        {
            var (exit, output, error) = await RunAsync(
                lake.Files.Directory, "ask", "deleted-bucket", "--bucket=invoices", "--format", format);
            Assert.Equal((0, ""), (exit, error));
            Assert.Contains("invoices", output);
        }

        var parquet = folder.File("answer.parquet");
        Assert.Equal(0, (await RunAsync(lake.Files.Directory, "ask", "deleted-bucket", "--bucket", "invoices", "--output", parquet)).Exit);
        Assert.True(new FileInfo(parquet).Length > 0);
        var named = folder.File("answer.of-any-name");
        Assert.Equal(0, (await RunAsync(lake.Files.Directory, "ask", "deleted-bucket", "--format", "parquet", "--output", named)).Exit);
        Assert.True(File.ReadAllBytes(named).AsSpan().StartsWith("PAR1"u8));
    }

    [Theory]
    [InlineData(
        "ask deleted-bucket --bucket photos",
        "nothing that took effect was found; --attempts shows 1 that was denied, failed or a dry run")]
    [InlineData("ask deleted-bucket --bucket other", "nothing was found")]
    [InlineData("ask deleted-bucket --bucket invoces", "nothing was found; for --bucket invoces, did you mean invoices?")]
    [InlineData(
        "ask deleted-bucket --bucket arn:aws:s3:::invoces", "nothing was found; for --bucket arn:aws:s3:::invoces, did you mean invoices?")]
    [InlineData("ask public-sharing --resource invoices", "nothing was found")]
    [InlineData("ask deleted-bucket --account 999999999999", "the lake holds no events of account 999999999999; it has 111111111111")]
    [InlineData("ask deleted-bucket --from 2027-01-01", "the lake holds no events of this time and account")]
    [InlineData("ask deleted-key --account 999999999999", "the lake holds no events of account 999999999999; it has 111111111111")]
    [InlineData(
        "ask s3-volume",
        "the lake holds no S3 data events: what s3-volume asks for was not recorded, which does not say that it did not happen")]
    public async Task NothingFound_SaysWhyAndExits1(string line, string expected)
    {
        using var lake = await RecordLake.CreateAsync(JsonNode.Parse(Records)!.AsArray());
        var (exit, _, error) = await RunAsync(lake.Files.Directory, line.Split(' '));
        Assert.Equal((1, "traillake: " + expected), (exit, error));
    }

    [Fact]
    public async Task OwnQuestions_AreListedExplainedAndAsked()
    {
        using var lake = await RecordLake.CreateAsync(JsonNode.Parse(Records)!.AsArray());
        using var folder = new TempFolder();
        folder.Write(
            "mine.sql",
            "-- title: What did a user do?\n-- theme: Ours\n-- parameter: user (text, alice): the user\n-- cannot see: the rest\n"
                + "SELECT eventID FROM calls WHERE who = getvariable('user') ORDER BY 1");
        Assert.Contains("Ours\n  mine", (await RunAsync(null, "ask", "--questions", folder.Path)).Out);
        var explained = (await RunAsync(null, "ask", "mine", "--explain", "--questions", folder.Path)).Out;
        Assert.Contains("Cannot see\n  the rest", explained);
        Assert.Contains("SELECT eventID FROM calls", explained);
        Assert.Equal("eventID\ne1\ne2\n", (await RunAsync(
            lake.Files.Directory, "ask", "mine", "--format", "csv", "--questions", folder.Path)).Out.ReplaceLineEndings("\n"));
        Assert.Equal(1, (await RunAsync(
            lake.Files.Directory, "ask", "mine", "--user", "it's'); DROP VIEW events; --", "--questions", folder.Path)).Exit);
        folder.Write("broken.sql", "-- titel: x\nSELECT 1");
        var (exit, _, error) = await RunAsync(null, "ask", "--questions", folder.Path);
        Assert.Equal(2, exit);
        Assert.Contains("broken.sql, line 1: found '-- titel: x', expected '-- key: value'", error);
    }
}
