-- title: Who terminated the instance?
-- theme: Deletion
-- parameter: instance (resource): the instance, by id or ARN
-- events: ec2 TerminateInstances: one row for each instance of the call
-- paths: requestParameters.instancesSet.items[].instanceId, responseElements.instancesSet.items[].previousState.name
-- cannot see: an instance that shut itself down and was set to terminate then; a Spot interruption (a service event, BidEvictedEvent)
-- finds by: instance
-- example: --instance i-0123456789abcdef0
SELECT eventTime, who, what, target, sourceIPAddress, userAgent, result, eventID, recipientAccountId, awsRegion
FROM (
    SELECT *, unnest(json_items(requestParameters->'$.instancesSet.items'))->>'instanceId' AS target
    FROM calls
    WHERE eventName = 'TerminateInstances' AND service = 'ec2' AND is_shown)
WHERE is_wanted([target], getvariable('instance'), recipientAccountId, awsRegion)
ORDER BY ALL
