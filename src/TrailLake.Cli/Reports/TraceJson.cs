using System.Text.Json.Nodes;
using TrailLake.Answers.Traces;
using TrailLake.Cli.Texts;
using TrailLake.Query.Entities;

namespace TrailLake.Cli.Reports;

/// <summary>Writes chains of credentials as JSON.</summary>
static class TraceJson
{
    public static string Format(CredentialTrace trace, Entity entity) => ReportJson.WriteReadable(new JsonObject
    {
        ["entity"] = entity.Text,
        ["kind"] = entity.KindText,
        ["archiveBegins"] = TimeFormat.Iso(trace.ArchiveBegins),
        ["cut"] = trace.Cut,
        ["roots"] = new JsonArray([.. trace.Roots.Select(Node)]),
    });

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
            ["eventTime"] = TimeFormat.Iso(issuer.Time),
            ["eventName"] = issuer.EventName,
            ["sourceIPAddress"] = issuer.SourceAddress,
            ["userAgent"] = issuer.UserAgent,
            ["account"] = issuer.Account,
            ["awsRegion"] = issuer.Region,
        },
        ["created"] = TimeFormat.Iso(node.Created),
        ["firstUse"] = TimeFormat.Iso(node.First),
        ["lastUse"] = TimeFormat.Iso(node.Last),
        ["calls"] = node.Events,
        ["failed"] = node.Failed,
        ["addresses"] = new JsonObject(node.Addresses.Select(pair => KeyValuePair.Create<string, JsonNode?>(pair.Key, pair.Value))),
        ["sourceIdentity"] = node.SourceIdentity,
        ["onBehalfOf"] = node.OnBehalfOf,
        ["gap"] = node.Gap,
        ["issued"] = new JsonArray([.. node.Children.Select(Node)]),
    };
}
