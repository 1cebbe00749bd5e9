using System.Globalization;
using TrailLake.Query.Entities;

namespace TrailLake.Answers.Traces;

/// <summary>Says plainly why a chain does not go on.</summary>
sealed class TraceGaps(DateTime? begins, HashSet<string> accounts)
{
    readonly DateTime? _begins = begins;

    public void Explain(IEnumerable<CredentialNode> nodes)
    {
        foreach (var node in nodes)
        {
            node.Gap ??= Gap(node);
        }
    }

    string? Gap(CredentialNode node) => node.Kind switch
    {
        CredentialKind.ForwardAccessSession => $"made by {node.Service} to act for its caller: such keys have no issuing event",
        CredentialKind.ConsoleSession when node.IssuedBy is null => "console session; its sign-in is not in this lake",
        CredentialKind.SessionToken when node.IssuedBy is null && node.UserType is not null =>
            Missing(node, "no event of this lake issued it: a console session, or a session token"),
        _ when node.Parent is not null => null,
        CredentialKind.Principal => node.UserType == "AWSAccount" && node.Account is { } caller && !accounts.Contains(caller)
            ? $"the caller's own records are in account {caller}, which is not in this lake"
            : null,
        CredentialKind.LongTermKey =>
            Missing(node, "no event of this lake created it: most likely it was issued before this archive begins" + Begins()),
        CredentialKind.Instance => "no event of this lake launched it: most likely before this archive begins" + Begins(),
        CredentialKind.Function => "no event of this lake created it: most likely before this archive begins" + Begins(),
        _ => Session(node),
    };

    string Session(CredentialNode node)
    {
        if (node.Created < _begins)
        {
            return string.Create(
                CultureInfo.InvariantCulture, $"issued before this archive begins: session of {node.Created:u}, archive from {_begins:u}");
        }

        var what = node.RoleName?.StartsWith("AWSReservedSSO_", StringComparison.Ordinal) == true
            ? $"an Identity Center session of {node.SessionName}, whose AssumeRoleWithSAML is not in this lake"
            : "no event of this lake issued it: the call may stand in a region or account that is missing";
        return Missing(node, what);
    }

    // An account that the key's own id names, when neither it nor the account of its calls is here, tells where to look on.
    string Missing(CredentialNode node, string otherwise)
    {
        var account = node.Account ?? (node.AccessKey is { } key ? AwsIdentifier.DerivedAccount(key) : null);
        return account is null || accounts.Contains(account)
            ? otherwise
            : $"issued in account {account}{(node.Account is null ? " (derived from the key)" : "")}, which is not in this lake";
    }

    string Begins() => _begins is { } begins ? string.Create(CultureInfo.InvariantCulture, $" ({begins:u})") : "";
}
