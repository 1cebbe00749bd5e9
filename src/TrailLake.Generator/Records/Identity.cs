using System;
using System.Globalization;
using System.Text;
using TrailLake.Generator.Population;

namespace TrailLake.Generator.Records;

/// <summary>
/// The forms of <c>userIdentity</c>
/// (https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html).
/// </summary>
static class Identity
{
    public static byte[] OfUser(User user, string account) =>
        Utf8($$"""{"type":"IAMUser","principalId":"{{user.PrincipalId}}","arn":"{{user.Arn}}","accountId":"{{account}}","accessKeyId":"{{user.AccessKey}}","userName":"{{user.Name}}"}""");

    /// <summary>An IAM user signed in to the console: a temporary key that no record issues.</summary>
    public static byte[] OfConsoleUser(User user, string account, string key, long created) =>
        Utf8($$$$"""{"type":"IAMUser","principalId":"{{{{user.PrincipalId}}}}","arn":"{{{{user.Arn}}}}","accountId":"{{{{account}}}}","accessKeyId":"{{{{key}}}}","userName":"{{{{user.Name}}}}","sessionContext":{"attributes":{"creationDate":"{{{{Iso(created)}}}}","mfaAuthenticated":"true"}}}""");

    /// <summary>An IAM user at the moment of signing in: no key yet.</summary>
    public static byte[] OfSignIn(User user, string account) =>
        Utf8($$"""{"type":"IAMUser","principalId":"{{user.PrincipalId}}","arn":"{{user.Arn}}","accountId":"{{account}}","userName":"{{user.Name}}"}""");

    public static byte[] OfSession(Session session, string account, string? invokedBy = null)
    {
        var role = session.Role;
        var delivery = role.TakenBy == ActorKinds.Service && session.Name.AsSpan().StartsWith("i-"u8) ? ",\"ec2RoleDelivery\":\"2.0\"" : "";
        var federation = role.TakenBy == ActorKinds.Saml ? ",\"webIdFederationData\":{}" : "";
        var invoked = invokedBy is null ? "" : $",\"invokedBy\":\"{invokedBy}\"";
        return Utf8($$$$"""{"type":"AssumedRole","principalId":"{{{{Text(session.PrincipalId)}}}}","arn":"{{{{Text(session.Arn)}}}}","accountId":"{{{{account}}}}","accessKeyId":"{{{{Text(session.AccessKey)}}}}","sessionContext":{"sessionIssuer":{"type":"Role","principalId":"{{{{role.PrincipalId}}}}","arn":"{{{{Text(role.Arn)}}}}","accountId":"{{{{account}}}}","userName":"{{{{role.Name}}}}"}{{{{federation}}}},"attributes":{"creationDate":"{{{{Iso(session.Created)}}}}","mfaAuthenticated":"false"}{{{{delivery}}}}}{{{{invoked}}}}}""");
    }

    public static byte[] OfService(string service) => Utf8($$"""{"type":"AWSService","invokedBy":"{{service}}"}""");

    /// <summary>The identity of a service event: no type.</summary>
    public static byte[] OfEvent(string account, string service) => Utf8($$"""{"accountId":"{{account}}","invokedBy":"{{service}}"}""");

    public static byte[] OfOtherAccount(string account, string principal) =>
        Utf8($$"""{"type":"AWSAccount","principalId":"{{principal}}","accountId":"{{account}}"}""");

    public static byte[] OfRoot(string account, string key, long created) =>
        Utf8($$$$"""{"type":"Root","principalId":"{{{{account}}}}","arn":"arn:aws:iam::{{{{account}}}}:root","accountId":"{{{{account}}}}","accessKeyId":"{{{{key}}}}","sessionContext":{"attributes":{"creationDate":"{{{{Iso(created)}}}}","mfaAuthenticated":"true"}}}""");

    public static byte[] OfFederated(User issuer, string account, string name, string key, long created) =>
        Utf8($$$$"""{"type":"FederatedUser","principalId":"{{{{account}}}}:{{{{name}}}}","arn":"arn:aws:sts::{{{{account}}}}:federated-user/{{{{name}}}}","accountId":"{{{{account}}}}","accessKeyId":"{{{{key}}}}","sessionContext":{"sessionIssuer":{"type":"IAMUser","principalId":"{{{{issuer.PrincipalId}}}}","arn":"{{{{issuer.Arn}}}}","accountId":"{{{{account}}}}","userName":"{{{{issuer.Name}}}}"},"attributes":{"creationDate":"{{{{Iso(created)}}}}","mfaAuthenticated":"false"}}}""");

    public static byte[] OfCenterUser(string account, Guid user, Guid credential) =>
        Utf8($$$$"""{"type":"IdentityCenterUser","accountId":"{{{{account}}}}","onBehalfOf":{"userId":"{{{{user}}}}","identityStoreArn":"arn:aws:identitystore::{{{{account}}}}:identitystore/d-9067000001"},"credentialId":"{{{{credential}}}}"}""");

    public static byte[] OfSaml(string account, string name) =>
        Utf8($$"""{"type":"SAMLUser","principalId":"wQk2xExampleQualifier=:{{name}}","userName":"{{name}}","identityProvider":"arn:aws:iam::{{account}}:saml-provider/AWSSSO_DO_NOT_DELETE"}""");

    public static byte[] OfWeb(string account, string name) =>
        Utf8($$"""{"type":"WebIdentityUser","principalId":"arn:aws:iam::{{account}}:oidc-provider/oidc.eks.us-east-1.amazonaws.com/id/EXAMPLE:sts.amazonaws.com:system:serviceaccount:{{name}}","userName":"system:serviceaccount:{{name}}","identityProvider":"arn:aws:iam::{{account}}:oidc-provider/oidc.eks.us-east-1.amazonaws.com/id/EXAMPLE"}""");

    static string Iso(long seconds) => DateTime.UnixEpoch.AddSeconds(seconds).ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

    static string Text(byte[] ascii) => Encoding.ASCII.GetString(ascii);

    static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);
}
