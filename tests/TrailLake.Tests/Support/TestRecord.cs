using System.Globalization;
using System.Text.Json.Nodes;

namespace TrailLake.Tests.Support;

/// <summary>Writes small records for tests: what a test does not say is usual.</summary>
static class TestRecord
{
    public const string Account = "111122223333";

    /// <summary>The identity of a user with a long-term key.</summary>
    public static string User(string name, string key, string account = Account) => $$"""
        {"type":"IAMUser","principalId":"AIDAEXAMPLE{{name.ToUpperInvariant()}}","arn":"arn:aws:iam::{{account}}:user/{{name}}","accountId":"{{account}}","accessKeyId":"{{key}}","userName":"{{name}}"}
        """;

    /// <summary>The identity of a role session; without a key when a service made the call.</summary>
    public static string Session(
        string role, string session, string? key, string created, string account = Account, string? more = null) => $$$"""
        {"type":"AssumedRole","principalId":"AROAEXAMPLE{{{role.ToUpperInvariant()}}}:{{{session}}}","arn":"arn:aws:sts::{{{account}}}:assumed-role/{{{role}}}/{{{session}}}","accountId":"{{{account}}}"{{{(key is null ? "" : $",\"accessKeyId\":\"{key}\"")}}},"sessionContext":{"sessionIssuer":{"type":"Role","principalId":"AROAEXAMPLE{{{role.ToUpperInvariant()}}}","arn":"arn:aws:iam::{{{account}}}:role/{{{role}}}","accountId":"{{{account}}}","userName":"{{{role}}}"},"attributes":{"creationDate":"{{{created}}}","mfaAuthenticated":"false"}}{{{more}}}}
        """;

    /// <summary>The identity of a service.</summary>
    public static string Service(string name) => $$"""{"type":"AWSService","invokedBy":"{{name}}"}""";

    /// <summary>The response of a call that issues temporary credentials.</summary>
    public static string Credentials(string key, string? sessionArn = null) => sessionArn is null
        ? $$$"""{"credentials":{"accessKeyId":"{{{key}}}","expiration":"Mar 10, 2026, 4:14:10 AM"}}"""
        : $$$"""{"credentials":{"accessKeyId":"{{{key}}}"},"assumedRoleUser":{"arn":"{{{sessionArn}}}","assumedRoleId":"AROAEXAMPLE:x"}}""";

    /// <summary>A record.</summary>
    /// <param name="api">Service and API: "s3:DeleteBucket".</param>
    /// <param name="more">Further members as JSON text that begins with a comma.</param>
    public static string Of(
        int number,
        string time,
        string identity,
        string api,
        string? request = null,
        string? response = null,
        string? address = "203.0.113.7",
        string? error = null,
        bool isReadOnly = false,
        string account = Account,
        string? more = null)
    {
        var parts = api.Split(':');
        return $$"""
            {"eventVersion":"1.10","userIdentity":{{identity}},"eventTime":"{{time}}","eventSource":"{{parts[0]}}.amazonaws.com","eventName":"{{parts[1]}}","awsRegion":"us-east-1","sourceIPAddress":{{Text(address)}},"userAgent":"test","requestParameters":{{request ?? "null"}},"responseElements":{{response ?? "null"}},{{(error is null ? "" : $"\"errorCode\":\"{error}\",")}}"eventID":"{{Id(number)}}","readOnly":{{(isReadOnly ? "true" : "false")}},"eventType":"AwsApiCall","managementEvent":true,"recipientAccountId":"{{account}}","eventCategory":"Management"{{more}}}
            """;
    }

    /// <summary>The eventID of a record by its number.</summary>
    public static string Id(int number) => "00000000-0000-4000-8000-" + number.ToString("D12", CultureInfo.InvariantCulture);

    static string Text(string? text) => text is null ? "null" : JsonValue.Create(text).ToJsonString();
}
