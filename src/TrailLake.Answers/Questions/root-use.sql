-- title: What did root do?
-- theme: Identity
-- events: every event whose caller is Root, and AssumeRoot; not the calls that a service makes for root (invokedBy) and not service events
-- paths: userIdentity.{type, invokedBy}, userIdentity.sessionContext.assumedRoot, eventType
-- cannot see: who sat behind root: see sourceIPAddress; of an AssumeRoot session, the AssumeRoot call names the caller
-- example: --from 90d
SELECT eventTime, who, what,
    coalesce(resource_arns[1], requestParameters->>'userName', requestParameters->>'bucketName', requestParameters->>'targetPrincipal') AS target,
    sourceIPAddress, userAgent, result, eventID, recipientAccountId, awsRegion, readOnly,
    CASE
        WHEN eventName = 'AssumeRoot' THEN 'a principal took root of a member account'
        WHEN userIdentity.sessionContext.assumedRoot = 'true' THEN 'session of AssumeRoot'
        WHEN eventName = 'ConsoleLogin' THEN 'console login'
        WHEN sessionCredentialFromConsole = 'true' THEN 'console'
        WHEN userIdentity.accessKeyId LIKE 'AKIA%' THEN 'access key of root'
        ELSE 'console or temporary credentials'
    END AS how
FROM calls
WHERE is_shown
    AND ((userIdentity.type = 'Root' AND nullif(userIdentity.invokedBy, '') IS NULL AND coalesce(eventType, '') <> 'AwsServiceEvent')
        OR (eventName = 'AssumeRoot' AND service = 'sts'))
ORDER BY ALL
