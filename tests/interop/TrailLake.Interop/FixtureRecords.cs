using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using TrailLake.Schema;

namespace TrailLake.Interop;

/// <summary>
/// Invented records: one with a value in every column, and odd ones that are legal all the same. Nothing is random, so that they are the
/// same each time.
/// </summary>
static class FixtureRecords
{
    static readonly JsonSerializerOptions s_plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    // Texts of every plane and of every kind of trouble: quotes, escapes, what looks like another type, the least and the greatest
    // character.
    static readonly string[] s_texts =
    [
        "", " ", "null", "NULL", "true", "0", "-1", "1e400", "NaN", "\\", "\"", "'", "''; DROP TABLE events; --", "$.a", "{}", "[]", "a/b",
        "a%2Fb", "a=b", "ü",
        "u\u0308", "日本語", "\u05E2\u05D1\u05E8\u05D9\u05EA", "\U0001F600", "\U00020000", "\U000E0001", "\U000F0000", "\U0010FFFF", "\uFFFD",
        "\uFFFF", "\uE000", "\uD7FF", "\u2028",
        "\t", "\n", "\r\n", "\u0001", "\u007F", "\u202E", "NUL:\0", new string('x', 5000),
        string.Concat(Enumerable.Repeat("\U0010FFFF", 40)), string.Concat(Enumerable.Repeat("ä", 33)),
    ];

    // As text of the record, so that what a parser would lose stays: numbers of any size, keys twice, halves of pairs, order.
    static readonly string[] s_json =
    [
        "{}", "[]", "null", "true", "1e400", "12345678901234567890123456789", "-0.0", "\"text\"", "\"\"", "{\"a\":1,\"a\":2}",
        "{\"\":\"\"}", "{\"a\":{\"b\":[{\"c\":null}]}}",
        "{\"half\":\"\\ud800\"}", "{\"nul\":\"\\u0000\"}", "{\"b\":1,\"a\":2}", "{\"bucketName\":\"b\",\"x\":\"\\\"'\\\\\"}",
        "[1,\"2\",null,[],{}]", "{\"k\":\"" + "\U0001F600" + "\"}",
    ];

    static readonly string[] s_times = ["2026-03-05T00:00:00Z", "2026-03-05T23:59:59Z", "2026-03-05T12:00:00.000001Z",
        "2026-03-05T12:00:00.5Z", "2026-03-05T12:00:00.123456789Z", "2026-03-05 13:00:00", "2026-03-05T14:00:00+02:00", "20260305T150000Z",
        "2016-12-31T23:59:60Z", "1970-01-01T00:00:00Z", "2199-12-31T23:59:59Z"];

    static readonly string[] s_accounts =
        ["111122223333", "444455556666", "a/b", "a%2Fb", "a=b", "ü", "Upper", ".", "..", "null", "long-" + new string('y', 300)];

    /// <summary>Ordinary calls of a day: deletes, creations, reads, refusals.</summary>
    public static IEnumerable<string> Ordinary(DateOnly day, string account, int count)
    {
        string[] names = ["DeleteBucket", "CreateUser", "GetObject", "ListBuckets", "AssumeRole"];
        for (int i = 0; i < count; i++)
        {
            string name = names[i % names.Length];
            var record = Base($"{day:yyyyMMdd}-{account}-{i:D3}", account, $"{day:yyyy-MM-dd}T{i % 24:D2}:00:00Z");
            record["eventName"] = name;
            record["readOnly"] = name is "GetObject" or "ListBuckets";
            record["requestParameters"] = new JsonObject { ["bucketName"] = $"bucket-{i % 4}" };
            if (i % 7 == 3)
            {
                record["errorCode"] = "AccessDenied";
                record["errorMessage"] = "User is not authorized";
            }

            yield return Text(record);
        }
    }

    /// <summary>The odd ones.</summary>
    public static IEnumerable<string> Odd()
    {
        yield return Text(Full());
        foreach (var (value, i) in s_texts.Select((value, i) => (value, i)))
        {
            var record = Base($"text-{i:D2}", "111122223333", "2026-03-05T01:00:00Z");
            record["eventName"] = value;
            record["userAgent"] = value;
            record["userIdentity"]!["userName"] = value;
            record["errorMessage"] = value;
            record["resources"] = new JsonArray(
                new JsonObject { ["ARN"] = value }, new JsonObject(), new JsonObject { ["type"] = value, ["accountId"] = null });
            yield return Text(record);
        }

        foreach (var (value, i) in s_json.Select((value, i) => (value, i)))
        {
            string record = Text(Base($"json-{i:D2}", "111122223333", "2026-03-05T02:00:00Z"));
            yield return record[..^1] + $",\"requestParameters\":{value},\"serviceEventDetails\":{value},\"odd\":{value}}}";
        }

        foreach (var (value, i) in s_times.Select((value, i) => (value, i)))
        {
            yield return Text(Base($"time-{i:D2}", "111122223333", value));
        }

        foreach (var (value, i) in s_accounts.Select((value, i) => (value, i)))
        {
            yield return Text(Base($"account-{i:D2}", value, "2026-03-05T03:00:00Z"));
        }

        // Structs and lists: missing, null, empty, with members that are null.
        string[] shapes =
        [
            "", ",\"resources\":null", ",\"resources\":[]", ",\"resources\":[{}]", ",\"tlsDetails\":{}", ",\"tlsDetails\":null",
            ",\"tlsDetails\":{\"tlsVersion\":null}",
            ",\"addendum\":{}", ",\"unknownKey\":{\"x\":[1]}", ",\"readOnly\":\"true\"", ",\"readOnly\":null", ",\"resources\":\"none\"",
        ];
        foreach (var (shape, i) in shapes.Select((shape, i) => (shape, i)))
        {
            yield return Text(Base($"shape-{i:D2}", "111122223333", "2026-03-05T04:00:00Z"))[..^1] + shape + "}";
        }

        // One id, two contents.
        yield return Text(Base("conflict", "111122223333", "2026-03-05T05:00:00Z"));
        yield return Text(Base("conflict", "111122223333", "2026-03-05T05:00:00Z"))[..^1] + ",\"userAgent\":\"other\"}";
    }

    /// <summary>What cannot become an event.</summary>
    public static IEnumerable<string> Rejected() =>
    [
        "{\"eventVersion\":\"1.08\",\"eventID\":\"no-time\"}",
        Text(Base("before-1970", "111122223333", "1969-12-31T23:59:59Z")),
        Text(Base("after-2262", "111122223333", "2263-01-01T00:00:00Z")),
        "{\"eventVersion\":\"1.08\",\"eventTime\":\"yesterday\"}",
    ];

    /// <summary>A record with a value of its own in every column that is delivered.</summary>
    static JsonObject Full()
    {
        var record = Base("full", "111122223333", "2026-03-05T00:30:00Z");
        Fill(record, CloudTrailSchema.Nodes.Where(node => node.FirstLeaf < CloudTrailSchema.FirstOwnLeaf));
        record["unknownKey"] = 1;
        record["eventTime"] = "2026-03-05T00:30:00.25Z";
        return record;
    }

    static void Fill(JsonObject target, IEnumerable<SchemaNode> nodes)
    {
        foreach (var node in nodes)
        {
            if (node.Leaf is null)
            {
                var inner = new JsonObject();
                Fill(inner, node.Children);
                target[node.Name] = node.IsList ? new JsonArray(inner, inner.DeepClone()) : inner;
            }
            else if (!target.ContainsKey(node.Name) && node.Name != "unmapped")
            {
                target[node.Name] = node.Leaf.Kind switch
                {
                    ColumnKind.Boolean => true,
                    ColumnKind.Json => new JsonObject { ["of"] = node.Name },
                    _ => "value of " + node.Name,
                };
            }
        }
    }

    static JsonObject Base(string id, string account, string time) => new()
    {
        ["eventVersion"] = "1.08",
        ["userIdentity"] = new JsonObject
        {
            ["type"] = "IAMUser",
            ["arn"] = "arn:aws:iam::111122223333:user/ines",
            ["accountId"] = "111122223333",
        },
        ["eventTime"] = time,
        ["eventSource"] = "s3.amazonaws.com",
        ["eventName"] = "GetBucketPolicy",
        ["awsRegion"] = "eu-west-1",
        ["sourceIPAddress"] = "203.0.113.9",
        ["eventID"] = id,
        ["eventType"] = "AwsApiCall",
        ["recipientAccountId"] = account,
        ["eventCategory"] = "Management",
    };

    static string Text(JsonObject record) => record.ToJsonString(s_plain);
}
