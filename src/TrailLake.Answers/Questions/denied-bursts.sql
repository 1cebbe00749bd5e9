-- title: Who was denied again and again?
-- theme: Defence
-- parameter: minimum (number, 10): denied calls within the time
-- parameter: minutes (number, 10): the time, in minutes
-- parameter: principal (resource): the caller, by name or ARN
-- events: every event with an error that means denied (AccessDenied, Client.UnauthorizedOperation, …); one row for each burst, eventTime and eventID are those of its first call
-- paths: errorCode, userIdentity
-- cannot see: denials of services that answer with another error, such as NoSuchKey or an error in the response
-- finds by: principal ~ ^arn:
-- example: --minimum 20 --minutes 5
WITH denied AS (
    SELECT *, principal(userIdentity) AS principal
    FROM calls
    WHERE errorCode IS NOT NULL AND is_denied(errorCode)),
-- A burst goes on as long as the next denial follows within the time.
marked AS (
    SELECT *, coalesce(eventTime - lag(eventTime) OVER one > to_minutes(getvariable('minutes')::BIGINT), true) AS begins
    FROM denied WINDOW one AS (PARTITION BY principal, recipientAccountId ORDER BY eventTime, eventID, sourceObject, sourceIndex)),
numbered AS (
    SELECT *, count(*) FILTER (begins) OVER (PARTITION BY principal, recipientAccountId ORDER BY eventTime, eventID, sourceObject, sourceIndex) AS burst,
        count(*) OVER (PARTITION BY principal, recipientAccountId ORDER BY eventTime
            RANGE BETWEEN to_minutes(getvariable('minutes')::BIGINT) PRECEDING AND CURRENT ROW) AS together
    FROM marked)
SELECT first(eventTime ORDER BY eventTime, eventID, sourceObject, sourceIndex) AS eventTime, first(who ORDER BY eventTime, eventID, sourceObject, sourceIndex) AS who,
    count(*) || ' denied calls of ' || count(DISTINCT what) || ' APIs' AS what,
    array_to_string(list_slice(list(DISTINCT what ORDER BY what), 1, 8), ', ') AS target,
    string_agg(DISTINCT sourceIPAddress, ', ' ORDER BY sourceIPAddress) AS sourceIPAddress, first(userAgent ORDER BY eventTime, eventID, sourceObject, sourceIndex) AS userAgent,
    'denied' AS result, first(eventID ORDER BY eventTime, eventID, sourceObject, sourceIndex) AS eventID, recipientAccountId, count(*) AS calls, max(eventTime) AS lastTime, principal
FROM numbered
WHERE getvariable('principal') IS NULL OR same_resource(principal, getvariable('principal'))
GROUP BY principal, recipientAccountId, burst
HAVING max(together) >= getvariable('minimum')::BIGINT
ORDER BY ALL
