using System.Buffers;
using System.Text;
using System.Text.Json;
using TrailLake.Answers.Sentences;
using TrailLake.Index;
using TrailLake.Query.Entities;
using TrailLake.Query.Search;
using TrailLake.Query.Session;
using TrailLake.Query.Sql;
using TrailLake.Query.Values;
using TrailLake.Tables;

namespace TrailLake.Answers.Lookups;

/// <summary>Finds events by the attributes of CloudTrail's LookupEvents, the newest first.</summary>
static class EventLookup
{
    // Whom CloudTrail's event history shows as user name.
    const string UserName = """
        CASE userIdentity.type WHEN 'Root' THEN coalesce(userIdentity.userName, 'root')
            WHEN 'AssumedRole' THEN regexp_replace(userIdentity.principalId, '^[^:]*:', '')
            ELSE coalesce(userIdentity.userName, userIdentity.sessionContext.sessionIssuer.userName) END
        """;

    /// <summary>The events that have all of the attributes.</summary>
    public static IEnumerable<LookupEvent> Find(
        SqlSession session, IReadOnlyList<LookupAttribute> attributes, CancellationToken cancellation = default)
    {
        var terms = attributes.Select(attribute => Term(attribute, session)).DefaultIfEmpty("true");
        if (session.Search.ViewWith([.. attributes.Select(attribute => IndexQueryOf(attribute)).OfType<IndexQuery>()]) is not { } view)
        {
            yield break;
        }

        foreach (var found in EventSearch.NewestFirst(session, view, string.Join(" AND ", terms.Select(term => $"({term})")), cancellation))
        {
            var looked = Read(found.Row);
            if (attributes.All(attribute => Has(looked, attribute)))
            {
                yield return looked;
            }
        }
    }

    static string Term(LookupAttribute attribute, SqlSession session)
    {
        var value = SqlText.Literal(attribute.Value);
        return attribute.Key switch
        {
            LookupKey.EventId => $"eventID = {value}",
            LookupKey.EventName => $"eventName = {value}",
            LookupKey.ReadOnly => bool.Parse(attribute.Value) ? "readOnly = true" : "readOnly = false",
            LookupKey.Username => $"{UserName} = {value}",
            LookupKey.EventSource => $"eventSource = {value}",
            LookupKey.AccessKeyId => $"userIdentity.accessKeyId = {value}",
            LookupKey.ResourceType => $"len(list_filter(resources, lambda r: r.type = {value})) > 0{string.Concat(
                LookupResources.SourcesOf(attribute.Value).Select(source => $" OR eventSource = {SqlText.Literal(source)}"))}",
            _ => EntityFilter.About(Entity.OfName(attribute.Value), session),
        };
    }

    // What the index is asked; null for what it does not know.
    static IndexQuery? IndexQueryOf(LookupAttribute attribute) => attribute.Key switch
    {
        LookupKey.EventId or LookupKey.AccessKeyId => new IndexQuery().Value(attribute.Value),
        LookupKey.ResourceName => new IndexQuery().Name(attribute.Value).NameInTexts(attribute.Value),

        // The user name of a root without one stands nowhere.
        LookupKey.Username when attribute.Value != "root" => new IndexQuery().Name(attribute.Value),
        _ => null,
    };

    // SQL finds what may have a resource; the event's own resources decide.
    static bool Has(LookupEvent found, LookupAttribute attribute) => attribute.Key switch
    {
        LookupKey.ResourceName =>
            found.Resources.Any(resource => resource.Name == attribute.Value || ArnText.Short(resource.Name) == attribute.Value),
        LookupKey.ResourceType => found.Resources.Any(resource => resource.Type == attribute.Value),
        _ => true,
    };

    static LookupEvent Read(JsonElement row)
    {
        var identity = row.TryGetProperty("userIdentity", out var user) ? user : default;
        var facts = new EventFacts
        {
            EventSource = Text(row, "eventSource") ?? "",
            RequestText = Text(row, "requestParameters"),
            ResponseText = Text(row, "responseElements"),
            AdditionalText = Text(row, "additionalEventData"),
            ServiceDetailsText = Text(row, "serviceEventDetails"),
            ResourcesText = row.TryGetProperty("resources", out var resources) ? resources.GetRawText() : null,
        };
        return new LookupEvent
        {
            EventId = Text(row, "eventID") ?? "",
            EventName = Text(row, "eventName"),
            ReadOnly = Text(row, "readOnly"),
            AccessKeyId = Text(identity, "accessKeyId"),
            EventTime = EventFacts.ParseTime(Text(row, "eventTime")),
            EventSource = Text(row, "eventSource"),
            Username = NameOf(identity),
            Resources = LookupResources.Of(facts),
            CloudTrailEvent = Rebuild(row),
        };
    }

    static string? NameOf(JsonElement identity) => Text(identity, "type") switch
    {
        "Root" => Text(identity, "userName") ?? "root",
        "AssumedRole" => ActorLabel.Session(Text(identity, "principalId")) ?? Text(identity, "principalId"),
        _ => Text(identity, "userName") ?? JsonPath.Find(identity, "sessionContext.sessionIssuer.userName").FirstOrDefault(),
    };

    static string? Text(JsonElement element, string name) => JsonPath.Find(element, name).FirstOrDefault();

    static string Rebuild(JsonElement row)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, ResultJson.Options))
        {
            RecordRebuilder.Write(row, writer);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
