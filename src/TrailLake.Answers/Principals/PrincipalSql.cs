namespace TrailLake.Answers.Principals;

/// <summary>SQL that counts events by caller and outcome.</summary>
static class PrincipalSql
{
    /// <summary>One name for all calls of a principal: the role and not its sessions, the user, the service, ….</summary>
    public const string Principal = """
        CASE userIdentity.type
            WHEN 'AssumedRole' THEN coalesce(userIdentity.sessionContext.sessionIssuer.arn, userIdentity.arn)
            WHEN 'AWSService' THEN coalesce(userIdentity.invokedBy, eventSource)
            WHEN 'AWSAccount' THEN CASE WHEN userIdentity.accountId = 'anonymous' THEN 'anonymous'
                ELSE coalesce(split_part(userIdentity.principalId, ':', 1), '') || '@' || coalesce(userIdentity.accountId, '') END
            ELSE coalesce(userIdentity.arn, userIdentity.userName, userIdentity.principalId, userIdentity.invokedBy, eventSource,
                'unknown') END
        """;

    /// <summary>True for a call that a policy refused.</summary>
    public const string Denied = """
        coalesce(regexp_matches(errorCode,
            '(AccessDenied|UnauthorizedOperation|UnauthorizedAccess|AuthorizationError|Forbidden)(Exception)?$'), false)
        """;

    /// <summary>True for a call that did not take effect, refused or not.</summary>
    public const string Failed = """
        (coalesce(errorCode, '') <> '' OR coalesce((responseElements->>'$.ConsoleLogin') = 'Failure', false))
        """;

    /// <summary>How the session began: "true", "false", or nothing for calls with long-term keys.</summary>
    public const string Mfa = """
        CASE WHEN eventName = 'ConsoleLogin'
                THEN CASE lower(additionalEventData->>'$.MFAUsed') WHEN 'yes' THEN 'true' WHEN 'no' THEN 'false' END
            ELSE userIdentity.sessionContext.attributes.mfaAuthenticated END
        """;
}
