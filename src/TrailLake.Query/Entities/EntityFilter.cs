using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Threading;
using TrailLake.Needles;
using TrailLake.Query.Search;

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
        EventsAbout(entity, session, cancellation).Sql;

    /// <summary>A condition for WHERE: events in which the entity is the caller, or the address that calls came from.</summary>
    public static string By(Entity entity, LakeSession session, CancellationToken cancellation = default) =>
        EventsBy(entity, session, cancellation).Sql;

    /// <summary>The events in which the entity acts or is acted on, for a search through the index.</summary>
    internal static EventCondition EventsAbout(Entity entity, LakeSession session, CancellationToken cancellation)
    {
        var by = EventsBy(entity, session, cancellation);
        var needles = Object(entity, by.Needles!, out var columns, out var texts);
        return by with
        {
            Columns = [.. by.Columns, .. columns],
            Texts = [.. texts],
            Needles = needles,
            Always = entity.Kind == EntityKind.Account ? file => file.Account == entity.Text : null,
        };
    }

    /// <summary>The events in which the entity is the caller, or the address that calls came from.</summary>
    internal static EventCondition EventsBy(Entity entity, LakeSession session, CancellationToken cancellation)
    {
        var needles = ActorNeedles(entity);
        return new EventCondition { Columns = [.. Actor(entity, needles, session, cancellation)], Needles = needles };
    }

    static NeedleQuery ActorNeedles(Entity entity) => entity.Kind switch
    {
        EntityKind.PrincipalId => new NeedleQuery().Principal(entity.Text),
        EntityKind.Cidr => AddressRange.TryParse(entity.Text, out var range) ? new NeedleQuery().Network(range) : new NeedleQuery(),
        EntityKind.Name or EntityKind.ResourceId => new NeedleQuery().Name(entity.Text),
        _ => new NeedleQuery().Value(entity.Text),
    };

    static IEnumerable<string> Actor(Entity entity, NeedleQuery needles, LakeSession session, CancellationToken cancellation)
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
            EntityKind.Cidr => [$"sourceIPAddress IN ({Addresses(entity, needles, session, cancellation)})"],
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

    // Adds to what the index is asked for the caller what it is asked for the thing acted on.
    static NeedleQuery Object(Entity entity, NeedleQuery needles, out IEnumerable<string> columns, out IEnumerable<string> texts)
    {
        var text = SqlText.Literal(entity.Text);
        switch (entity.Kind)
        {
            case EntityKind.AccessKey or EntityKind.Cidr:
                (columns, texts) = ([], InTexts(entity.Text, ""));
                return needles.Text(entity.Text);
            case EntityKind.PrincipalId:
                (columns, texts) = ([], InTexts(entity.Text, "", "(:[^\"]*)?"));
                return needles.PrincipalInTexts(entity.Text);
            case EntityKind.Arn:
                columns = [Resource($"r.ARN = {text} OR starts_with(r.ARN, {text} || '/')")];
                texts = [.. InTexts(entity.Text, ""), .. NameOfArn(entity.Text, needles)];
                return needles.Resource(entity.Text).Text(entity.Text);
            case EntityKind.Address:
                (columns, texts) = ([], InTexts(entity.Text, "", "(/32|/128)?"));
                return needles.Text(entity.Text);
            case EntityKind.Account:
                columns = [$"account = {text}", Resource($"r.accountId = {text}"), $"vpcEndpointAccountId = {text}"];
                texts = InTexts(entity.Text, "arn:[^\"]*:", "(:[^\"]*)?");
                return needles.Text(entity.Text);
            case EntityKind.EventId:
                columns = [$"eventID = {text}", $"sharedEventID = {text}", $"requestID = {text}", NamedResource(text)];
                break;
            default:
                columns = [NamedResource(text)];
                break;
        }

        texts = InTexts(entity.Text, "arn:[^\"]*[:/]");
        return needles.Name(entity.Text).NameInTexts(entity.Text);
    }

    static string NamedResource(string text) => Resource(
        $"r.ARN = {text} OR ends_with(r.ARN, ':' || {text}) OR ends_with(r.ARN, '/' || {text}) OR contains(r.ARN, ':::' || {text} || '/')");

    // A bucket's or user's ARN stands in few of its events: most name the thing by its name, in a call to its own service.
    static IEnumerable<string> NameOfArn(string text, NeedleQuery needles)
    {
        if (ArnText.Parse(text) is not { Service: not "sts" } arn || arn.Name.Length == 0 || arn.Name.Contains('*', StringComparison.Ordinal))
        {
            return [];
        }

        var account = arn.Account.Length > 0 ? $" AND account = {SqlText.Literal(arn.Account)}" : "";
        needles.Text(arn.Name);
        return [$"(eventSource = {SqlText.Literal(arn.Service + ".amazonaws.com")}{account} AND {EventCondition.AnyOf([.. InTexts(arn.Name, "")])})"];
    }

    static string Resource(string condition) => $"len(list_filter(resources, lambda r: {condition})) > 0";

    // The plain search goes first: it is several times as fast as the pattern, which then runs on what is left. What follows a value is a
    // comma or a bracket, perhaps behind blanks; a colon would follow the name of a member.
    static IEnumerable<string> InTexts(string value, string optionalStart, string end = "")
    {
        var json = JsonEncodedText.Encode(value, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).ToString();
        var start = optionalStart.Length == 0 ? "" : $"({optionalStart})?";
        var pattern = SqlText.Literal($"\"{start}{Pattern(json)}{end}\"[ \t\r\n]*[,}}\\]]");
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

    static string Addresses(Entity entity, NeedleQuery needles, LakeSession session, CancellationToken cancellation)
    {
        if (!AddressRange.TryParse(entity.Text, out var range))
        {
            return "NULL";
        }

        var found = new List<string>();
        using var result = session.QueryAside(
            $"SELECT DISTINCT sourceIPAddress FROM {session.FilesWith(needles)} WHERE sourceIPAddress SIMILAR TO '[0-9A-Fa-f:.]+'", cancellation);
        while (result.Read())
        {
            if (result.GetText(0) is { } address && IPAddress.TryParse(address, out var parsed) && range.Contains(parsed))
            {
                found.Add(SqlText.Literal(address));
            }
        }

        found.Sort(StringComparer.Ordinal);
        return found.Count == 0 ? "NULL" : string.Join(", ", found);
    }
}
