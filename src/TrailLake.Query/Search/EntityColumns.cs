using TrailLake.Query.Entities;

namespace TrailLake.Query.Search;

/// <summary>Columns whose whole value may be an entity. All of them stand in the index.</summary>
static class EntityColumns
{
    /// <summary>Columns that name the caller, or the address that calls came from.</summary>
    public static IReadOnlyList<string> Caller(EntityKind kind) => kind switch
    {
        EntityKind.AccessKey => ["userIdentity.accessKeyId"],
        EntityKind.PrincipalId => ["userIdentity.principalId", "userIdentity.sessionContext.sessionIssuer.principalId"],
        EntityKind.Arn =>
        [
            "userIdentity.arn", "userIdentity.sessionContext.sessionIssuer.arn", "userIdentity.inScopeOf.sourceArn",
            "userIdentity.inScopeOf.credentialsIssuedTo", "userIdentity.identityProvider",
        ],
        EntityKind.Address => ["sourceIPAddress"],
        EntityKind.Cidr => [],
        EntityKind.Account => ["userIdentity.accountId"],
        EntityKind.EventId => ["userIdentity.onBehalfOf.userId"],
        _ =>
        [
            "userIdentity.userName", "userIdentity.sessionContext.sessionIssuer.userName", "userIdentity.sessionContext.sourceIdentity",
            "userIdentity.invokedBy", "sourceIPAddress",
        ],
    };

    /// <summary>Further columns that name what an event is about.</summary>
    public static IReadOnlyList<string> Object(EntityKind kind) => kind switch
    {
        EntityKind.Account => ["vpcEndpointAccountId"],
        EntityKind.EventId => ["eventID", "sharedEventID", "requestID"],
        _ => [],
    };
}
