using System.Text.Json;
using TrailLake.Query.Entities;

namespace TrailLake.Answers.Sentences;

/// <summary>Finds what an event is about: by <see cref="EventTargetRules"/>, by names of parameters, by what CloudTrail lists.</summary>
static class EventTargets
{
    static readonly string[] s_endings = ["Identifier", "Name", "Arn", "ARN", "Id", "ID", "Url"];

    // Named like a thing, and none.
    static readonly HashSet<string> s_notThings = new(StringComparer.OrdinalIgnoreCase)
    {
        "clientToken", "clientRequestToken", "requestId", "accountId", "versionId", "hostName", "Host", "tokenId", "nextToken",
        "idempotencyToken", "sessionName", "roleSessionName", "principalId", "ownerId", "revisionId", "instanceProfileId",
    };

    /// <summary>What the event is about, the most telling first; empty when nothing says it.</summary>
    public static IReadOnlyList<EventTarget> Of(EventFacts facts)
    {
        var found = new List<EventTarget>();
        foreach (var rule in EventTargetRules.Of(facts.Service))
        {
            found.AddRange(facts.Find(rule.Path).Where(IsName).Select(name => new EventTarget(rule.Kind, name)));
        }

        if (found.Count == 0)
        {
            found.AddRange(ByParameterName(facts.Request));
        }

        found.AddRange(Resources(facts.ResourcesText).Where(resource => !found.Any(target => IsSame(target.Name, resource.Name))));
        return [.. found.Distinct()];
    }

    static IEnumerable<EventTarget> ByParameterName(JsonElement request)
    {
        if (request.ValueKind != JsonValueKind.Object)
        {
            yield break;
        }

        foreach (var member in request.EnumerateObject())
        {
            if (member.Value.ValueKind == JsonValueKind.String && !s_notThings.Contains(member.Name) && KindOf(member.Name) is { } kind
                && JsonPath.Find(request, member.Name).FirstOrDefault() is { } name && IsName(name))
            {
                yield return new EventTarget(kind, name);
            }
        }
    }

    // certificateArn → certificate; a bare name or id says no kind.
    static string? KindOf(string parameter)
    {
        if (s_endings.FirstOrDefault(ending => parameter.EndsWith(ending, StringComparison.Ordinal)) is { } found)
        {
            return ApiNames.Phrase(ApiNames.Words(parameter[..^found.Length]));
        }

        return s_endings.Contains(parameter, StringComparer.OrdinalIgnoreCase) ? "" : null;
    }

    static IEnumerable<EventTarget> Resources(string? text)
    {
        var list = JsonPath.Parse(text);
        if (list.ValueKind != JsonValueKind.Array)
        {
            yield break;
        }

        foreach (var resource in list.EnumerateArray())
        {
            if (JsonPath.Find(resource, "ARN").FirstOrDefault() is { } arn)
            {
                var type = JsonPath.Find(resource, "type").FirstOrDefault()?.Split("::")[^1];
                yield return new EventTarget(type is null ? "" : ApiNames.Phrase(ApiNames.Words(type)), arn);
            }
        }
    }

    static bool IsSame(string name, string arn) =>
        name == arn || ArnText.Short(arn) == name || arn.EndsWith("/" + name, StringComparison.Ordinal);

    static bool IsName(string name) => name.Length > 0 && name != "HIDDEN_DUE_TO_SECURITY_REASONS";
}
