-- title: Which KMS keys were put at risk?
-- theme: Data
-- parameter: key (resource): the key, by id, ARN or alias
-- events: kms DisableKey ScheduleKeyDeletion DeleteImportedKeyMaterial PutKeyPolicy CreateGrant DisableKeyRotation DeleteAlias UpdateAlias DisconnectCustomKeyStore DeleteCustomKeyStore; CancelKeyDeletion and EnableKey, which took it back
-- paths: requestParameters.{keyId, policy, granteePrincipal, aliasName, targetKeyId, pendingWindowInDays}; an alias through CreateAlias and UpdateAlias
-- cannot see: an alias that was made before this archive begins: ask for the key's id then
-- cannot see: grants that a service makes for itself, which are left out as ordinary
-- looks back: an alias is older than what happens to its key
-- example: --key alias/orders
WITH aliases AS (
    SELECT requestParameters->>'targetKeyId' AS keyId
    FROM calls
    WHERE eventName IN ('CreateAlias', 'UpdateAlias') AND service = 'kms' AND result = 'ok'
        AND getvariable('key') IS NOT NULL AND same_resource(requestParameters->>'aliasName', getvariable('key')))
SELECT eventTime, who, what, target, sourceIPAddress, userAgent, result, eventID, recipientAccountId, awsRegion, risk
FROM (
    SELECT *, coalesce(requestParameters->>'keyId', requestParameters->>'targetKeyId', requestParameters->>'aliasName', requestParameters->>'customKeyStoreId') AS target,
        CASE api
            WHEN 'ScheduleKeyDeletion' THEN 'deleted in ' || coalesce(requestParameters->>'pendingWindowInDays', '30') || ' days'
            WHEN 'DisableKey' THEN 'cannot be used'
            WHEN 'DeleteImportedKeyMaterial' THEN 'cannot be used: its material is gone'
            WHEN 'PutKeyPolicy' THEN CASE WHEN len(outsiders(requestParameters->>'policy', recipientAccountId)) > 0
                THEN 'policy lets in ' || array_to_string(outsiders(requestParameters->>'policy', recipientAccountId), ', ') ELSE 'new policy' END
            WHEN 'CreateGrant' THEN 'granted to ' || (requestParameters->>'granteePrincipal')
            WHEN 'CancelKeyDeletion' THEN 'taken back'
            WHEN 'EnableKey' THEN 'taken back'
            WHEN 'DisableKeyRotation' THEN 'no longer rotated'
            WHEN 'DeleteAlias' THEN 'not found by its alias'
            WHEN 'UpdateAlias' THEN 'alias points to another key'
            ELSE 'key store cut off'
        END AS risk
    FROM calls
    WHERE service = 'kms' AND is_shown AND in_span(eventTime, recipientAccountId)
        AND eventName IN ('DisableKey', 'ScheduleKeyDeletion', 'DeleteImportedKeyMaterial', 'PutKeyPolicy', 'CreateGrant', 'DisableKeyRotation',
            'DeleteAlias', 'UpdateAlias', 'DisconnectCustomKeyStore', 'DeleteCustomKeyStore', 'CancelKeyDeletion', 'EnableKey')
        AND NOT (eventName = 'CreateGrant' AND is_service(userIdentity)))
WHERE is_wanted([target, requestParameters->>'aliasName'] || resource_arns, getvariable('key'), recipientAccountId, awsRegion)
    OR EXISTS (SELECT 1 FROM aliases WHERE same_resource(target, aliases.keyId))
ORDER BY ALL
