namespace TrailLake.Answers.Traces;

/// <summary>The kinds in words.</summary>
static class CredentialKindText
{
    /// <summary>For example "role session".</summary>
    public static string ToText(this CredentialKind kind) => kind switch
    {
        CredentialKind.LongTermKey => "long-term key",
        CredentialKind.RoleSession => "role session",
        CredentialKind.SessionToken => "session token",
        CredentialKind.ConsoleSession => "console session",
        CredentialKind.ForwardAccessSession => "forward access session",
        CredentialKind.Instance => "instance",
        CredentialKind.Function => "function",
        _ => "principal",
    };
}
