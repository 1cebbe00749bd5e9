using System.Collections.Generic;

namespace TrailLake.Comparison.Needles;

/// <summary>
/// The twenty needle questions. Where a value has a column of its own, the question is about that column only, which is the least that the
/// plain table must read; where it stands in JSON, about every place in which an event may name it.
/// </summary>
static class NeedleKinds
{
    const string Key = "userIdentity.accessKeyId = {0}";
    const string Uuid = "'[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}'";

    public static IReadOnlyList<NeedleKind> All { get; } =
    [
        new(
            "calls with a long-term access key",
            "CASE WHEN starts_with(userIdentity.accessKeyId, 'AKIA') THEN userIdentity.accessKeyId END",
            Key),
        new(
            "calls with a temporary access key",
            "CASE WHEN starts_with(userIdentity.accessKeyId, 'ASIA') THEN userIdentity.accessKeyId END",
            Key),
        new(
            "calls with another temporary access key",
            "CASE WHEN starts_with(userIdentity.accessKeyId, 'ASIA') THEN userIdentity.accessKeyId END",
            Key),
        new(
            "a temporary access key anywhere: who got it, and its calls",
            "CASE WHEN starts_with(userIdentity.accessKeyId, 'ASIA') THEN userIdentity.accessKeyId END",
            null),
        new("calls from an address", Address("AssumedRole"), "sourceIPAddress = {0}"),
        new("calls from a user's address", Address("IAMUser"), "sourceIPAddress = {0}"),
        new(
            "calls of a user, by name",
            "CASE WHEN userIdentity.type = 'IAMUser' THEN userIdentity.userName END",
            "userIdentity.userName = {0}"),
        new(
            "calls of a role's sessions, by the role's ARN",
            "userIdentity.sessionContext.sessionIssuer.arn",
            "userIdentity.sessionContext.sessionIssuer.arn = {0}"),
        new(
            "calls of a session, by its ARN",
            "CASE WHEN userIdentity.type = 'AssumedRole' THEN userIdentity.arn END",
            "userIdentity.arn = {0}"),
        new(
            "calls of a principal id",
            "CASE WHEN userIdentity.type = 'IAMUser' THEN userIdentity.principalId END",
            "userIdentity.principalId = {0}"),
        new("an event, by its id", "eventID", "eventID = {0}"),
        new("another event, by its id", "eventID", "eventID = {0}"),
        new("a call, by its request id", $"CASE WHEN regexp_full_match(requestID, {Uuid}) THEN requestID END", "requestID = {0}"),
        new("a bucket, anywhere", "requestParameters->>'bucketName'", null),
        new("an instance, anywhere", Found("requestParameters", "i-[0-9a-f]{17}"), null),
        new("a resource's ARN out of a request, anywhere", Found("requestParameters", "arn:aws:[^\"*]+"), null),
        new("a resource's ARN out of a response, anywhere", Found("responseElements", "arn:aws:[^\"*]+"), null),
        new("calls with an access key that is not there", "", Key, "AKIA2NEVERSEEN4KEY7Q"),
        new("calls from an address that is not there", "", "sourceIPAddress = {0}", "192.88.99.77"),
        new("an ARN that is not there, anywhere", "", null, "arn:aws:iam::999988887777:role/never-made"),
    ];

    static string Address(string type) =>
        $"CASE WHEN userIdentity.type = '{type}' AND regexp_full_match(sourceIPAddress, '[0-9.]+') THEN sourceIPAddress END";

    static string Found(string column, string pattern) => $"nullif(regexp_extract({column}, '\"({pattern})\"', 1), '')";
}
