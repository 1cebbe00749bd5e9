-- title: Which other account accessed the bucket?
-- theme: Storage
-- parameter: bucket (resource): the bucket, by name or ARN
-- parameter: caller (account): the account that made the access
-- events: every data event of s3 whose caller's account is not the bucket owner's, anonymous access too; the caller's and the owner's record of one access are one row (sharedEventID)
-- paths: userIdentity.{accountId, principalId}, resources[AWS::S3::Bucket].accountId, else recipientAccountId; requestParameters.{bucketName, key, prefix}; additionalEventData.AuthenticationMethod
-- cannot see: who the caller was when only the owner's record is there: it has an id and no name (side says so)
-- cannot see: the owner in a denied caller's own record: AWS hides it there
-- needs: S3 data events | eventSource LIKE 's3.%' AND (eventCategory = 'Data' OR managementEvent = false OR eventName IN ('GetObject', 'PutObject', 'ListObjects', 'DeleteObject', 'HeadObject', 'CopyObject'))
-- example: --bucket acme-invoices
WITH records AS (
    SELECT *, requestParameters->>'bucketName' AS bucket,
        coalesce(requestParameters->>'bucketName', '?') || coalesce('/' || coalesce(requestParameters->>'key', nullif(requestParameters->>'prefix', '')), '') AS target,
        nullif(userIdentity.accountId, '') AS callerAccount,
        coalesce(
            nullif(list_filter(resources, lambda resource: resource['type'] = 'AWS::S3::Bucket')[1]['accountId'], ''), recipientAccountId) AS ownerAccount
    FROM calls
    WHERE service IN ('s3', 's3express') AND is_shown AND NOT is_service(userIdentity)
        AND (eventCategory = 'Data' OR managementEvent = false OR (eventCategory IS NULL
            AND (eventName LIKE '%Object%' OR eventName LIKE '%Part%' OR eventName LIKE '%Multipart%')))),
pairs AS (
    SELECT *, count(*) OVER access AS sides, row_number() OVER (access ORDER BY recipientAccountId = callerAccount DESC NULLS LAST, eventID, sourceObject, sourceIndex) AS side,
        max(ownerAccount) FILTER (ownerAccount <> callerAccount) OVER access AS owner
    FROM records
    WINDOW access AS (PARTITION BY coalesce(nullif(sharedEventID, ''), concat(sourceObject, ' ', sourceIndex))))
SELECT eventTime, who, what, target, sourceIPAddress, userAgent, result, eventID, callerAccount, coalesce(owner, ownerAccount) AS ownerAccount,
    CASE
        WHEN sides > 1 THEN 'both'
        WHEN recipientAccountId = callerAccount THEN 'only the caller''s record'
        ELSE 'only the owner''s record'
    END AS sides,
    principal(userIdentity) AS principal, additionalEventData->>'AuthenticationMethod' AS authentication, sharedEventID
FROM pairs
WHERE side = 1 AND coalesce(callerAccount, '?') <> coalesce(owner, ownerAccount)
    AND is_wanted([bucket] || resource_arns, getvariable('bucket'), recipientAccountId, awsRegion)
    AND (getvariable('caller') IS NULL OR callerAccount = getvariable('caller'))
ORDER BY ALL
