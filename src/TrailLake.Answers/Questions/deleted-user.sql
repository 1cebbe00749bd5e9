-- title: Who deleted the user?
-- theme: Deletion
-- parameter: user (resource): the user, by name, ARN or Identity Center id
-- events: iam DeleteUser; identitystore, sso-directory DeleteUser
-- paths: requestParameters.userName, requestParameters.userId
-- cannot see: which of two users of one name it was; compare the AIDA id of the user's own events
-- finds by: user
-- example: --user eve
SELECT eventTime, who, what, target, sourceIPAddress, userAgent, result, eventID, recipientAccountId
FROM (
    SELECT *, coalesce(requestParameters->>'userName', requestParameters->>'userId') AS target
    FROM calls
    WHERE eventName = 'DeleteUser' AND service IN ('iam', 'identitystore', 'sso-directory') AND is_shown)
WHERE is_wanted([target], getvariable('user'), recipientAccountId, NULL)
ORDER BY ALL
