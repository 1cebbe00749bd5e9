namespace TrailLake.Generator.Population;

/// <summary>A role and who takes it.</summary>
/// <param name="Arn">ARN with path.</param>
/// <param name="TakenBy">Service, user (deployments) or SAML (people).</param>
sealed record Role(string Name, string PrincipalId, byte[] Arn, ActorKinds TakenBy);
