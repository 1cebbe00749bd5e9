-- title: Who changed the database's backup retention, and what was it before?
-- theme: Change
-- parameter: database (resource): DB instance or cluster, by name, ARN or resource id
-- events: rds ModifyDBInstance ModifyDBCluster with a retention; before: the answers of all earlier rds calls about the same database
-- paths: requestParameters.{dBInstanceIdentifier, dBClusterIdentifier, backupRetentionPeriod}; responseElements.{backupRetentionPeriod, pendingModifiedValues.backupRetentionPeriod, dBInstanceArn, dbiResourceId}
-- cannot see: what it was before when no earlier event says so: before is empty then; AWS Config's history would know
-- cannot see: the history under another name after a rename
-- looks back: the value before was set before
-- example: --database orders
WITH told AS (
    SELECT *,
        coalesce(requestParameters->>'dBInstanceIdentifier', requestParameters->>'dBClusterIdentifier') AS target,
        TRY_CAST(requestParameters->>'backupRetentionPeriod' AS INTEGER) AS asked,
        TRY_CAST(coalesce(responseElements->>'$.pendingModifiedValues.backupRetentionPeriod', responseElements->>'backupRetentionPeriod') AS INTEGER) AS answered,
        CASE WHEN (responseElements->>'$.pendingModifiedValues.backupRetentionPeriod') IS NOT NULL
            THEN TRY_CAST(responseElements->>'backupRetentionPeriod' AS INTEGER) END AS current
    FROM calls
    WHERE service = 'rds' AND is_shown
        AND eventName IN ('ModifyDBInstance', 'ModifyDBCluster', 'CreateDBInstance', 'CreateDBCluster', 'RestoreDBInstanceFromDBSnapshot',
            'RestoreDBInstanceToPointInTime', 'RestoreDBClusterFromSnapshot', 'RestoreDBClusterToPointInTime', 'StartDBInstance', 'StopDBInstance',
            'RebootDBInstance', 'StartDBCluster', 'StopDBCluster', 'CreateDBInstanceReadReplica', 'PromoteReadReplica')),
known AS (
    SELECT *, coalesce(current, last_value(CASE WHEN result = 'ok' THEN coalesce(answered, asked) END IGNORE NULLS) OVER (
        PARTITION BY recipientAccountId, awsRegion, lower(resource_name(target)) ORDER BY eventTime, eventID
        ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)) AS before
    FROM told)
SELECT eventTime, who, what, target, sourceIPAddress, userAgent, result, eventID, recipientAccountId, awsRegion, before, asked AS after,
    CASE WHEN asked = 0 THEN 'automatic backups off' WHEN asked < before THEN 'shorter' WHEN asked > before THEN 'longer' WHEN asked = before THEN 'the same' END AS effect
FROM known
WHERE eventName IN ('ModifyDBInstance', 'ModifyDBCluster') AND asked IS NOT NULL AND in_span(eventTime, recipientAccountId)
    AND is_wanted_any_case([target, responseElements->>'dBInstanceArn', responseElements->>'dBClusterArn', responseElements->>'dbiResourceId',
        responseElements->>'dbClusterResourceId'], getvariable('database'), recipientAccountId, awsRegion)
ORDER BY eventTime, eventID
