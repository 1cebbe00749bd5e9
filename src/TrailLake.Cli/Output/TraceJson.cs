using System;
using System.Globalization;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;
using TrailLake.Errors;
using TrailLake.Query;
using TrailLake.Query.Entities;
using TrailLake.Query.Traces;

namespace TrailLake.Cli.Output;

/// <summary>Writes chains of credentials as JSON.</summary>
static class TraceJson
{
    static readonly JsonSerializerOptions s_options = new() { WriteIndented = true, Encoder = ResultJson.Options.Encoder, MaxDepth = 1000 };

    public static string Format(CredentialTrace trace, Entity entity) => TerminalText.EscapeKeepingLines(new JsonObject
    {
        ["entity"] = entity.Text,
        ["kind"] = entity.KindText,
        ["archiveBegins"] = Time(trace.ArchiveBegins),
        ["cut"] = trace.Cut,
        ["roots"] = new JsonArray([.. trace.Roots.Select(Node)]),
    }.ToJsonString(s_options)) + "\n";

    static JsonObject Node(CredentialNode node) => new()
    {
        ["kind"] = node.Kind.ToText(),
        ["name"] = node.Name,
        ["accessKeyId"] = node.AccessKey,
        ["arn"] = node.Arn,
        ["account"] = node.Account,
        ["derivedAccount"] = node.DerivedAccount,
        ["isSubject"] = node.IsSubject,
        ["issuedBy"] = node.IssuedBy is not { } issuer ? null : new JsonObject
        {
            ["eventID"] = issuer.EventId,
            ["eventTime"] = Time(issuer.Time),
            ["eventName"] = issuer.EventName,
            ["sourceIPAddress"] = issuer.SourceAddress,
            ["userAgent"] = issuer.UserAgent,
            ["account"] = issuer.Account,
            ["awsRegion"] = issuer.Region,
        },
        ["created"] = Time(node.Created),
        ["firstUse"] = Time(node.First),
        ["lastUse"] = Time(node.Last),
        ["calls"] = node.Events,
        ["failed"] = node.Failed,
        ["addresses"] = new JsonObject(node.Addresses.Select(address => System.Collections.Generic.KeyValuePair.Create<string, JsonNode?>(address.Key, address.Value))),
        ["sourceIdentity"] = node.SourceIdentity,
        ["onBehalfOf"] = node.OnBehalfOf,
        ["gap"] = node.Gap,
        ["issued"] = new JsonArray([.. node.Children.Select(Node)]),
    };

    static string? Time(DateTime? time) => time?.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);
}
