using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Threading;

namespace TrailLake.Query.Entities;

/// <summary>
/// The SQL that finds an entity's events in the view <c>events</c>. A name is found where it is the whole of a value, or the last part of an
/// ARN: never as a part of another name.
/// </summary>
public static class EntityFilter
{
    static readonly string[] s_texts = ["requestParameters", "responseElements", "additionalEventData", "serviceEventDetails"];

    /// <summary>A condition for WHERE: events in which the entity acts or is acted on.</summary>
    public static string About(Entity entity, LakeSession session, CancellationToken cancellation = default) =>
        AnyOf([.. Actor(entity, session, cancellation), .. Object(entity)]);

    /// <summary>A condition for WHERE: events in which the entity is the caller, or the address that calls came from.</summary>
    public static string By(Entity entity, LakeSession session, CancellationToken cancellation = default) =>
        AnyOf([.. Actor(entity, session, cancellation)]);

    static string AnyOf(IReadOnlyList<string> terms) => terms.Count == 0 ? "false" : "(" + string.Join(" OR ", terms) + ")";

    static IEnumerable<string> Actor(Entity entity, LakeSession session, CancellationToken cancellation)
    {
        var text = SqlText.Literal(entity.Text);
        return entity.Kind switch
        {
            EntityKind.AccessKey => [$"userIdentity.accessKeyId = {text}"],
            EntityKind.PrincipalId =>
            [
                $"userIdentity.principalId = {text}", $"starts_with(userIdentity.principalId, {text} || ':')",
                $"userIdentity.sessionContext.sessionIssuer.principalId = {text}",
            ],
            EntityKind.Arn =>
            [
                $"userIdentity.arn = {text}", $"userIdentity.sessionContext.sessionIssuer.arn = {text}", $"userIdentity.inScopeOf.sourceArn = {text}",
                $"userIdentity.inScopeOf.credentialsIssuedTo = {text}", $"userIdentity.identityProvider = {text}",
            ],
            EntityKind.Address => [$"sourceIPAddress = {text}"],
            EntityKind.Cidr => [$"sourceIPAddress IN ({Addresses(entity, session, cancellation)})"],
            EntityKind.Account => [$"userIdentity.accountId = {text}"],
            EntityKind.EventId => [$"userIdentity.onBehalfOf.userId = {text}"],
            _ =>
            [
                $"userIdentity.userName = {text}", $"userIdentity.sessionContext.sessionIssuer.userName = {text}",
                $"ends_with(userIdentity.principalId, ':' || {text})", $"ends_with(userIdentity.arn, '/' || {text})",
                $"userIdentity.sessionContext.sourceIdentity = {text}", $"userIdentity.invokedBy = {text}", $"sourceIPAddress = {text}",
            ],
        };
    }

    static IEnumerable<string> Object(Entity entity)
    {
        var text = SqlText.Literal(entity.Text);
        return entity.Kind switch
        {
            EntityKind.AccessKey => InTexts(entity.Text, ""),
            EntityKind.PrincipalId => InTexts(entity.Text, "", "(:[^\"]*)?"),
            EntityKind.Arn => [.. InTexts(entity.Text, ""), Resource($"r.ARN = {text} OR starts_with(r.ARN, {text} || '/')"), .. NameOfArn(entity.Text)],
            EntityKind.Address => InTexts(entity.Text, "", "(/32|/128)?"),
            EntityKind.Cidr => InTexts(entity.Text, ""),
            EntityKind.Account =>
            [
                $"account = {text}", Resource($"r.accountId = {text}"), $"vpcEndpointAccountId = {text}", .. InTexts(entity.Text, "arn:[^\"]*:", "(:[^\"]*)?"),
            ],
            EntityKind.EventId =>
            [
                $"eventID = {text}", $"sharedEventID = {text}", $"requestID = {text}", .. Named(entity.Text),
            ],
            _ => Named(entity.Text),
        };
    }

    static IEnumerable<string> Named(string name)
    {
        var text = SqlText.Literal(name);
        return
        [
            Resource($"r.ARN = {text} OR ends_with(r.ARN, ':' || {text}) OR ends_with(r.ARN, '/' || {text}) OR contains(r.ARN, ':::' || {text} || '/')"),
            .. InTexts(name, "arn:[^\"]*[:/]"),
        ];
    }

    // A bucket's or user's ARN stands in few of its events: most name the thing by its name, in a call to its own service.
    static IEnumerable<string> NameOfArn(string text)
    {
        if (ArnText.Parse(text) is not { Service: not "sts" } arn || arn.Name.Length == 0 || arn.Name.Contains('*', StringComparison.Ordinal))
        {
            return [];
        }

        var account = arn.Account.Length > 0 ? $" AND account = {SqlText.Literal(arn.Account)}" : "";
        return [$"(eventSource = {SqlText.Literal(arn.Service + ".amazonaws.com")}{account} AND {AnyOf([.. InTexts(arn.Name, "")])})"];
    }

    static string Resource(string condition) => $"len(list_filter(resources, lambda r: {condition})) > 0";

    // The plain search goes first: it is several times as fast as the pattern, which then runs on what is left. The texts are minified JSON, so
    // what follows a value is a comma or a bracket; a colon would follow the name of a member.
    static IEnumerable<string> InTexts(string value, string optionalStart, string end = "")
    {
        var json = JsonEncodedText.Encode(value, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).ToString();
        var start = optionalStart.Length == 0 ? "" : $"({optionalStart})?";
        var pattern = SqlText.Literal($"\"{start}{Pattern(json)}{end}\"[,}}\\]]");
        var plain = SqlText.Literal(json);
        return s_texts.Select(column => $"(contains({column}, {plain}) AND regexp_matches({column}, {pattern}))");
    }

    static string Pattern(string text)
    {
        var result = new StringBuilder(text.Length * 2);
        foreach (var c in text)
        {
            if (c < 128 && !char.IsAsciiLetterOrDigit(c))
            {
                result.Append('\\');
            }

            result.Append(c);
        }

        return result.ToString();
    }

    static string Addresses(Entity entity, LakeSession session, CancellationToken cancellation)
    {
        if (!AddressRange.TryParse(entity.Text, out var range))
        {
            return "NULL";
        }

        var found = new List<string>();
        using var result = session.Query("SELECT DISTINCT sourceIPAddress FROM events WHERE sourceIPAddress SIMILAR TO '[0-9A-Fa-f:.]+'", [], cancellation);
        while (result.Read())
        {
            if (result.GetText(0) is { } address && IPAddress.TryParse(address, out var parsed) && range.Contains(parsed))
            {
                found.Add(SqlText.Literal(address));
            }
        }

        return found.Count == 0 ? "NULL" : string.Join(", ", found);
    }
}
