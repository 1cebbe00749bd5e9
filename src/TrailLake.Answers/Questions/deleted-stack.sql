-- title: Who deleted the stack?
-- theme: Deletion
-- parameter: stack (resource): the stack or stack set, by name or ARN
-- events: cloudformation DeleteStack DeleteStackSet DeleteStackInstances
-- paths: requestParameters.stackName, requestParameters.stackSetName
-- cannot see: whether the deletion came to its end: it runs on after the call
-- example: --stack network
SELECT eventTime, who, what, target, sourceIPAddress, userAgent, result, eventID, recipientAccountId, awsRegion
FROM (
    SELECT *, coalesce(requestParameters->>'stackName', requestParameters->>'stackSetName') AS target
    FROM calls
    WHERE eventName IN ('DeleteStack', 'DeleteStackSet', 'DeleteStackInstances') AND service = 'cloudformation' AND is_shown)
WHERE is_wanted([target], getvariable('stack'), recipientAccountId, awsRegion)
ORDER BY ALL
