-- title: Who deleted the bucket?
-- theme: Deletion
-- parameter: bucket (resource): the bucket, by name or ARN
-- events: s3 DeleteBucket
-- paths: requestParameters.bucketName, resources[].ARN
-- cannot see: objects that were deleted before; s3-volume and SQL over DeleteObject show them when the trail has S3 data events
-- cannot see: objects that a lifecycle rule expired: S3 makes those deletions itself and CloudTrail has no event for them
-- finds by: bucket
-- example: --bucket acme-invoices
SELECT eventTime, who, what, target, sourceIPAddress, userAgent, result, eventID, recipientAccountId, awsRegion
FROM (
    SELECT *, coalesce(requestParameters->>'bucketName', resource_name(resource_arns[1])) AS target
    FROM calls
    WHERE eventName = 'DeleteBucket' AND service = 's3' AND is_shown)
WHERE is_wanted([target] || resource_arns, getvariable('bucket'), recipientAccountId, awsRegion)
ORDER BY ALL
