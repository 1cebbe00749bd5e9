using System.Text.Json;
using System.Threading.Tasks;
using TrailLake.Tests.Support;
using Xunit;

namespace TrailLake.Tests.Cli;

/// <summary>What a caller chose to be called and to send reaches neither a terminal nor a spreadsheet as a command.</summary>
public sealed class HostileTextTests
{
    const string Name = "=cmd\u001b[2J\u202e";
    const string Key = "AKIAQEXAMPLEKEY00001";

    [Theory]
    [InlineData("who", Key)]
    [InlineData("who", Key, "--format", "json")]
    [InlineData("who", "--all")]
    [InlineData("who", "--all", "--format", "csv")]
    [InlineData("who", "--all", "--format", "markdown")]
    [InlineData("who", "--all", "--format", "jsonl")]
    [InlineData("chart", "--by", "principal")]
    [InlineData("chart", "--by", "agent")]
    [InlineData("chart", "--by", "agent", "--format", "csv")]
    [InlineData("chart", "--by", "agent", "--format", "json")]
    [InlineData("lookup", "--attribute", "EventName=DeleteBucket")]
    [InlineData("timeline", Key)]
    [InlineData("timeline", Key, "--format", "csv")]
    public async Task Text_IsNeutralised(params string[] arguments)
    {
        var hostile = JsonSerializer.Serialize(Name)[1..^1];
        var record = TestRecord.Of(
            1, "2026-03-10T01:00:00Z", User(hostile), "s3:DeleteBucket", request: $$"""{"bucketName":"{{hostile}}"}""")
            .Replace("\"userAgent\":\"test\"", $"\"userAgent\":\"{hostile}\"");
        using var lake = await RecordsLake.OfRecordsAsync(record);
        foreach (var isTerminal in new[] { true, false })
        {
            var run = await lake.RunAsync(isTerminal, arguments);
            Assert.Equal(0, run.ExitCode);
            Assert.Contains("cmd", run.Out);
            Assert.DoesNotContain(Name[4..], run.Error);

            // CSV in a file keeps every byte but the formula; a terminal gets none of it raw.
            var isFile = !isTerminal && arguments[^1] == "csv";
            Assert.True(isFile || !run.Out.Contains(Name[4..], System.StringComparison.Ordinal), run.Out);
            if (arguments[^1] == "csv")
            {
                Assert.DoesNotMatch(@"(^|,)""?=cmd", run.Out);
            }
        }
    }

    [Fact]
    public async Task NamesThatAreOffered_AreEscaped()
    {
        var hostile = JsonSerializer.Serialize("backups\u001b[2J")[1..^1];
        using var lake = await RecordsLake.OfRecordsAsync(TestRecord.Of(1, "2026-03-10T01:00:00Z", User(hostile), "s3:DeleteBucket"));
        foreach (var verb in new[] { "who", "timeline", "trace", "chart" })
        {
            var run = await lake.RunAsync(verb, "backup\u001b]0;x\u0007");
            Assert.Equal(1, run.ExitCode);
            Assert.DoesNotContain('\u001b', run.Error);
            Assert.DoesNotContain('\u0007', run.Error);
        }
    }

    static string User(string name) =>
        TestRecord.User("eve", Key).Replace("user/eve", "user/" + name).Replace("\"userName\":\"eve\"", $"\"userName\":\"{name}\"");
}
