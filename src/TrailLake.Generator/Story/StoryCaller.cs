namespace TrailLake.Generator.Story;

/// <summary>A caller of the story.</summary>
/// <param name="Identity">The value of <c>userIdentity</c>.</param>
/// <param name="Arn">ARN of the caller.</param>
/// <param name="AccessKey">Key that signs the calls.</param>
/// <param name="PrincipalId">Unique id, with the session name for a role.</param>
/// <param name="Account">Account of the caller.</param>
/// <param name="Ip">Address.</param>
/// <param name="Agent">User agent.</param>
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
