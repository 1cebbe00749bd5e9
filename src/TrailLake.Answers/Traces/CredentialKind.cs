namespace TrailLake.Answers.Traces;

/// <summary>Kinds of links in a chain of credentials.</summary>
public enum CredentialKind
{
    /// <summary>A person, service or identity provider: where a chain may begin.</summary>
    Principal,

    /// <summary>An access key that does not expire.</summary>
    LongTermKey,

    /// <summary>A session of a role.</summary>
    RoleSession,

    /// <summary>Temporary credentials of a user or of root, from GetSessionToken and the like.</summary>
    SessionToken,

    /// <summary>A session of the console.</summary>
    ConsoleSession,

    /// <summary>Credentials that a service made to act for its caller; no event issues them.</summary>
    ForwardAccessSession,

    /// <summary>An EC2 instance, which has the sessions of its role.</summary>
    Instance,

    /// <summary>A Lambda function, which has the sessions of its role.</summary>
    Function,
}
