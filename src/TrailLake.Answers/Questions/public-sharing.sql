-- title: What was made public, or opened to another account?
-- theme: Sharing
-- parameter: resource (resource): bucket, function, key, role, queue, snapshot …, by name, id or ARN
-- events: s3 PutBucketPolicy PutBucketAcl PutObjectAcl CreateBucket PutObject PutBucketPublicAccessBlock DeleteBucketPublicAccessBlock PutAccountPublicAccessBlock DeleteAccountPublicAccessBlock PutAccessPointPolicy
-- events: ec2 ModifySnapshotAttribute ModifyImageAttribute DisableSnapshotBlockPublicAccess DisableImageBlockPublicAccess; rds ModifyDBSnapshotAttribute ModifyDBClusterSnapshotAttribute, CreateDBInstance and ModifyDBInstance with publiclyAccessible
-- events: lambda AddPermission CreateFunctionUrlConfig UpdateFunctionUrlConfig; kms PutKeyPolicy; iam CreateRole UpdateAssumeRolePolicy; secretsmanager PutResourcePolicy; sqs, sns SetQueueAttributes SetTopicAttributes AddPermission; ecr SetRepositoryPolicy; backup PutBackupVaultAccessPolicy; ram CreateResourceShare AssociateResourceShare
-- paths: the policy's Allow statements with Principal * or of another account; x-amz-acl, AccessControlPolicy; PublicAccessBlockConfiguration; add.items[]; valuesToAdd[]; principal, authType; publiclyAccessible; principals[]
-- cannot see: whether a condition or a block of public access still closes what a policy opens: sharedWith says "with a condition" where there is one
-- cannot see: a policy that opens to a role or user of the same account
-- example: --resource acme-invoices
SELECT eventTime, who, what, target, sourceIPAddress, userAgent, result, eventID, recipientAccountId, awsRegion, sharedWith
FROM (
    SELECT *,
        coalesce(requestParameters->>'bucketName', requestParameters->>'snapshotId', requestParameters->>'imageId',
            requestParameters->>'dBSnapshotIdentifier', requestParameters->>'dBClusterSnapshotIdentifier', requestParameters->>'dBInstanceIdentifier',
            requestParameters->>'functionName', requestParameters->>'keyId', requestParameters->>'roleName', requestParameters->>'secretId',
            requestParameters->>'queueUrl', requestParameters->>'topicArn', requestParameters->>'repositoryName', requestParameters->>'backupVaultName',
            requestParameters->>'name', requestParameters->>'resourceShareArn', recipientAccountId) AS target,
        list_distinct(list_filter(CASE
            WHEN api IN ('PutBucketPolicy', 'PutAccessPointPolicy') THEN outsiders(coalesce(requestParameters->>'bucketPolicy', requestParameters->>'policy'), recipientAccountId)
            WHEN api IN ('PutBucketAcl', 'PutObjectAcl', 'CreateBucket', 'PutObject') THEN
                [CASE WHEN acl IN ('public-read', 'public-read-write', 'authenticated-read') THEN acl END]
                || list_transform(list_filter(json_items(requestParameters->'$.AccessControlPolicy.AccessControlList.Grant'),
                        lambda entry: regexp_matches(entry->>'$.Grantee.URI', '/global/(AllUsers|AuthenticatedUsers)$')),
                    lambda entry: regexp_extract(entry->>'$.Grantee.URI', '([^/]+)$', 1) || ' ' || (entry->>'$.Permission'))
            WHEN api IN ('PutBucketPublicAccessBlock', 'PutAccountPublicAccessBlock') THEN
                [CASE WHEN (requestParameters->>'$.PublicAccessBlockConfiguration') LIKE '%false%' THEN 'the block of public access is partly off' END]
            WHEN api IN ('DeleteBucketPublicAccessBlock', 'DeleteAccountPublicAccessBlock', 'DisableSnapshotBlockPublicAccess', 'DisableImageBlockPublicAccess')
                THEN ['the block of public access is off']
            WHEN api IN ('ModifySnapshotAttribute', 'ModifyImageAttribute') THEN flatten([
                item_texts(coalesce(requestParameters->'$.createVolumePermission.add', requestParameters->'$.launchPermission.add'), member)
                for member in ['userId', 'group', 'organizationArn']])
            WHEN api IN ('ModifyDBSnapshotAttribute', 'ModifyDBClusterSnapshotAttribute') THEN from_json(requestParameters->'$.valuesToAdd', '["VARCHAR"]')
            WHEN api IN ('CreateDBInstance', 'ModifyDBInstance') THEN [CASE WHEN (requestParameters->>'publiclyAccessible') = 'true' THEN 'the internet' END]
            WHEN api = 'AddPermission' AND service = 'lambda' THEN [CASE
                WHEN (requestParameters->>'principal') = '*' OR regexp_extract(requestParameters->>'principal', '(\d{12})', 1) NOT IN ('', recipientAccountId)
                THEN requestParameters->>'principal' END]
            WHEN api LIKE '%FunctionUrlConfig' THEN [CASE
                WHEN coalesce(requestParameters->>'authType', requestParameters->>'functionUrlAuthType') = 'NONE' THEN 'anyone who knows the URL' END]
            WHEN api IN ('CreateRole', 'UpdateAssumeRolePolicy') THEN
                outsiders(coalesce(requestParameters->>'assumeRolePolicyDocument', requestParameters->>'policyDocument'), recipientAccountId)
            WHEN api IN ('CreateResourceShare', 'AssociateResourceShare') THEN
                list_filter(coalesce(from_json(requestParameters->'$.principals', '["VARCHAR"]'), []), lambda name: name <> recipientAccountId)
            WHEN api = 'AddPermission' THEN
                list_filter(coalesce(from_json(requestParameters->'$.aWSAccountIds', '["VARCHAR"]'), []), lambda name: name <> recipientAccountId)
            ELSE outsiders(coalesce(requestParameters->>'policy', requestParameters->>'resourcePolicy', requestParameters->>'policyText',
                requestParameters->>'$.attributes.Policy', requestParameters->>'attributeValue'), recipientAccountId)
        END, lambda name: name IS NOT NULL)) AS sharedWith
    FROM (
        SELECT *, coalesce(requestParameters->>'$."x-amz-acl"[0]', requestParameters->>'x-amz-acl') AS acl
        FROM calls
        WHERE is_shown AND (
            (service IN ('s3', 's3-control') AND eventName IN ('PutBucketPolicy', 'PutBucketAcl', 'PutObjectAcl', 'CreateBucket', 'PutObject',
                'PutBucketPublicAccessBlock', 'DeleteBucketPublicAccessBlock', 'PutAccountPublicAccessBlock', 'DeleteAccountPublicAccessBlock',
                'PutAccessPointPolicy'))
            OR (service = 'ec2' AND eventName IN ('ModifySnapshotAttribute', 'ModifyImageAttribute', 'DisableSnapshotBlockPublicAccess', 'DisableImageBlockPublicAccess'))
            OR (service = 'rds' AND eventName IN ('ModifyDBSnapshotAttribute', 'ModifyDBClusterSnapshotAttribute', 'CreateDBInstance', 'ModifyDBInstance'))
            OR (service = 'lambda' AND (eventName LIKE 'AddPermission%' OR eventName LIKE 'CreateFunctionUrlConfig%' OR eventName LIKE 'UpdateFunctionUrlConfig%'))
            OR (service = 'kms' AND eventName = 'PutKeyPolicy')
            OR (service = 'iam' AND eventName IN ('CreateRole', 'UpdateAssumeRolePolicy'))
            OR (service = 'secretsmanager' AND eventName = 'PutResourcePolicy')
            OR (service IN ('sqs', 'sns') AND eventName IN ('SetQueueAttributes', 'SetTopicAttributes', 'AddPermission'))
            OR (service = 'ecr' AND eventName = 'SetRepositoryPolicy')
            OR (service = 'backup' AND eventName = 'PutBackupVaultAccessPolicy')
            OR (service = 'ram' AND eventName IN ('CreateResourceShare', 'AssociateResourceShare')))))
WHERE len(sharedWith) > 0 AND is_wanted([unqualified(target)] || resource_arns, getvariable('resource'), recipientAccountId, awsRegion)
ORDER BY ALL
