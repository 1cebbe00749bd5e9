-- title: Which snapshots and images were shared, and with whom?
-- theme: Sharing
-- parameter: snapshot (resource): EBS or RDS snapshot or AMI, by id, name or ARN
-- parameter: with (text): the account that it was shared with, or all
-- events: ec2 ModifySnapshotAttribute ModifyImageAttribute SharedSnapshotVolumeCreated SharedSnapshotCopyInitiated; rds ModifyDBSnapshotAttribute ModifyDBClusterSnapshotAttribute; redshift AuthorizeSnapshotAccess
-- paths: requestParameters.createVolumePermission.add.items[], .launchPermission.add.items[], .valuesToAdd[], .accountWithRestoreAccess; serviceEventDetails.snapshotId
-- cannot see: what the other account did with it, but for the use of an EBS snapshot (SharedSnapshotVolumeCreated, a service event)
-- finds by: snapshot
-- example: --with all
SELECT eventTime, who, what, target, sourceIPAddress, userAgent, result, eventID, recipientAccountId, awsRegion, sharedWith
FROM (
    SELECT *,
        coalesce(requestParameters->>'snapshotId', requestParameters->>'imageId', requestParameters->>'dBSnapshotIdentifier',
            requestParameters->>'dBClusterSnapshotIdentifier', requestParameters->>'snapshotIdentifier', serviceEventDetails->>'snapshotId') AS target,
        CASE
            WHEN api LIKE 'SharedSnapshot%' THEN ['used by another account']
            WHEN service = 'ec2' THEN flatten([item_texts(coalesce(requestParameters->'$.createVolumePermission.add', requestParameters->'$.launchPermission.add'), member)
                for member in ['userId', 'group', 'organizationArn', 'organizationalUnitArn']])
            WHEN api = 'AuthorizeSnapshotAccess' THEN [requestParameters->>'accountWithRestoreAccess']
            ELSE coalesce(from_json(requestParameters->'$.valuesToAdd', '["VARCHAR"]'), [])
        END AS sharedWith
    FROM calls
    WHERE is_shown AND service IN ('ec2', 'rds', 'redshift')
        AND eventName IN ('ModifySnapshotAttribute', 'ModifyImageAttribute', 'SharedSnapshotVolumeCreated', 'SharedSnapshotCopyInitiated',
            'ModifyDBSnapshotAttribute', 'ModifyDBClusterSnapshotAttribute', 'AuthorizeSnapshotAccess'))
WHERE len(sharedWith) > 0
    AND is_wanted([target] || resource_arns, getvariable('snapshot'), recipientAccountId, awsRegion)
    AND (getvariable('with') IS NULL OR list_contains(sharedWith, getvariable('with')))
ORDER BY ALL
