using TrailLake.Answers.Sentences;
using TrailLake.Query.Entities;

namespace TrailLake.Answers.Traces;

/// <summary>Names credentials, the same way in SQL and in C#.</summary>
static class CredentialIds
{
    /// <summary>The id of the caller's credential in SQL; NULL for callers that have neither key nor ARN.</summary>
    public const string Sql = """
        coalesce(nullif(userIdentity.accessKeyId, ''),
            userIdentity.arn || '@' || userIdentity.sessionContext.attributes.creationDate, userIdentity.arn)
        """;

    /// <summary>The APIs that issue credentials.</summary>
    public static readonly string[] Issuing =
    [
        "AssumeRole", "AssumeRoleWithSAML", "AssumeRoleWithWebIdentity", "AssumeRoot", "GetSessionToken", "GetFederationToken",
        "CreateAccessKey", "CreateSession", "GetCredentialsForIdentity",
    ];

    static readonly string[] s_issuedKeys =
    [
        "rE.credentials.accessKeyId", "rE.accessKey.accessKeyId", "rE.credentialSet[].credentials.accessKeyId",
    ];

    /// <summary>The id of the caller's credential; null as in SQL.</summary>
    public static string? OfCaller(EventFacts facts) =>
        facts.AccessKey ?? (facts is { Arn: { } arn, CreationDate: { } created } ? arn + "@" + created : facts.Arn);

    /// <summary>The key that an event issued; null when it issued none, or does not tell.</summary>
    public static string? IssuedKey(EventFacts facts) => s_issuedKeys.SelectMany(facts.Find).FirstOrDefault();

    /// <summary>ARN of the session that an event issued.</summary>
    public static string? IssuedArn(EventFacts facts) =>
        facts.Find("rE.assumedRoleUser.arn").Concat(facts.Find("rE.federatedUser.arn")).FirstOrDefault();

    /// <summary>Instances that an event launched or gave a role.</summary>
    public static string[] Instances(EventFacts facts) =>
    [
        .. facts.Find("rE.instancesSet.items[].instanceId").Concat(facts.Find("rP.AssociateIamInstanceProfileRequest.InstanceId"))
            .Distinct(),
    ];

    /// <summary>The function that an event created.</summary>
    public static string? CreatedFunction(EventFacts facts) =>
        facts.ApiName == "CreateFunction" ? facts.Find("rP.functionName").Select(ArnText.Short).FirstOrDefault() : null;
}
