namespace TrailLake.Answers.Sentences;

/// <summary>Names the caller of an event as people recognise it.</summary>
static class ActorLabel
{
    /// <summary>The name: Role/session, user name, service, or the id of a caller of another account.</summary>
    public static string Name(EventFacts facts)
    {
        if (facts.UserType is "AssumedRole" && (facts.IssuerName ?? RoleOfArn(facts.Arn)) is { Length: > 0 } role)
        {
            return Session(facts.PrincipalId) is { Length: > 0 } session ? $"{role}/{session}" : role;
        }

        if (facts.UserType is "AWSAccount")
        {
            return facts.UserAccount == "anonymous"
                ? "anonymous"
                : $"{FirstOf(facts.PrincipalId, "someone")} of account {FirstOf(facts.UserAccount, "unknown")}";
        }

        if (facts.UserType is "Root")
        {
            return FirstOf(facts.UserAccount, facts.Account, "unknown");
        }

        return FirstOf(facts.UserName, facts.Arn, facts.InvokedBy, facts.PrincipalId, facts.EventSource, "unknown");
    }

    /// <summary>The name with its type before it: "AssumedRole admin/ci-deploy", "IAMUser eve", "service ec2.amazonaws.com".</summary>
    public static string Full(EventFacts facts) => facts.UserType switch
    {
        "AWSAccount" => Name(facts),
        "AWSService" => "service " + FirstOf(facts.InvokedBy, facts.EventSource, "unknown"),
        "Root" => "Root of account " + Name(facts),
        { Length: > 0 } type => $"{type} {Name(facts)}",
        _ => "service " + FirstOf(facts.InvokedBy, facts.EventSource, "unknown"),
    };

    /// <summary>The session's name: all behind the principal id's first colon.</summary>
    internal static string? Session(string? principalId) =>
        principalId?.IndexOf(':', StringComparison.Ordinal) is { } colon and >= 0 ? principalId[(colon + 1)..] : null;

    internal static string FirstOf(params ReadOnlySpan<string?> texts)
    {
        foreach (var text in texts)
        {
            if (!string.IsNullOrEmpty(text))
            {
                return text;
            }
        }

        return "";
    }

    static string? RoleOfArn(string? arn)
    {
        var parts = arn?.Split('/') ?? [];
        return parts.Length >= 3 && parts[0].EndsWith(":assumed-role", StringComparison.Ordinal) ? parts[1] : null;
    }
}
