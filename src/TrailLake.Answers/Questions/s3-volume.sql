-- title: Who read how much from S3, and from where?
-- theme: Storage
-- parameter: bucket (resource): the bucket, by name or ARN
-- parameter: megabytes (number, 0): only readers of at least so many megabytes in a day
-- events: s3 data events: one row for each principal, address, bucket and day; eventTime and eventID are those of the first
-- paths: additionalEventData.{bytesTransferredOut, bytesTransferredIn}, requestParameters.bucketName
-- cannot see: copies inside S3 (CopyObject, replication), which transfer nothing out; snapshots and exports
-- needs: S3 data events | eventSource LIKE 's3.%' AND (eventCategory = 'Data' OR managementEvent = false OR eventName IN ('GetObject', 'PutObject', 'ListObjects', 'DeleteObject', 'HeadObject', 'CopyObject'))
-- finds by: bucket
-- example: --megabytes 100
SELECT first(eventTime ORDER BY eventTime, eventID, sourceObject, sourceIndex) AS eventTime, first(who ORDER BY eventTime, eventID, sourceObject, sourceIndex) AS who,
    count(*) || ' calls: ' || string_agg(DISTINCT api, ', ' ORDER BY api) AS what, bucket AS target, sourceIPAddress,
    first(userAgent ORDER BY eventTime, eventID, sourceObject, sourceIndex) AS userAgent, CASE WHEN bool_and(result = 'ok') THEN 'ok' ELSE count(*) FILTER (result <> 'ok') || ' without effect' END AS result,
    first(eventID ORDER BY eventTime, eventID, sourceObject, sourceIndex) AS eventID, date AS day, sum(bytesOut)::BIGINT AS bytesOut, sum(bytesIn)::BIGINT AS bytesIn,
    count(*) AS calls, count(DISTINCT key) AS objects, principal
FROM (
    SELECT *, requestParameters->>'bucketName' AS bucket, requestParameters->>'key' AS key, principal(userIdentity) AS principal,
        coalesce(TRY_CAST(additionalEventData->>'bytesTransferredOut' AS DOUBLE), 0) AS bytesOut,
        coalesce(TRY_CAST(additionalEventData->>'bytesTransferredIn' AS DOUBLE), 0) AS bytesIn
    FROM calls
    WHERE service IN ('s3', 's3express') AND is_shown
        AND (eventCategory = 'Data' OR managementEvent = false OR (eventCategory IS NULL
            AND (eventName LIKE '%Object%' OR eventName LIKE '%Part%' OR eventName LIKE '%Multipart%'))))
WHERE is_wanted([bucket] || resource_arns, getvariable('bucket'), recipientAccountId, awsRegion)
GROUP BY principal, sourceIPAddress, bucket, date
HAVING sum(bytesOut) >= getvariable('megabytes')::BIGINT * 1000000
ORDER BY bytesOut DESC, eventTime, eventID, target, sourceIPAddress, principal
