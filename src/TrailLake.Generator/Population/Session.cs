namespace TrailLake.Generator.Population;

/// <summary>A role session; the archive holds the call that issued it.</summary>
/// <param name="AccessKey"><c>ASIA…</c>.</param>
/// <param name="PrincipalId">Id of the role and session name.</param>
/// <param name="Created">Time of the issuing call, seconds since 1970.</param>
/// <param name="Issuer">User that took the role, for deployments.</param>
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
