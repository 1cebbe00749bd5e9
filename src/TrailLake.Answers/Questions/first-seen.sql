-- title: What did a principal do for the first time: region, service, API, address, user agent?
-- theme: Defence
-- parameter: principal (resource): the caller, by name or ARN
-- parameter: kind (text): region, service, api, address or agent; all of them when it is left out
-- parameter: days (number, 1): only what is new for principals that were known for at least so many days
-- events: all, but service events and calls that a service makes; global services do not count for the region
-- paths: userIdentity, awsRegion, eventSource, eventName, sourceIPAddress, userAgent
-- cannot see: what was before this archive: in its first days everything is new, which is why days is 1
-- looks back: new is what was not before
-- example: --kind region --from 7d
WITH seen AS (
    SELECT *, principal(userIdentity) AS principal,
        min(eventTime) OVER (PARTITION BY principal(userIdentity)) AS known
    FROM calls
    WHERE NOT is_service(userIdentity) AND is_shown
        AND (getvariable('principal') IS NULL
            OR same_resource(principal(userIdentity), getvariable('principal')) OR same_resource(who, getvariable('principal')))),
kinds AS (
    SELECT *, unnest([
        {'kind': 'region', 'value': CASE WHEN service NOT IN ('iam', 'sts', 'cloudfront', 'route53', 'organizations', 'signin', 'support', 'account') THEN awsRegion END},
        {'kind': 'service', 'value': service}, {'kind': 'api', 'value': what}, {'kind': 'address', 'value': sourceIPAddress},
        {'kind': 'agent', 'value': regexp_extract(userAgent, '^\[?([^/ ;(]+)', 1)}], recursive := true)
    FROM seen)
SELECT eventTime, who, 'new ' || kind AS what, value AS target, sourceIPAddress, userAgent, result, eventID, recipientAccountId, awsRegion, eventName,
    kind, date_diff('day', known, eventTime) AS knownDays, principal
FROM kinds
WHERE value IS NOT NULL AND (getvariable('kind') IS NULL OR kind = lower(getvariable('kind')))
QUALIFY row_number() OVER (PARTITION BY principal, kind, value ORDER BY eventTime, eventID, sourceObject, sourceIndex) = 1
    AND eventTime >= known + to_days(getvariable('days')::INTEGER) AND in_span(eventTime, recipientAccountId)
ORDER BY ALL
