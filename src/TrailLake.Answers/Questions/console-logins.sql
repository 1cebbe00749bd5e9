-- title: Who logged in to the console, with MFA or without, and from where?
-- theme: Identity
-- parameter: user (resource): the user or role, by name or ARN
-- parameter: mfa (text): no for logins without MFA only, yes for those with it
-- events: signin ConsoleLogin; --attempts adds the failed ones
-- paths: responseElements.ConsoleLogin, additionalEventData.{MFAUsed, MFAIdentifier, SamlProviderArn, LoginTo}
-- cannot see: MFA of federated logins: their identity provider asks for it, and the record always says No; mfa is "by provider" then
-- cannot see: the name that was typed when no such user exists: AWS hides it
-- finds by: user ~ ^(arn:.*|(?!(anonymous|Unknown|Root|Role|Directory|AWS\w+|\w+User|AssumedRole)$)[^@:/]+)$
-- example: --mfa no
SELECT eventTime, who, what, target, sourceIPAddress, userAgent, result, eventID, recipientAccountId, mfa, userIdentity.type AS type,
    additionalEventData->>'MFAIdentifier' AS mfaDevice
FROM (
    SELECT * REPLACE (CASE WHEN result = 'ok' AND (responseElements->>'ConsoleLogin') = 'Failure' THEN 'failed' ELSE result END AS result),
        regexp_extract(additionalEventData->>'LoginTo', '^(https?://[^?]*)', 1) AS target,
        CASE
            WHEN upper(additionalEventData->>'MFAUsed') = 'YES' THEN 'yes'
            WHEN userIdentity.type IN ('AssumedRole', 'FederatedUser', 'SAMLUser') OR (additionalEventData->>'SamlProviderArn') IS NOT NULL THEN 'by provider'
            ELSE 'no'
        END AS mfa
    FROM calls
    WHERE eventName = 'ConsoleLogin' AND service = 'signin' AND is_shown
        AND ((responseElements->>'ConsoleLogin') = 'Success' OR getvariable('attempts')::BOOLEAN))
WHERE is_wanted([userIdentity.userName, userIdentity.arn, userIdentity.sessionContext.sessionIssuer.arn, who], getvariable('user'), recipientAccountId, NULL)
    AND (getvariable('mfa') IS NULL OR mfa = lower(getvariable('mfa')))
ORDER BY ALL
