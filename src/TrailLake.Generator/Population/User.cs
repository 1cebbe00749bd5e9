namespace TrailLake.Generator.Population;

/// <summary>An IAM user with one long-term key and the place that it works from.</summary>
sealed record User(string Name, string PrincipalId, string AccessKey, string Arn, byte[] Ip, byte[] Agent);
