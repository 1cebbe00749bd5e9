-- title: Who turned off or weakened the logging and detection?
-- theme: Defence
-- parameter: trail (resource): trail, detector, recorder, bucket or log group, by name, id or ARN
-- events: cloudtrail StopLogging DeleteTrail UpdateTrail PutEventSelectors PutInsightSelectors DeleteEventDataStore StopEventDataStoreIngestion DeregisterOrganizationDelegatedAdmin
-- events: config StopConfigurationRecorder DeleteConfigurationRecorder DeleteDeliveryChannel PutConfigurationRecorder DeleteConfigRule; guardduty DeleteDetector UpdateDetector CreateIPSet CreateFilter DisassociateMembers StopMonitoringMembers DeletePublishingDestination; securityhub DisableSecurityHub BatchDisableStandards; macie2 DisableMacie; inspector2 Disable; access-analyzer DeleteAnalyzer; detective DeleteGraph
-- events: ec2 DeleteFlowLogs; logs DeleteLogGroup DeleteLogStream PutRetentionPolicy DeleteMetricFilter DeleteSubscriptionFilter; monitoring DeleteAlarms DisableAlarmActions; events DisableRule DeleteRule RemoveTargets; organizations LeaveOrganization RemoveAccountFromOrganization DetachPolicy DisablePolicyType
-- events: s3, on a bucket that a trail of this archive writes to or that the archive came from: DeleteBucket PutBucketLifecycle PutBucketPolicy DeleteBucketPolicy PutBucketPublicAccessBlock PutBucketVersioning DeleteObject DeleteObjects
-- paths: requestParameters.{name, trailName, configurationRecorderName, detectorId, logGroupName, bucketName, DeleteFlowLogsRequest.FlowLogId, …}
-- cannot see: what happened while logging was off: hours without any event in this lake are the evidence for that
-- example: --from 30d
WITH log_buckets AS (
    SELECT requestParameters->>'s3BucketName' AS bucket FROM events WHERE eventName IN ('CreateTrail', 'UpdateTrail')
    UNION
    SELECT regexp_extract(uri, '^s3://([^/]+)/', 1) FROM objects)
SELECT eventTime, who, what, target, sourceIPAddress, userAgent, result, eventID, recipientAccountId, awsRegion, effect
FROM (
    SELECT *,
        coalesce(requestParameters->>'name', requestParameters->>'trailName', requestParameters->>'configurationRecorderName',
            requestParameters->>'$.configurationRecorder.name', requestParameters->>'deliveryChannelName', requestParameters->>'configRuleName',
            requestParameters->>'detectorId', requestParameters->>'eventDataStore', requestParameters->>'bucketName', requestParameters->>'logGroupName',
            requestParameters->>'$.DeleteFlowLogsRequest.FlowLogId.content', requestParameters->>'$.DeleteFlowLogsRequest.FlowLogId',
            requestParameters->>'rule', requestParameters->>'analyzerName', requestParameters->>'graphArn', requestParameters->>'$.alarmNames[0]',
            requestParameters->>'accountId', requestParameters->>'policyId') AS target,
        CASE
            WHEN api IN ('StopLogging', 'DeleteTrail', 'DeleteEventDataStore', 'StopEventDataStoreIngestion') THEN 'CloudTrail stops'
            WHEN api IN ('UpdateTrail', 'PutEventSelectors', 'PutInsightSelectors') THEN 'CloudTrail records something else'
            WHEN api = 'UpdateDetector' THEN CASE WHEN (requestParameters->>'enable') = 'false' THEN 'GuardDuty stops' ELSE 'GuardDuty is changed' END
            WHEN service = 's3' THEN 'the bucket of the logs is changed'
            WHEN service = 'guardduty' THEN 'GuardDuty sees less'
            WHEN service = 'config' THEN 'AWS Config sees less'
            WHEN service = 'organizations' THEN 'an account or policy leaves the organization''s control'
            WHEN service IN ('logs', 'monitoring', 'events') THEN 'logs, alarms or rules are gone'
            WHEN api = 'DeleteFlowLogs' THEN 'flow logs stop'
            ELSE 'detection stops'
        END AS effect
    FROM calls
    WHERE is_shown AND (
        (service = 'cloudtrail' AND eventName IN ('StopLogging', 'DeleteTrail', 'UpdateTrail', 'PutEventSelectors', 'PutInsightSelectors',
            'DeleteEventDataStore', 'StopEventDataStoreIngestion', 'DeregisterOrganizationDelegatedAdmin'))
        OR (service = 'config' AND eventName IN ('StopConfigurationRecorder', 'DeleteConfigurationRecorder', 'DeleteDeliveryChannel',
            'PutConfigurationRecorder', 'DeleteConfigRule'))
        OR (service = 'guardduty' AND eventName IN ('DeleteDetector', 'UpdateDetector', 'CreateIPSet', 'CreateFilter', 'DisassociateMembers',
            'StopMonitoringMembers', 'DeletePublishingDestination'))
        OR (service = 'securityhub' AND eventName IN ('DisableSecurityHub', 'BatchDisableStandards'))
        OR (service = 'macie2' AND eventName = 'DisableMacie') OR (service = 'inspector2' AND eventName = 'Disable')
        OR (service = 'access-analyzer' AND eventName = 'DeleteAnalyzer') OR (service = 'detective' AND eventName = 'DeleteGraph')
        OR (service = 'ec2' AND eventName = 'DeleteFlowLogs')
        OR (service = 'logs' AND eventName IN ('DeleteLogGroup', 'DeleteLogStream', 'PutRetentionPolicy', 'DeleteMetricFilter', 'DeleteSubscriptionFilter'))
        OR (service = 'monitoring' AND eventName IN ('DeleteAlarms', 'DisableAlarmActions'))
        OR (service = 'events' AND eventName IN ('DisableRule', 'DeleteRule', 'RemoveTargets'))
        OR (service = 'organizations' AND eventName IN ('LeaveOrganization', 'RemoveAccountFromOrganization', 'DetachPolicy', 'DisablePolicyType'))
        OR (service = 's3' AND eventName IN ('DeleteBucket', 'PutBucketLifecycle', 'PutBucketPolicy', 'DeleteBucketPolicy',
                'PutBucketPublicAccessBlock', 'PutBucketVersioning', 'DeleteObject', 'DeleteObjects')
            AND NOT is_service(userIdentity) AND (requestParameters->>'bucketName') IN (SELECT bucket FROM log_buckets))))
WHERE is_wanted([target] || resource_arns, getvariable('trail'), recipientAccountId, awsRegion)
ORDER BY ALL
