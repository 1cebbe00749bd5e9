namespace TrailLake.Generator.Story;

/// <summary>A caller of the story.</summary>
/// <param name="Identity">The value of <c>userIdentity</c>.</param>
/// <param name="PrincipalId">Unique id, with the session name for a role.</param>
/// <param name="FromConsole">True for a person in the console.</param>
sealed record StoryCaller(
    string Identity,
    string Arn,
    string AccessKey,
    string PrincipalId,
    string Account,
    string Ip,
    string Agent,
    bool FromConsole = false);
