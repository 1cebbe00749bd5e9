using System.Collections.Generic;
using System.Linq;
using System.Text.Json;

namespace TrailLake.Tests.Index;

/// <summary>
/// What can be looked for in a delivered record, found by a plain walk over its JSON: the judge of the index. It knows nothing of columns or
/// terms.
/// </summary>
static class ValueOracle
{
    /// <summary>The JSON columns.</summary>
    public static string[] TextColumns { get; } = ["requestParameters", "responseElements", "additionalEventData", "serviceEventDetails"];

    /// <summary>Whole values of columns: ids, addresses, keys, ARNs, names, principals.</summary>
    public static IEnumerable<string> InColumns(JsonElement record) => Ids(record).Concat(InOtherColumns(record));

    /// <summary>Ids of the event.</summary>
    public static IEnumerable<string> Ids(JsonElement record) =>
        new[] { Text(record, "eventID"), Text(record, "requestID"), Text(record, "sharedEventID") }.OfType<string>().Where(value => value.Length > 0);

    /// <summary>Whole values of columns that are no ids of the event.</summary>
    public static IEnumerable<string> InOtherColumns(JsonElement record)
    {
        var values = new List<string?> { Text(record, "sourceIPAddress") };
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
        }

        return values.OfType<string>().Where(value => value.Length > 0);
    }

    /// <summary>Names within those values: the ends of ARNs, sessions.</summary>
    public static IEnumerable<string> NamesInColumns(JsonElement record)
    {
        var user = Member(record, "userIdentity");
        return (Text(user, "principalId")?.Split(':').Skip(1).TakeLast(1) ?? [])
            .Concat(Text(user, "arn")?.Split('/').Skip(1).TakeLast(1) ?? []);
    }

    /// <summary>ARNs of resources.</summary>
    public static IEnumerable<string> Resources(JsonElement record) => Member(record, "resources") is { ValueKind: JsonValueKind.Array } resources
        ? resources.EnumerateArray().Select(resource => Text(resource, "ARN")).OfType<string>()
        : [];

    /// <summary>Names within those ARNs: their ends, the buckets of objects.</summary>
    public static IEnumerable<string> NamesInResources(JsonElement record) =>
        Resources(record).SelectMany(arn => arn.Split('/', ':').TakeLast(1).Concat(arn.Split(":::").Skip(1).Select(rest => rest.Split('/')[0])));

    /// <summary>ARNs that a resource stands below.</summary>
    public static IEnumerable<string> ArnsAbove(JsonElement record) => Resources(record)
        .SelectMany(arn => arn.Split('/').SkipLast(1).Select((_, i) => string.Join('/', arn.Split('/').Take(i + 1))));

    /// <summary>The principal id without its session.</summary>
    public static IEnumerable<string> Principals(JsonElement record) =>
        Text(Member(record, "userIdentity"), "principalId") is { } id && id.StartsWith('A') ? [id.Split(':')[0]] : [];

    /// <summary>All strings inside the JSON columns, and the last parts of those that are ARNs.</summary>
    public static IEnumerable<string> InTexts(JsonElement record) => TextColumns.SelectMany(column => InText(record, column));

    /// <summary>As <see cref="InTexts"/>, of one of <see cref="TextColumns"/>.</summary>
    public static IEnumerable<string> InText(JsonElement record, string column)
    {
        foreach (var text in Strings(Member(record, column)))
        {
            yield return text;
            if (text.StartsWith("arn:", System.StringComparison.Ordinal))
            {
                yield return text.Split('/', ':')[^1];
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
