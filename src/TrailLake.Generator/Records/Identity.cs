using System.Globalization;
using System.Text;
using TrailLake.Generator.Population;
using TrailLake.Generator.Text;

namespace TrailLake.Generator.Records;

/// <summary>
/// The forms of <c>userIdentity</c>
/// (https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html).
/// </summary>
static class Identity
{
    public static byte[] OfUser(User user, string account) =>
        Utf8(OfUser(user.PrincipalId, user.Arn, account, user.AccessKey, user.Name));

    /// <summary>An IAM user; before signing in it has no key, and in the console a temporary one that no record issues.</summary>
    public static string OfUser(string principal, string arn, string account, string? key, string name, string? context = null) =>
        Json.Object(
            "type", "IAMUser", "principalId", principal, "arn", arn, "accountId", account, "accessKeyId", key, "userName", name,
            "sessionContext", context);

    public static byte[] OfConsoleUser(User user, string account, string key, long created) =>
        Utf8(OfUser(user.PrincipalId, user.Arn, account, key, user.Name, Context(null, created, hasMfa: true)));

    public static byte[] OfSignIn(User user, string account) => Utf8(OfUser(user.PrincipalId, user.Arn, account, null, user.Name));

    public static byte[] OfSession(Session session, string account, string? invokedBy = null)
    {
        var role = session.Role;
        bool isInstance = role.TakenBy == ActorKinds.Service && session.Name.AsSpan().StartsWith("i-"u8);
        var context = Json.Object(
            "sessionIssuer", Issuer("Role", role.PrincipalId, Text(role.Arn), account, role.Name),
            "webIdFederationData", role.TakenBy == ActorKinds.Saml ? "{}" : null,
            "attributes", Attributes(session.Created, hasMfa: false),
            "ec2RoleDelivery", isInstance ? "2.0" : null);
        return Utf8(OfSession(Text(session.PrincipalId), Text(session.Arn), account, Text(session.AccessKey), context, invokedBy));
    }

    public static string OfSession(string principal, string arn, string account, string key, string context, string? invokedBy = null) =>
        Json.Object(
            "type", "AssumedRole", "principalId", principal, "arn", arn, "accountId", account, "accessKeyId", key,
            "sessionContext", context, "invokedBy", invokedBy);

    public static string Issuer(string type, string principal, string arn, string account, string name) =>
        Json.Object("type", type, "principalId", principal, "arn", arn, "accountId", account, "userName", name);

    /// <summary>The value of <c>sessionContext</c>.</summary>
    public static string Context(string? issuer, long created, bool hasMfa) =>
        Json.Object("sessionIssuer", issuer, "attributes", Attributes(created, hasMfa));

    public static byte[] OfService(string service) => Utf8(Json.Object("type", "AWSService", "invokedBy", service));

    /// <summary>The identity of a service event: no type.</summary>
    public static byte[] OfEvent(string account, string service) => Utf8(Json.Object("accountId", account, "invokedBy", service));

    public static byte[] OfOtherAccount(string account, string principal) =>
        Utf8(Json.Object("type", "AWSAccount", "principalId", principal, "accountId", account));

    public static byte[] OfRoot(string account, string key, long created) => Utf8(Json.Object(
        "type", "Root", "principalId", account, "arn", $"arn:aws:iam::{account}:root", "accountId", account, "accessKeyId", key,
        "sessionContext", Context(null, created, hasMfa: true)));

    public static byte[] OfFederated(User issuer, string account, string name, string key, long created) => Utf8(Json.Object(
        "type", "FederatedUser", "principalId", $"{account}:{name}", "arn", $"arn:aws:sts::{account}:federated-user/{name}",
        "accountId", account, "accessKeyId", key,
        "sessionContext", Context(Issuer("IAMUser", issuer.PrincipalId, issuer.Arn, account, issuer.Name), created, hasMfa: false)));

    public static byte[] OfCenterUser(string account, Guid user, Guid credential) => Utf8(Json.Object(
        "type", "IdentityCenterUser", "accountId", account,
        "onBehalfOf", Json.Object("userId", user, "identityStoreArn", $"arn:aws:identitystore::{account}:identitystore/d-9067000001"),
        "credentialId", credential));

    public static byte[] OfSaml(string account, string name) => Utf8(OfSaml(account, name, "wQk2xExampleQualifier"));

    public static string OfSaml(string account, string name, string qualifier) => Json.Object(
        "type", "SAMLUser", "principalId", $"{qualifier}=:{name}", "userName", name, "identityProvider", SamlProvider(account));

    public static string SamlProvider(string account) => $"arn:aws:iam::{account}:saml-provider/AWSSSO_DO_NOT_DELETE";

    public static byte[] OfWeb(string account, string name)
    {
        var provider = $"arn:aws:iam::{account}:oidc-provider/oidc.eks.us-east-1.amazonaws.com/id/EXAMPLE";
        var user = $"system:serviceaccount:{name}";
        return Utf8(Json.Object(
            "type", "WebIdentityUser", "principalId", $"{provider}:sts.amazonaws.com:{user}", "userName", user,
            "identityProvider", provider));
    }

    static string Attributes(long created, bool hasMfa)
    {
        var time = DateTime.UnixEpoch.AddSeconds(created).ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
        return Json.Object("creationDate", time, "mfaAuthenticated", hasMfa ? "true" : "false");
    }

    static string Text(byte[] ascii) => Encoding.ASCII.GetString(ascii);

    static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);
}
