namespace TrailLake.Generator.Population;

/// <summary>A role session; the archive holds the call that issued it.</summary>
/// <param name="Role">The role taken.</param>
/// <param name="Name">Session name.</param>
/// <param name="AccessKey"><c>ASIA…</c>.</param>
/// <param name="Arn">ARN of the session.</param>
/// <param name="PrincipalId">Id of the role and session name.</param>
/// <param name="Created">Time of the issuing call, seconds since 1970.</param>
/// <param name="Issuer">User that took the role, for deployments.</param>
/// <param name="Ip">Address that the session works from.</param>
/// <param name="Agent">Its user agent.</param>
sealed record Session(
    Role Role,
    byte[] Name,
    byte[] AccessKey,
    byte[] Arn,
    byte[] PrincipalId,
    long Created,
    User Issuer,
    byte[] Ip,
    byte[] Agent);
