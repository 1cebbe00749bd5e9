-- title: Which roles were assumed, from which account into which?
-- theme: Identity
-- parameter: role (resource): the role, by name or ARN
-- parameter: other (account): the other account: only what came from it or went into it
-- events: sts AssumeRole AssumeRoleWithSAML AssumeRoleWithWebIdentity AssumeRoot; the two records of a call between accounts are one row (sharedEventID); services are left out
-- paths: requestParameters.{roleArn, roleSessionName, sourceIdentity, targetPrincipal}, userIdentity.accountId, resources[].accountId, responseElements.{credentials.accessKeyId, assumedRoleUser.arn}
-- cannot see: roles that a service assumes for itself; sessions of Identity Center other than by AssumeRoleWithSAML
-- needs: events of read-only calls | readOnly
-- example: --role OrganizationAccountAccessRole
WITH records AS (
    SELECT *, coalesce(requestParameters->>'roleArn', requestParameters->>'targetPrincipal',
            nullif(regexp_extract(errorMessage, 'on resource: (arn:\S+)', 1), '')) AS target,
        nullif(userIdentity.accountId, '') AS fromAccount
    FROM calls
    WHERE service = 'sts' AND is_shown AND NOT (userIdentity.type = 'AWSService' OR nullif(userIdentity.invokedBy, '') IS NOT NULL)
        AND eventName IN ('AssumeRole', 'AssumeRoleWithSAML', 'AssumeRoleWithWebIdentity', 'AssumeRoot')
    QUALIFY row_number() OVER (PARTITION BY coalesce(nullif(sharedEventID, ''), concat(sourceObject, ' ', sourceIndex)) ORDER BY userIdentity.type = 'AWSAccount', eventID, sourceObject, sourceIndex) = 1),
places AS (SELECT *, nullif(regexp_extract(target, '(\d{12})', 1), '') AS toAccount FROM records)
SELECT eventTime, who, what, target, sourceIPAddress, userAgent, result, eventID, coalesce(fromAccount, toAccount) AS fromAccount, toAccount,
    CASE WHEN fromAccount <> toAccount THEN 'between accounts' WHEN fromAccount IS NULL THEN 'federation' ELSE 'same account' END AS kind,
    requestParameters->>'roleSessionName' AS sessionName, responseElements->>'$.credentials.accessKeyId' AS issuedKey,
    coalesce(requestParameters->>'sourceIdentity', userIdentity.sessionContext.sourceIdentity) AS sourceIdentity
FROM places
WHERE is_wanted([target], getvariable('role'), toAccount, NULL)
    AND (getvariable('other') IS NULL OR (fromAccount <> toAccount AND getvariable('other') IN (fromAccount, toAccount)))
ORDER BY ALL
