-- title: Who changed the database's backup retention, and what was it before?
-- theme: Change
-- parameter: database (resource): DB instance or cluster, by name, ARN or resource id
-- events: rds ModifyDBInstance ModifyDBCluster with a retention; before: the answers of all earlier rds calls about the same database
-- paths: requestParameters.{dBInstanceIdentifier, dBClusterIdentifier, backupRetentionPeriod}; responseElements.{backupRetentionPeriod, pendingModifiedValues.backupRetentionPeriod, dBInstanceArn, dbiResourceId}
-- cannot see: what it was before when no earlier event says so: before is empty then; AWS Config's history would know
-- cannot see: the history under another name after a rename, when no event of the database has its resource id (dbiResourceId)
-- looks back: the value before was set before
-- example: --database orders
WITH told AS (
    SELECT *,
        coalesce(requestParameters->>'dBInstanceIdentifier', requestParameters->>'dBClusterIdentifier') AS target,
        TRY_CAST(requestParameters->>'backupRetentionPeriod' AS INTEGER) AS asked,
        TRY_CAST(coalesce(responseElements->>'$.pendingModifiedValues.backupRetentionPeriod', responseElements->>'backupRetentionPeriod') AS INTEGER) AS answered,
        coalesce(responseElements->>'dbiResourceId', responseElements->>'dbClusterResourceId') AS resourceId,
        CASE WHEN (responseElements->>'$.pendingModifiedValues.backupRetentionPeriod') IS NOT NULL
            THEN TRY_CAST(responseElements->>'backupRetentionPeriod' AS INTEGER) END AS current
    FROM calls
    WHERE service = 'rds' AND is_shown
        AND eventName IN ('ModifyDBInstance', 'ModifyDBCluster', 'CreateDBInstance', 'CreateDBCluster', 'RestoreDBInstanceFromDBSnapshot',
            'RestoreDBInstanceToPointInTime', 'RestoreDBClusterFromSnapshot', 'RestoreDBClusterToPointInTime', 'StartDBInstance', 'StopDBInstance',
            'RebootDBInstance', 'StartDBCluster', 'StopDBCluster', 'CreateDBInstanceReadReplica', 'PromoteReadReplica')),
-- The resource id stays when the name changes; an event without it (a failed one) is about the resource that had the name last.
resources AS (
    SELECT *, coalesce(resourceId, last_value(resourceId IGNORE NULLS) OVER (
        PARTITION BY recipientAccountId, awsRegion, lower(resource_name(target)) ORDER BY eventTime, eventID, sourceObject, sourceIndex), lower(resource_name(target))) AS resource
    FROM told),
known AS (
    SELECT *, coalesce(current, last_value(CASE WHEN result = 'ok' THEN coalesce(answered, asked) END IGNORE NULLS) OVER (
        PARTITION BY recipientAccountId, awsRegion, resource ORDER BY eventTime, eventID, sourceObject, sourceIndex
        ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)) AS before
    FROM resources),
wanted AS (
    SELECT DISTINCT recipientAccountId, awsRegion, resource FROM resources
    WHERE is_wanted_any_case([target, responseElements->>'dBInstanceArn', responseElements->>'dBClusterArn', resourceId],
        getvariable('database'), recipientAccountId, awsRegion))
SELECT eventTime, who, what, target, sourceIPAddress, userAgent, result, eventID, recipientAccountId, awsRegion, before, asked AS after,
    CASE WHEN asked = 0 THEN 'automatic backups off' WHEN asked < before THEN 'shorter' WHEN asked > before THEN 'longer' WHEN asked = before THEN 'the same' END AS effect
FROM known
WHERE eventName IN ('ModifyDBInstance', 'ModifyDBCluster') AND asked IS NOT NULL AND in_span(eventTime, recipientAccountId)
    AND (recipientAccountId, awsRegion, resource) IN (SELECT (recipientAccountId, awsRegion, resource) FROM wanted)
ORDER BY ALL
