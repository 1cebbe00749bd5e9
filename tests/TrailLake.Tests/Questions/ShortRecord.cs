using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text.Json.Nodes;

namespace TrailLake.Tests.Questions;

/// <summary>
/// Writes a CloudTrail record from a short one: <c>id</c>, <c>call</c> (<c>s3:DeleteBucket</c>), <c>as</c> (alice, role:Admin/eve, root,
/// service:ec2.amazonaws.com, via:cloudformation.amazonaws.com, foreign:222222222222, anonymous), <c>key</c>, <c>account</c>,
/// <c>region</c>, <c>time</c>, <c>in</c>, <c>out</c>, <c>more</c>, <c>error</c>, <c>message</c>, <c>arns</c>. Every other member stands in
/// the record as it is.
/// </summary>
static class ShortRecord
{
    const string Home = "111111111111";

    public static JsonObject Expand(JsonObject record, int number)
    {
        var call = Text(record, "call")!.Split(':');
        var account = Text(record, "account") ?? Home;
        var identity = Identity(Text(record, "as") ?? "alice", account);
        if (Text(record, "key") is { } key)
        {
            identity["accessKeyId"] = key;
        }

        var full = new JsonObject
        {
            ["eventVersion"] = "1.08",
            ["userIdentity"] = identity,
            ["eventTime"] = Text(record, "time")
                ?? new DateTime(2026, 3, 1, 10, 0, 0).AddMinutes(number).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            ["eventSource"] = call[0] + ".amazonaws.com",
            ["eventName"] = call[1],
            ["awsRegion"] = Text(record, "region") ?? "eu-west-1",
            ["sourceIPAddress"] = (string?)identity["invokedBy"] ?? "198.51.100.7",
            ["userAgent"] = "aws-cli/2.15",
            ["requestParameters"] = record["in"]?.DeepClone(),
            ["responseElements"] = record["out"]?.DeepClone(),
            ["eventID"] = Text(record, "id"),
            ["readOnly"] = false,
            ["eventType"] = "AwsApiCall",
            ["managementEvent"] = true,
            ["recipientAccountId"] = account,
            ["eventCategory"] = "Management",
        };
        Rename(record, full, "more", "additionalEventData");
        Rename(record, full, "error", "errorCode");
        Rename(record, full, "message", "errorMessage");
        if (record["arns"] is JsonArray arns)
        {
            var resources = new JsonArray();
            foreach (var arn in arns)
            {
                resources.Add(new JsonObject { ["ARN"] = arn!.DeepClone() });
            }

            full["resources"] = resources;
        }

        foreach (var (name, value) in record)
        {
            if (!s_short.Contains(name))
            {
                full[name] = value?.DeepClone();
            }
        }

        return full;
    }

    static readonly HashSet<string> s_short =
        ["id", "call", "as", "key", "account", "region", "time", "in", "out", "more", "error", "message", "arns", "why"];

    static JsonObject Identity(string text, string account)
    {
        var (kind, name) = text.Split(':', 2) is [var first, var second] ? (first, second) : ("user", text);
        return kind switch
        {
            "role" => Role(name.Split('/')[0], name.Split('/')[1], account),
            "service" => new() { ["type"] = "AWSService", ["invokedBy"] = name },
            "via" => With(User("alice", account), "invokedBy", name),
            "foreign" => new() { ["type"] = "AWSAccount", ["principalId"] = "AROAFOREIGN:eve", ["accountId"] = name },
            _ when text == "root" =>
                new() { ["type"] = "Root", ["principalId"] = account, ["arn"] = $"arn:aws:iam::{account}:root", ["accountId"] = account },
            _ when text == "anonymous" => new() { ["type"] = "AWSAccount", ["principalId"] = "", ["accountId"] = "anonymous" },
            _ => User(text, account),
        };
    }

    static JsonObject User(string name, string account) => new()
    {
        ["type"] = "IAMUser",
        ["principalId"] = "AIDA" + name.ToUpperInvariant(),
        ["arn"] = $"arn:aws:iam::{account}:user/{name}",
        ["accountId"] = account,
        ["accessKeyId"] = "AKIA" + name.ToUpperInvariant(),
        ["userName"] = name,
    };

    static JsonObject Role(string role, string session, string account) => new()
    {
        ["type"] = "AssumedRole",
        ["principalId"] = $"AROA{role.ToUpperInvariant()}:{session}",
        ["arn"] = $"arn:aws:sts::{account}:assumed-role/{role}/{session}",
        ["accountId"] = account,
        ["sessionContext"] = new JsonObject
        {
            ["sessionIssuer"] = new JsonObject
            {
                ["type"] = "Role",
                ["arn"] = $"arn:aws:iam::{account}:role/{role}",
                ["accountId"] = account,
                ["userName"] = role,
            },
        },
    };

    static JsonObject With(JsonObject identity, string name, string value)
    {
        identity[name] = value;
        return identity;
    }

    static void Rename(JsonObject from, JsonObject to, string shortName, string name)
    {
        if (from[shortName] is { } value)
        {
            to[name] = value.DeepClone();
        }
    }

    static string? Text(JsonObject record, string name) => (string?)record[name];
}
