-- title: Who deleted the Lambda function?
-- theme: Deletion
-- parameter: function (resource): the function, by name, ARN or partial ARN, with or without a qualifier
-- events: lambda DeleteFunction, under all its names (DeleteFunction20150331, …)
-- paths: requestParameters.functionName, requestParameters.qualifier
-- cannot see: a version's deletion from the function's, but for the column qualifier: with one, only that version went
-- example: --function billing
SELECT eventTime, who, what, target, sourceIPAddress, userAgent, result, eventID, recipientAccountId, awsRegion, requestParameters->>'qualifier' AS qualifier
FROM (
    SELECT *, requestParameters->>'functionName' AS target
    FROM calls
    WHERE eventName LIKE 'DeleteFunction%' AND api = 'DeleteFunction' AND service = 'lambda' AND is_shown)
WHERE is_wanted([unqualified(target)], unqualified(getvariable('function')), recipientAccountId, awsRegion)
ORDER BY ALL
