using System.Globalization;
using System.Text.Json;

namespace TrailLake.Tests.Index;

/// <summary>Records whose JSON texts are written out by a test, escapes and all.</summary>
static class IndexRecord
{
    /// <summary>A record.</summary>
    /// <param name="id">Its eventID.</param>
    /// <param name="request">JSON of requestParameters.</param>
    /// <param name="identity">Members of userIdentity, or nothing.</param>
    /// <param name="more">Further members, each behind a comma, or nothing.</param>
    public static string Of(string id, string request, string identity = "\"type\":\"IAMUser\"", string more = "") => string.Create(
        CultureInfo.InvariantCulture,
        $$"""
        {"eventVersion":"1.08","userIdentity":{{{identity}}},"eventTime":"2026-03-01T10:00:00Z","eventSource":"s3.amazonaws.com","eventName":"PutObject",
        "awsRegion":"eu-west-1","sourceIPAddress":"198.51.100.7","requestParameters":{{request}},"responseElements":null,"requestID":"request-{{id}}",
        "eventID":{{JsonSerializer.Serialize(id)}},"eventType":"AwsApiCall","recipientAccountId":"111111111111"{{more}}}
        """);
}
