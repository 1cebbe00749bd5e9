using TrailLake.Query.Entities;

namespace TrailLake.Answers.Sentences;

/// <summary>Says in one sentence who did what, from where, with what result. Escape it before printing.</summary>
static class EventSentence
{
    const int MostNames = 3;
    const int LongestName = 120;

    /// <summary>The sentence, such as "IAMUser eve tried to delete bucket x from 203.0.113.7 (AccessDenied)".</summary>
    public static string Of(EventFacts facts) => $"{ActorLabel.Full(facts)} {Did(facts)}{Place(facts)}{Note(facts)}";

    /// <summary>The deed without the caller and the place: "deleted bucket x", "tried to delete bucket x".</summary>
    public static string Did(EventFacts facts)
    {
        if (facts.EventName.Length == 0 || facts.EventType is "AwsServiceEvent" or "AwsCloudTrailInsight")
        {
            var name = facts.EventName.Length > 0 ? facts.EventName : ActorLabel.FirstOf(facts.EventType, "an event without a name");
            return $"reported {name}{(Main(facts) is { } target ? $" of {Describe(target)}" : "")}";
        }

        var phrase = CallPhrases.Of(facts) ?? ByName(facts);
        var space = phrase.IndexOf(' ', StringComparison.Ordinal);
        var (verb, rest) = space < 0 ? (phrase, "") : (phrase[..space], phrase[space..]);
        return facts switch
        {
            { ErrorCode: "Client.DryRunOperation" } or { Outcome: "dry run" } =>
                $"tested, without doing it, whether it could {ApiVerbs.Infinitive(verb)}{rest}",
            { IsFailed: true } => $"tried to {ApiVerbs.Infinitive(verb)}{rest}",
            _ => ApiVerbs.Past(verb) + rest,
        };
    }

    internal static string Shorten(string name)
    {
        var text = ArnText.Short(name);
        return text.Length <= LongestName ? text : text[..LongestName] + "…";
    }

    internal static string Join(IReadOnlyList<string> names) => names.Count <= MostNames
        ? string.Join(", ", names)
        : $"{string.Join(", ", names.Take(MostNames))} and {names.Count - MostNames} more";

    static string ByName(EventFacts facts)
    {
        var words = ApiNames.Words(facts.ApiName);
        var isBatch = words is ["Batch", _, ..];
        var first = words.Length == 0 ? "" : words[isBatch ? 1 : 0].ToLowerInvariant();
        if (!ApiVerbs.IsVerb(first))
        {
            return $"call {facts.ApiName}{(Main(facts) is { } called ? $" on {Describe(called)}" : "")}";
        }

        var thing = ApiNames.Phrase(words[(isBatch ? 2 : 1)..]);
        return (first + " " + Object(thing, facts)).TrimEnd();
    }

    // "delete" + "bucket" + bucket x → "bucket x"; "stop" + "replication task" + task t → "replication task t"; else "bucket policy of
    // bucket x".
    static string Object(string thing, EventFacts facts)
    {
        if (Main(facts) is not { } target)
        {
            return thing;
        }

        var names = EventTargets.Of(facts).Where(other => other.Kind == target.Kind).Select(other => Shorten(other.Name)).Distinct()
            .ToList();
        var name = Join(names);
        if (thing.Length == 0)
        {
            return $"{target.Kind} {name}".TrimStart();
        }

        return Says(thing, target.Kind) ? $"{thing} {name}" : $"{thing} of {target.Kind} {name}";
    }

    static bool Says(string thing, string kind)
    {
        const StringComparison AnyCase = StringComparison.OrdinalIgnoreCase;
        return kind.Length == 0 || thing.Equals(kind, AnyCase) || thing.Equals(kind + "s", AnyCase) || thing.EndsWith(" " + kind, AnyCase)
            || kind.EndsWith(" " + thing, AnyCase) || (kind == "database" && thing == "DB instance");
    }

    static EventTarget? Main(EventFacts facts) => EventTargets.Of(facts) is [var first, ..] ? first : null;

    static string Describe(EventTarget target) => $"{target.Kind} {Shorten(target.Name)}".TrimStart();

    static string Place(EventFacts facts)
    {
        var address = facts.SourceAddress;
        if (string.IsNullOrEmpty(address))
        {
            return facts.InvokedBy is { Length: > 0 } service && facts.UserType is not "AWSService" ? $" through {service}" : "";
        }

        // A service's name stands where a call was made on someone's behalf; for the service's own calls it says nothing new.
        var isService = address.EndsWith(".amazonaws.com", StringComparison.Ordinal)
            || address.StartsWith("AWS Internal", StringComparison.Ordinal);
        if (!isService)
        {
            return " from " + address;
        }

        return facts.UserType is "AWSService" or null or "" ? "" : " through " + address;
    }

    static string Note(EventFacts facts)
    {
        var notes = new List<string>();
        if (facts.Outcome is { } outcome && outcome != "dry run")
        {
            notes.Add(outcome);
        }

        if (facts.EventName == "ConsoleLogin" && facts.UserType is "IAMUser" or "Root" && !facts.IsFailed
            && facts.Find("aED.MFAUsed").FirstOrDefault() is { } mfa && mfa.Equals("No", StringComparison.OrdinalIgnoreCase))
        {
            notes.Add("without MFA");
        }

        return notes.Count == 0 ? "" : $" ({string.Join("; ", notes)})";
    }
}
