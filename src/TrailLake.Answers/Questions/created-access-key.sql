-- title: Which role, and which human behind it, created the access key?
-- theme: Identity
-- parameter: key (key): the access key that was created
-- parameter: user (resource): the user that it was created for, by name or ARN
-- events: iam CreateAccessKey; sts AssumeRole AssumeRoleWithSAML AssumeRoleWithWebIdentity GetSessionToken GetFederationToken AssumeRoot, which issued the creator's credentials
-- paths: responseElements.accessKey.{accessKeyId, userName}; responseElements.credentials.accessKeyId of the issuing call = userIdentity.accessKeyId of the next, at most 10 hops
-- cannot see: an AssumeRole that is not in this lake (another account, before it begins): the chain's column end says so
-- looks back: the credentials were issued before they were used
-- example: --user backup-agent
WITH RECURSIVE created AS (
    SELECT *, responseElements->>'$.accessKey.accessKeyId' AS target,
        coalesce(responseElements->>'$.accessKey.userName', requestParameters->>'userName', userIdentity.userName) AS forUser
    FROM calls
    WHERE eventName = 'CreateAccessKey' AND service = 'iam' AND is_shown AND in_span(eventTime, recipientAccountId)),
wanted AS (
    SELECT * FROM created
    WHERE (getvariable('key') IS NULL OR target = getvariable('key'))
        AND is_wanted([forUser], getvariable('user'), recipientAccountId, NULL)),
-- Of the two records of a call between accounts, the caller's names the caller.
issued AS (
    SELECT responseElements->>'$.credentials.accessKeyId' AS issuedKey, who AS issuer, userIdentity.type AS issuerType,
        nullif(userIdentity.accessKeyId, '') AS issuerKey, eventTime AS issuedAt, api AS issuedBy
    FROM calls
    WHERE service = 'sts' AND result = 'ok'
        AND eventName IN ('AssumeRole', 'AssumeRoleWithSAML', 'AssumeRoleWithWebIdentity', 'GetSessionToken', 'GetFederationToken', 'AssumeRoot')
    QUALIFY row_number() OVER (PARTITION BY issuedKey ORDER BY userIdentity.type = 'AWSAccount', issuerKey IS NULL, eventTime) = 1),
chain AS (
    SELECT eventID AS root, 0 AS depth, nullif(userIdentity.accessKeyId, '') AS accessKey, userIdentity.type AS callerType, who AS caller,
        [who] AS steps, [nullif(userIdentity.accessKeyId, '')] AS keys, eventTime AS usedAt
    FROM wanted
    UNION ALL
    SELECT root, depth + 1, issuerKey, issuerType, issuer, list_append(steps, issuer), list_append(keys, issuerKey), issuedAt
    FROM chain JOIN issued ON issuedKey = accessKey AND issuedAt <= usedAt
    WHERE depth < 10 AND (issuerKey IS NULL OR NOT list_contains(keys, issuerKey))),
ends AS (SELECT * FROM chain QUALIFY row_number() OVER (PARTITION BY root ORDER BY depth DESC) = 1)
SELECT eventTime, who, what, target, sourceIPAddress, userAgent, result, eventID, recipientAccountId, forUser,
    userIdentity.sessionContext.sessionIssuer.arn AS role,
    CASE WHEN callerType IN ('IAMUser', 'Root', 'SAMLUser', 'WebIdentityUser', 'IdentityCenterUser') THEN caller END AS human,
    array_to_string(list_reverse(steps), ' → ') AS chain,
    CASE
        WHEN callerType IN ('IAMUser', 'Root', 'SAMLUser', 'WebIdentityUser', 'IdentityCenterUser') THEN 'a person or a long-term key'
        WHEN callerType = 'AWSService' THEN 'a service'
        WHEN depth >= 10 THEN 'cut after 10 hops'
        ELSE 'the credentials were issued outside of this archive or before it begins'
    END AS chainEnd,
    userIdentity.sessionContext.sourceIdentity AS sourceIdentity
FROM wanted JOIN ends ON ends.root = wanted.eventID
ORDER BY ALL
