using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace TrailLake.Tests.Scanning;

/// <summary>An archive in one of the forms that programs write, before and after a damage, with the place of each element.</summary>
sealed class DamagedArchive
{
    static readonly JsonSerializerOptions s_plain =
        new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    readonly List<byte> _bytes = [];

    DamagedArchive(ArchiveForm form, List<string> records) => (Form, Records) = (form, records);

    /// <summary>jq, json.dumps, tabs, CRLF, PowerShell, blanks everywhere, nothing.</summary>
    public static string[] Spacings { get; } = ["minified", "jq", "indent4", "tabs", "crlf", "powershell", "flush", "spaced"];

    public static string[] Orders { get; } = ["aws", "sorted", "reversed", "shuffled", "novel first"];

    public static string[] Wrappers { get; } =
    [
        "Records", "array", "lines", "concatenated", "arrays of arrays", "slurped", "meta before", "meta after", "batches",
        "lines of arrays",
        "detail lines", "detail array", "lookup", "timestamps",
    ];

    public ArchiveForm Form { get; }

    /// <summary>The records, minified.</summary>
    public List<string> Records { get; }

    /// <summary>Where each element stands, by record.</summary>
    public List<(int Start, int End)> Places { get; } = [];

    public byte[] Bytes => [.. _bytes];

    /// <summary>Text of the wrapper between the elements: what of it is in no event and no reject is not lost.</summary>
    public HashSet<string> Separators { get; } = [];

    public static DamagedArchive Make(Random random, int count, ArchiveForm form)
    {
        var records = Enumerable.Range(0, count).Select(i => MakeRecord(random, i, form.Order).ToJsonString(s_plain)).ToList();
        var archive = new DamagedArchive(form, records);
        archive.Write();
        return archive;
    }

    static JsonObject MakeRecord(Random random, int number, string order)
    {
        string id = $"id-{number}";
        var members = new List<(string Key, JsonNode? Value)>
        {
            ("eventVersion", "1.08"),
            ("userIdentity", new JsonObject
            {
                ["type"] = "AssumedRole", ["accountId"] = "111122223333",
                ["arn"] = $"arn:aws:sts::111122223333:assumed-role/r/{random.Next(9)}",
                ["sessionContext"] = new JsonObject
                {
                    ["sessionIssuer"] = new JsonObject { ["type"] = "Role", ["userName"] = "r" },
                    ["attributes"] = new JsonObject { ["mfaAuthenticated"] = "false", ["creationDate"] = "2024-05-01T09:00:00Z" },
                },
            }),
            ("eventTime", $"2024-05-{random.Next(1, 29):D2}T10:00:00Z"),
            ("eventSource", "s3.amazonaws.com"),
            ("eventName", "PutBucketPolicy"),
            ("awsRegion", "eu-west-1"),
            ("sourceIPAddress", "10.0.0.1"),
            ("userAgent", random.Next(3) == 0 ? "[curl {\"x\": [1}, \\ \"" : "curl/8"),
            ("requestParameters", Parameters(random, id)),
            ("responseElements", random.Next(2) == 0
                ? null
                : new JsonObject { ["x"] = new JsonArray(1, null, new JsonObject(), new JsonArray()) }),
            ("additionalEventData", new JsonObject { ["bytes"] = 12.5e3, ["note"] = "ä 日本 {", ["is"] = true }),
            ("requestID", "R-" + id),
            ("eventID", id),
            ("readOnly", false),
        };
        if (random.Next(2) == 0)
        {
            members.Add(("resources", new JsonArray(
                new JsonObject { ["ARN"] = "arn:aws:s3:::b", ["accountId"] = "1" },
                new JsonObject { ["type"] = "AWS::S3::Bucket", ["ARN"] = "arn:aws:s3:::c" })));
        }

        members.Add(("eventType", "AwsApiCall"));
        members.Add(("recipientAccountId", "111122223333"));
        if (random.Next(3) == 0)
        {
            members.Add(("tlsDetails", new JsonObject { ["tlsVersion"] = "TLSv1.3" }));
        }

        switch (order)
        {
            case "sorted":
                members.Sort((a, b) => string.CompareOrdinal(a.Key, b.Key));
                break;
            case "reversed":
                members.Reverse();
                break;
            case "shuffled":
                members = [.. members.OrderBy(_ => random.Next())];
                break;
            case "novel first":
                members.Insert(0, ("@timestamp", "2024-05-01"));
                break;
        }

        return new JsonObject(members.Select(member => KeyValuePair.Create(member.Key, member.Value)));
    }

    static JsonNode Parameters(Random random, string id)
    {
        var parameters = new JsonObject { ["bucketName"] = "b", ["key"] = id };
        if (random.Next(2) == 0)
        {
            // JSON in a text, and in it again: what looks like a record there is none.
            string inner = "{\"eventVersion\":\"1.08\",\"eventTime\":\"2024-05-01T10:00:00Z\",\"eventID\":\"inner\","
                + "\"a\":\"{\\\"eventVersion\\\":\\\"1.08\\\"}\"}";
            parameters["policy"] = inner;
        }

        if (random.Next(4) == 0)
        {
            parameters["list"] = new JsonArray(
                [.. Enumerable.Range(0, random.Next(1, 6)).Select(i => new JsonObject { ["name"] = $"n{i}", ["on"] = i % 2 == 0 })]);
        }

        return parameters;
    }

    void Write()
    {
        switch (Form.Wrapper)
        {
            case "Records":
                Open("{", "\"Records\":[");
                Elements(0, Records.Count, 2, record => record);
                Close("]", "}");
                break;
            case "array":
                Open("[");
                Elements(0, Records.Count, 1, record => record);
                Close("]");
                break;
            case "lines" or "concatenated":
                for (int i = 0; i < Records.Count; i++)
                {
                    Element(Records[i], 0);
                    Raw(Form.Wrapper == "lines" ? Break.Length == 0 ? "\n" : Break : "");
                }

                break;
            case "arrays of arrays" or "slurped" or "batches" or "lines of arrays":
                bool isOuter = Form.Wrapper is "arrays of arrays" or "slurped";
                bool isObject = Form.Wrapper is "slurped" or "batches";
                Open(isOuter ? ["["] : []);
                for (int i = 0; i < Records.Count; i += 3)
                {
                    Raw(i == 0 ? "" : isOuter ? "," + Break : "\n");
                    Open(isObject ? ["{", "\"Records\":["] : ["["]);
                    Elements(i, Math.Min(Records.Count, i + 3), 3, record => record);
                    Close(isObject ? ["]", "}"] : ["]"]);
                }

                Close(isOuter ? ["]"] : []);
                break;
            case "meta before" or "meta after":
                const string Meta = "\"ResponseMetadata\":{\"RequestId\":\"x\",\"a\":[1,{}]}";
                Open(Form.Wrapper == "meta before" ? ["{", Meta + ",\"Records\":["] : ["{", "\"Records\":["]);
                Elements(0, Records.Count, 2, record => record);
                Close(Form.Wrapper == "meta before" ? ["]", "}"] : ["]", "," + Meta, "}"]);
                break;
            case "detail lines":
                foreach (string record in Records)
                {
                    Element(Detail(record), 0);
                    Raw(Break.Length == 0 ? "\n" : Break);
                }

                break;
            case "detail array":
                Open("[");
                Elements(0, Records.Count, 1, Detail);
                Close("]");
                break;
            case "lookup":
                Open("{", "\"Events\":[");
                Elements(
                    0,
                    Records.Count,
                    2,
                    record => "{\"EventId\":\"x\",\"ReadOnly\":\"true\",\"CloudTrailEvent\":" + JsonSerializer.Serialize(record) + "}");
                Close("]", "}");
                break;
            case "timestamps":
                foreach (string record in Records)
                {
                    Raw("2024-05-01T10:00:00.000Z ");
                    Element(record, 0);
                    Raw("\n");
                }

                break;
        }
    }

    static string Detail(string record) =>
        "{\"version\":\"0\",\"id\":\"1\",\"detail-type\":\"AWS API Call via CloudTrail\",\"account\":\"111122223333\",\"detail\":"
            + record + "}";

    string Break => Form.Spacing switch
    {
        "minified" or "spaced" => "",
        "crlf" or "powershell" => "\r\n",
        _ => "\n",
    };

    void Open(params string[] parts) => Raw(string.Concat(parts.Select(part => part + Break)));

    void Close(params string[] parts) => Raw(string.Concat(parts.Select(part => Break + part)));

    void Elements(int start, int end, int depth, Func<string, string> around)
    {
        for (int i = start; i < end; i++)
        {
            Raw(i == start ? "" : Form.Spacing == "spaced" ? " , " : "," + Break);
            Element(around(Records[i]), depth);
        }
    }

    void Element(string json, int depth)
    {
        var text = new StringBuilder();
        JsonSpacing.Write(text, JsonNode.Parse(json), Form.Spacing, depth);
        string element = text.ToString();
        string indentation = JsonSpacing.Indentation(Form.Spacing, depth);
        Raw(indentation);
        int start = _bytes.Count;
        _bytes.AddRange(Encoding.UTF8.GetBytes(element));
        Places.Add((start, _bytes.Count));
    }

    void Raw(string text)
    {
        Separators.Add(text);
        _bytes.AddRange(Encoding.UTF8.GetBytes(text));
    }
}
