using TrailLake.Answers.Sentences;
using TrailLake.Query.Entities;

namespace TrailLake.Answers.Timelines;

/// <summary>Finds what a name or id stands for in an event.</summary>
static class EntityMeaning
{
    /// <summary>The things that the entity is in the event, each once: user, role, session, bucket, ….</summary>
    public static IEnumerable<string> Of(Entity entity, EventFacts facts, IReadOnlyList<EventTarget> targets)
    {
        var text = entity.Text;
        var found = new List<string>();
        switch (entity.Kind)
        {
            case EntityKind.EventId:
                Add(found, facts.EventId == text, "event");
                Add(found, facts.SharedEventId == text, "shared event");
                break;
            case EntityKind.Name or EntityKind.ResourceId:
                Add(found, facts.UserType == "IAMUser" && facts.UserName == text, "user");
                Add(found, facts.IssuerName == text, facts.UserType == "FederatedUser" ? "user" : "role");
                Add(found, facts.UserType is "AssumedRole" && ActorLabel.Session(facts.PrincipalId) == text, "session");
                Add(found, facts.SourceIdentity == text, "source identity");
                Add(found, facts.InvokedBy == text || facts.SourceAddress == text, "service");
                break;
            default:
                return found;
        }

        var named = targets.Where(target => target.Kind.Length > 0 && (target.Name == text || ArnText.Short(target.Name) == text));
        found.AddRange(named.Select(target => target.Kind));
        return found.Distinct();
    }

    static void Add(List<string> found, bool isTrue, string meaning)
    {
        if (isTrue)
        {
            found.Add(meaning);
        }
    }
}
