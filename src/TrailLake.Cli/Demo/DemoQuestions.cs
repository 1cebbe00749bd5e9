namespace TrailLake.Cli.Demo;

/// <summary>The SQL of the demo. It is printed as it is run, so its lines and the rows of the answer fit 80 columns.</summary>
static class DemoQuestions
{
    public static string WhoDeleted(string bucket) => $"""
        SELECT eventTime, userIdentity.arn, userIdentity.accessKeyId,
               sourceIPAddress, awsRegion, userAgent, requestParameters, eventID
        FROM events
        WHERE eventName = 'DeleteBucket' AND errorCode IS NULL
          AND (requestParameters->>'bucketName') = {Literal(bucket)}
        """;

    /// <summary>Which call handed out a temporary key.</summary>
    public static string WhoTookKey(string accessKey) => $"""
        SELECT eventTime, eventName, userIdentity.type, userIdentity.arn,
               userIdentity.accessKeyId, sourceIPAddress, userAgent, eventID
        FROM events
        WHERE eventName LIKE 'AssumeRole%'
          AND (responseElements->'credentials'->>'accessKeyId')
            = {Literal(accessKey)}
        """;

    public static string WhereUsed(string accessKey) => $"""
        SELECT sourceIPAddress, count(*) AS calls, min(eventTime) AS first,
               trim(userAgent, '[]') AS userAgent
        FROM events
        WHERE userIdentity.accessKeyId = {Literal(accessKey)}
        GROUP BY ALL ORDER BY first
        """;

    /// <summary>Which deletions look like the one that was found, and why they are not it.</summary>
    public static string LookAlikes(string bucket, string eventId) => $"""
        SELECT date, requestParameters->>'bucketName' AS bucket,
               split_part(userIdentity.arn, '/', -1) AS who,
               coalesce(errorCode, 'another bucket') AS why
        FROM events
        WHERE eventName = 'DeleteBucket'
          AND eventID <> {Literal(eventId)}
          AND (requestParameters->>'bucketName') LIKE {Literal(bucket + "%")}
        ORDER BY eventTime
        """;

    /// <summary>A text from the archive as SQL: whatever stands in it, it stays one text.</summary>
    static string Literal(string text) => "'" + text.Replace("'", "''", StringComparison.Ordinal) + "'";
}
