using System.Collections.Generic;
using System.Linq;
using System.Text.Json;

namespace TrailLake.Tests.Needles;

/// <summary>
/// What can be looked for in a delivered record, found by a plain walk over its JSON: the judge of the index. It knows nothing of columns or
/// terms.
/// </summary>
static class ValueOracle
{
    static readonly string[] s_texts = ["requestParameters", "responseElements", "additionalEventData", "serviceEventDetails"];

    /// <summary>Values that stand in columns: ids, addresses, keys, ARNs, names, principals and their parts.</summary>
    public static IEnumerable<string> InColumns(JsonElement record)
    {
        var values = new List<string?>
        {
            Text(record, "eventID"), Text(record, "requestID"), Text(record, "sharedEventID"), Text(record, "sourceIPAddress"),
        };
        if (record.TryGetProperty("userIdentity", out var user) && user.ValueKind == JsonValueKind.Object)
        {
            var issuer = Member(Member(user, "sessionContext"), "sessionIssuer");
            var scope = Member(user, "inScopeOf");
            values.AddRange(
            [
                Text(user, "accessKeyId"), Text(user, "principalId"), Text(user, "arn"), Text(user, "userName"), Text(user, "invokedBy"),
                Text(user, "identityProvider"), Text(Member(user, "onBehalfOf"), "userId"), Text(issuer, "arn"), Text(issuer, "principalId"),
                Text(issuer, "userName"), Text(Member(user, "sessionContext"), "sourceIdentity"), Text(scope, "sourceArn"), Text(scope, "credentialsIssuedTo"),
            ]);
            values.AddRange(Text(user, "principalId")?.Split(':') ?? []);
            values.Add(Text(user, "arn")?.Split('/')[^1]);
        }

        if (record.TryGetProperty("resources", out var resources) && resources.ValueKind == JsonValueKind.Array)
        {
            foreach (var arn in resources.EnumerateArray().Select(resource => Text(resource, "ARN")).OfType<string>())
            {
                values.AddRange([arn, arn.Split('/')[0], arn.Split('/')[^1], arn.Split(":::")[^1].Split('/')[0]]);
            }
        }

        return values.OfType<string>();
    }

    /// <summary>All strings inside the JSON columns, and the last parts of those that are ARNs.</summary>
    public static IEnumerable<string> InTexts(JsonElement record)
    {
        foreach (var name in s_texts)
        {
            foreach (var text in Strings(Member(record, name)))
            {
                yield return text;
                if (text.StartsWith("arn:", System.StringComparison.Ordinal))
                {
                    yield return text.Split('/', ':')[^1];
                }
            }
        }
    }

    static IEnumerable<string> Strings(JsonElement element) => element.ValueKind switch
    {
        // A record may spell a character in two ways; half of a surrogate pair is no text at all.
        JsonValueKind.String => element.TryText() is { } text ? [text] : [],
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Strings),
        JsonValueKind.Object => element.EnumerateObject().SelectMany(member => Strings(member.Value)),
        _ => [],
    };

    static JsonElement Member(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var member) ? member : default;

    static string? Text(JsonElement element, string name) =>
        Member(element, name) is { ValueKind: JsonValueKind.String } text ? text.TryText() : null;

    static string? TryText(this JsonElement element)
    {
        try
        {
            return element.GetString();
        }
        catch (System.InvalidOperationException)
        {
            return null;
        }
    }
}
