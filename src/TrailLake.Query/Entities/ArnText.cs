namespace TrailLake.Query.Entities;

/// <summary>The parts of an ARN: <c>arn:partition:service:region:account:resource</c>.</summary>
/// <param name="Service">Third part, for example iam.</param>
/// <param name="Account">Fifth part; empty for S3.</param>
/// <param name="Resource">All behind the fifth colon.</param>
sealed record ArnText(string Service, string Account, string Resource)
{
    /// <summary>Splits an ARN; null when the text is none.</summary>
    public static ArnText? Parse(string text)
    {
        var parts = text.Split(':', 6);
        return parts.Length == 6 && parts[0] == "arn" && parts[1].StartsWith("aws", StringComparison.Ordinal) && parts[2].Length > 0
            && parts[5].Length > 0
            ? new ArnText(parts[2], parts[4], parts[5])
            : null;
    }

    /// <summary>The resource's own name: what stands behind its type and path.</summary>
    public string Name => Resource[(Resource.LastIndexOfAny(['/', ':']) + 1)..];

    /// <summary>The last part of an ARN that a person recognises; other texts as they are.</summary>
    public static string Short(string text) => Parse(text) switch
    {
        null => text,
        { Service: "s3" } s3 => s3.Resource,
        { Service: "sts", Resource: var session } when session.StartsWith("assumed-role/", StringComparison.Ordinal) =>
            session["assumed-role/".Length..],
        { Name.Length: > 0 } arn => arn.Name,
        _ => text,
    };
}
