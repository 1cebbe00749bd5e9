-- title: Who launched compute in a region that the account does not use?
-- theme: Defence
-- parameter: days (number, 30): a region is unused when nothing was changed in it for so many days, the last day left out
-- events: ec2 RunInstances RequestSpotInstances CreateFleet; ecs, eks CreateCluster; sagemaker CreateNotebookInstance; lightsail CreateInstances; batch CreateComputeEnvironment
-- paths: awsRegion, requestParameters.{instanceType, minCount, maxCount}, responseElements.instancesSet.items[].instanceId
-- cannot see: use of the region from before this archive: an account whose events begin less than a day before is left out
-- looks back: unused is what was not used before
-- example: --from 30d
WITH changes AS (
    SELECT recipientAccountId, awsRegion, eventTime
    FROM calls
    WHERE readOnly = false AND result = 'ok' AND coalesce(eventType, '') <> 'AwsServiceEvent'
        AND service NOT IN ('iam', 'sts', 'cloudfront', 'route53', 'organizations', 'signin')),
begins AS (SELECT recipientAccountId, min(eventTime) AS first FROM events GROUP BY 1)
SELECT eventTime, who, what, target, sourceIPAddress, userAgent, result, eventID, launches.recipientAccountId, awsRegion,
    requestParameters->>'instanceType' AS instanceType, coalesce(requestParameters->>'maxCount', requestParameters->>'$.instancesSet.items[0].maxCount') AS number
FROM (
    SELECT *, coalesce(array_to_string(item_texts(responseElements->'$.instancesSet', 'instanceId'), ', '), requestParameters->>'clusterName',
        requestParameters->>'name', requestParameters->>'notebookInstanceName') AS target
    FROM calls
    WHERE is_shown AND in_span(eventTime, recipientAccountId) AND (
        (service = 'ec2' AND eventName IN ('RunInstances', 'RequestSpotInstances', 'CreateFleet'))
        OR (service IN ('ecs', 'eks') AND eventName = 'CreateCluster')
        OR (service = 'sagemaker' AND eventName = 'CreateNotebookInstance')
        OR (service = 'lightsail' AND eventName = 'CreateInstances')
        OR (service = 'batch' AND eventName = 'CreateComputeEnvironment'))) AS launches
    JOIN begins ON begins.recipientAccountId = launches.recipientAccountId AND begins.first < launches.eventTime - INTERVAL 1 DAY
WHERE NOT EXISTS (
    SELECT 1 FROM changes
    WHERE changes.recipientAccountId = launches.recipientAccountId AND changes.awsRegion = launches.awsRegion
        AND changes.eventTime < launches.eventTime - INTERVAL 1 DAY
        AND changes.eventTime >= launches.eventTime - to_days(getvariable('days')::INTEGER))
ORDER BY ALL
