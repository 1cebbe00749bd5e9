using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using TrailLake.Answers.Questions;
using TrailLake.Schema;
using TrailLake.Tests.Questions;
using TrailLake.Tests.Support;
using Xunit;

namespace TrailLake.Tests.EndToEnd;

/// <summary>
/// One value that some reader of JSON refuses must not stop the answers about all others, and is given back character by character.
/// </summary>
public sealed class OddJsonTests
{
    static readonly string[] s_values = [.. OddJson.Values];

    static IEnumerable<string> JsonColumns => CloudTrailSchema.Leaves.Where(leaf => leaf.Kind == ColumnKind.Json).Select(leaf => leaf.Path);

    [Fact]
    public void EveryValue_IsGivenBackCharacterByCharacter()
    {
        using var lake = OddLake();
        var rebuilt = lake.Rebuild().ToDictionary(pair => pair.Key.Index, pair => pair.Value);
        for (int i = 0; i < s_values.Length; i++)
        {
            foreach (var member in Members(i))
            {
                Assert.Contains(member, rebuilt[i], StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public async Task EveryQuestionAndCommand_Answers()
    {
        using var lake = OddLake();
        string[][] commands =
        [
            .. QuestionCatalog.Load().Questions.Select(question => new[] { "ask", question.Name }), ["who", "eve"], ["who", "--all"],
            ["timeline", "eve", "--reads"],
            ["timeline", "b", "--reads"], ["chart", "--by", "call"], ["chart", "eve", "--by", "agent"],
            ["lookup", "--attribute", "Username=eve"],
            ["lookup", "--attribute", "ResourceName=b"], ["lookup", "--attribute", "ResourceType=AWS::S3::Bucket"], ["coverage"],
            ["query", "SELECT * FROM events_with('eve')"], ["query", "SELECT * FROM aws_cloudtrail_log"],
            ["query", "SELECT * FROM cloudtrail_logs"],
            ["query", "SELECT json_extract_scalar(requestParameters, '$.a') FROM events"], ["query", "SELECT * FROM calls"],
            ["verify", "lake"],
        ];
        Assert.True(commands.Length >= 40);
        foreach (var command in commands)
        {
            var run = await CommandRun.OfAsync([.. command, "--lake", lake.Directory]);
            Assert.True(run.Exit is 0 or 1, $"{string.Join(' ', command)}: {run.Error}");
        }

        for (int i = 0; i < s_values.Length; i += 7)
        {
            var run = await CommandRun.OfAsync("show", Id(i), "--lake", lake.Directory);
            Assert.True(run.Exit == 0, run.Error);
        }
    }

    [Fact]
    public void DuckDBsFunctions_TakeEveryColumn()
    {
        using var lake = OddLake();
        string[] functions =
        [
            "{0}->>'a'", "{0}->>'$.b[0].c'", "json_extract({0}, '$.a')", "json_extract_string({0}, '$')", "json_keys({0})",
            "from_json({0}, '\"JSON\"')", "json({0})",
            "json_structure({0})", "json_type({0})", "json_array_length({0})", "{0}::JSON", "json_pretty({0})", "json_extract({0}, '$.**')",
            "json_contains({0}, '1')",
        ];
        foreach (string column in JsonColumns)
        {
            Assert.Equal(0, lake.Count($"SELECT count(*) FROM events_raw WHERE NOT json_valid({column})"));
            var counts = functions.Select(function => $"count({string.Format(CultureInfo.InvariantCulture, function, column)})");
            lake.Query($"SELECT {string.Join(", ", counts)} FROM events_raw");
            lake.Query($"SELECT count(*) FROM events_raw, json_each({column})");
            lake.Query($"SELECT count(*) FROM events_raw, json_tree({column})");
        }

        Assert.Equal(s_values.Length, lake.Count("SELECT count(requestParameters) FROM events_raw"));
    }

    [Fact]
    public void NetsReader_TakesEveryColumn_AndEveryTextIsUtf8()
    {
        using var lake = OddLake();
        var strict = new UTF8Encoding(false, throwOnInvalidBytes: true);
        foreach (string column in JsonColumns)
        {
            foreach (var row in lake.Query($"SELECT {column} FROM events_raw WHERE {column} IS NOT NULL"))
            {
                using var parsed = JsonDocument.Parse(row[0]!);
                strict.GetBytes(row[0]!);
            }
        }
    }

    [Fact]
    public void ClickHousesFunctions_TakeEveryColumn()
    {
        using var lake = OddLake();
        foreach (string column in JsonColumns)
        {
            var row = Assert.Single(ClickHouse.Query(
                lake.Directory,
                $"SELECT countIf(NOT isValidJSON(coalesce({column}, '{{}}'))) AS bad, count() AS n, "
                    + $"count(JSONExtractString(coalesce({column}, '{{}}'), 'a')) AS texts, "
                    + $"sum(length(JSONExtractKeysAndValuesRaw(coalesce({column}, '{{}}')))) AS members FROM "
                    + "file('events/*/*/*.parquet')"));
            Assert.Equal(
                ("0", s_values.Length.ToString(CultureInfo.InvariantCulture)),
                (row.GetProperty("bad").ToString(), row.GetProperty("n").ToString()));
        }

        var texts = ClickHouse.Query(
            lake.Directory, $"SELECT JSONExtractString(coalesce(requestParameters, '{{}}'), 'a') AS a FROM file('events/*/*/*.parquet') "
                + $"WHERE eventID = '{Id(Array.IndexOf(s_values, "{\"a\":1e400}"))}'");
        Assert.Equal("1e400", Assert.Single(texts).GetProperty("a").GetString());
    }

    [Theory]
    [InlineData("\"userAgent\":\"curl\"", "\"userAgent\":\"cut \\ud83d\"", "userAgent", "cut \ufffd")]
    [InlineData("\"userName\":\"eve\"", "\"userName\":\"\\udc00\\ud800\"", "userIdentity.userName", "\ufffd\ufffd")]
    [InlineData("\"eventName\":\"GetObject\"", "\"eventName\":\"Get\\uD83DObject\"", "eventName", "Get\ufffdObject")]
    [InlineData("\"eventID\":\"one\"", "\"eventID\":\"one\\ud83d\"", "eventID", "one\ufffd")]
    [InlineData("\"recipientAccountId\":\"111122223333\"", "\"recipientAccountId\":\"1\\ud83d\"", "account", "1\ufffd")]
    public async Task PlainText_StandsInItsColumn_AndIsFoundByIt(string plain, string odd, string column, string expected)
    {
        using var lake = new TestLake();
        lake.Put("a.json", Records.File(Records.Of("one").Replace(plain, odd, StringComparison.Ordinal), Records.Of("two")));
        Assert.Equal((2, 0), (lake.Ingest().Events, lake.Rejects().Count));
        Assert.Equal(1, lake.Count($"SELECT count(*) FROM events WHERE {column} = '{expected}'"));
        Assert.Contains(
            odd, lake.Rebuild().Values.Single(record => !record.Contains("\"two\"", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Equal(0, (await CommandRun.OfAsync("verify", "lake", "--lake", lake.Directory)).Exit);
    }

    [Fact]
    public async Task TextWithAReplacement_IsFoundWhereHalfOfAPairWasDelivered()
    {
        using var lake = new TestLake();
        lake.Put("a.json", Records.File(
            Records.Of("one").Replace("\"b\"", "\"pay \\ud83d\"", StringComparison.Ordinal),
            Records.Of("two", ",\"resources\":[{\"ARN\":\"arn:aws:s3:::x\\ud83d\"}]"),
            Records.Of("three")));
        lake.Ingest();
        Assert.Equal("one", lake.Scalar("SELECT eventID FROM events_with('pay \ufffd')"));
        Assert.Equal("two", lake.Scalar("SELECT eventID FROM events_with('arn:aws:s3:::x\ufffd')"));
        Assert.Equal("two", lake.Scalar("SELECT eventID FROM events WHERE resources[1].ARN = 'arn:aws:s3:::x\ufffd'"));
        Assert.Contains(
            "of bucket pay \ufffd",
            (await CommandRun.OfAsync("timeline", "pay \ufffd", "--reads", "--lake", lake.Directory)).Out,
            StringComparison.Ordinal);
    }

    [Fact]
    public void KeysOfTheRecordItself_CannotStandForWhatWasDelivered()
    {
        string[] members =
        [
            "\"delivered\":{\"requestParameters\":\"{\\\"bucketName\\\":\\\"forged\\\"}\"}",
            "\"delivered\":\"{\\\"userAgent\\\":\\\"forged\\\"}\",\"delivered\":\"\\ud83d\"",
            "\"unmapped\":{\"delivered\":\"\\ud83d\"},\"unmapped\":1",
        ];
        using var lake = new TestLake();
        lake.Put("a.json", Records.File([.. members.Select((member, i) => Records.Of($"r{i}", "," + member))]));
        lake.Ingest();
        Assert.Equal(
            members.Length, lake.Count("SELECT count(*) FROM events WHERE requestParameters->>'bucketName' = 'b' AND userAgent = 'curl'"));
        var rebuilt = lake.Rebuild();
        Assert.All(members, member => Assert.Contains(rebuilt.Values, record => record.Contains(member, StringComparison.Ordinal)));
        Assert.All(rebuilt.Values, record => Assert.Contains("\"bucketName\":\"b\"", record, StringComparison.Ordinal));
    }

    [Fact]
    public void OrdinaryRecords_HaveNothingInTheColumn()
    {
        using var lake = new TestLake();
        lake.Put("a.json", Records.File(
            Records.Of("one", ",\"x\":\"\\ud83d\\ude00\",\"y\":[1e5,123456789012345678,0.123456789012345678901]"),
            Records.Of("two", ",\"z\":" + OddJson.Nested("[", "]", 60))));
        lake.Ingest();
        Assert.Equal(0, lake.Count("SELECT count(delivered) FROM events"));
    }

    [Theory]
    [InlineData("\\ud83")]
    [InlineData("\\uD83G")]
    [InlineData("\\x41")]
    [InlineData("\\u")]
    [InlineData("\\U0041")]
    public void InvalidEscapes_AreRejects(string text)
    {
        using var lake = new TestLake();
        lake.Put("a.json", Records.File(
            Records.Of("one", $",\"a\":\"{text}\""),
            Records.Of("two", $",\"additionalEventData\":{{\"k{text}\":1}}"),
            Records.Of("three").Replace("curl", text, StringComparison.Ordinal)));
        Assert.Equal((0, 3), (lake.Ingest().Events, lake.Rejects().Count));
    }

    [Theory]
    [InlineData(new byte[] { 0xED, 0xA0, 0xBD })]
    [InlineData(new byte[] { 0xED, 0xA0, 0xBD, 0xED, 0xB8, 0x80 })]
    public void HalvesAsBytes_AreNoUtf8(byte[] half)
    {
        using var lake = new TestLake();
        var parts = Records.File(Records.Of("one", ",\"a\":\"@\""), Records.Of("two")).Split('@');
        lake.Put("a.json", Records.Join(Records.Utf8(parts[0]), half, Records.Utf8(parts[1])));
        Assert.Equal(1, lake.Ingest().Rejects);
        Assert.Equal("invalid-utf8", Assert.Single(lake.Rejects()).Reason);
    }

    [Fact]
    public void LongTexts_AreTakenWithTheHalfAtTheirEnd()
    {
        using var lake = new TestLake();
        var text = new string('x', 5_000_000);
        lake.Put("a.json", Records.File(
            Records.Of("one", $",\"additionalEventData\":{{\"a\":\"{text}\\ud83d\"}}"), Records.Of("two", $",\"big\":\"{text}\\ud83d\"")));
        lake.Ingest();
        Assert.Equal(
            2, lake.Count("SELECT count(*) FROM events WHERE length(coalesce(additionalEventData->>'a', unmapped->>'big')) = 5000001"));
        Assert.All(lake.Rebuild().Values, record => Assert.Contains("x\\ud83d\"", record, StringComparison.Ordinal));
    }

    public static TheoryData<string> Questions => QuestionTests.Names;

    /// <summary>What a question finds does not change when half of a pair stands in every JSON column of every record.</summary>
    [Theory]
    [MemberData(nameof(Questions))]
    public async Task Question_FindsTheSameBesideHalves(string name)
    {
        const string Mark = "@half@";
        var data = JsonNode.Parse(
            await System.IO.File.ReadAllTextAsync(System.IO.Path.Combine(AppContext.BaseDirectory, "Questions", "Data", name + ".json")))!;
        var records = data["records"]!.AsArray().Select((record, i) => ShortRecord.Expand(record!.AsObject(), i)).ToList();
        foreach (var record in records)
        {
            foreach (string column in (string[])["requestParameters", "responseElements", "additionalEventData", "serviceEventDetails"])
            {
                if (record[column] is JsonObject value)
                {
                    value["oddNote"] = Mark;
                }
            }
        }

        using var folder = new TempFolder();
        var text = new JsonObject { ["Records"] = new JsonArray([.. records]) }.ToJsonString();
        folder.Write("in/log.json", text.Replace(Mark, "x \\ud83d", StringComparison.Ordinal));
        using var lake = await RecordLake.CreateAsync(null, folder.File("in"));
        foreach (var ask in data["asks"]!.AsArray())
        {
            Assert.Equal(
                (string?)ask!["finds"], string.Join(' ', lake.Ask(name, QuestionTests.Request(ask)).Select(row => row["eventID"])));
        }
    }

    [Fact]
    public async Task PolicyInAText_IsReadBesideHalves()
    {
        using var lake = await RecordLake.CreateAsync(JsonNode.Parse("""
            [{"id":"trust","call":"iam:UpdateAssumeRolePolicy","in":{"roleName":"Admin",
              "policyDocument":"{\"Statement\":[{\"Sid\":\"cut \\ud83d\",\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"arn:aws:iam::222222222222:root\"}}]}"}}]
            """)!.AsArray());
        Assert.Equal("trust", Assert.Single(lake.Ask("public-sharing", new QuestionRequest()))["eventID"]);
    }

    static TestLake OddLake()
    {
        var lake = new TestLake();
        lake.Put("odd.json", Records.File([.. s_values.Select((value, i) => Records.Of(Id(i), "," + string.Join(',', Members(i).Skip(1)))
            .Replace(
                $"\"requestParameters\":{{\"bucketName\":\"b\",\"key\":\"{Id(i)}\"}}", Members(i).First(), StringComparison.Ordinal))]));
        var report = lake.Ingest();
        Assert.Equal((s_values.Length, 0), (report.Events, report.Rejects));
        return lake;
    }

    static string Id(int i) => $"odd-{i}";

    // In a column of its own, in one of a struct, and under keys that have no column, of the record and of structs; some of them twice.
    static IEnumerable<string> Members(int i) =>
    [
        $"\"requestParameters\":{s_values[i]}", $"\"additionalEventData\":{s_values[i]}",
        $"\"addendum\":{{\"updatedFields\":{s_values[i]}}}", $"\"odd\":{s_values[i]}",
        $"\"tlsDetails\":{{\"odd\":{s_values[i]}}}", $"\"odd\":{s_values[(i + 1) % s_values.Length]}",
    ];
}
