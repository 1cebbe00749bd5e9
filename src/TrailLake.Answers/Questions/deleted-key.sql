-- title: Who deleted the key?
-- theme: Deletion
-- parameter: key (resource): a KMS key (id, ARN or alias), an access key (id), a key pair (name or id)
-- events: kms ScheduleKeyDeletion DeleteImportedKeyMaterial; iam DeleteAccessKey DeleteSSHPublicKey DeleteServiceSpecificCredential DeleteSigningCertificate; ec2 DeleteKeyPair
-- paths: requestParameters.keyId, accessKeyId, keyName, keyPairId, sSHPublicKeyId, serviceSpecificCredentialId, certificateId; an alias through CreateAlias and UpdateAlias
-- cannot see: an alias that was made before this archive begins: ask for the key's id then
-- cannot see: the end of the waiting time: KMS deletes the key itself, 7 to 30 days after the call, unless CancelKeyDeletion came
-- looks back: an alias is older than the deletion of its key
-- example: --key alias/orders
WITH aliases AS (
    SELECT requestParameters->>'targetKeyId' AS keyId
    FROM calls
    WHERE eventName IN ('CreateAlias', 'UpdateAlias') AND service = 'kms' AND result = 'ok'
        AND getvariable('key') IS NOT NULL AND same_resource(requestParameters->>'aliasName', getvariable('key')))
SELECT eventTime, who, what, target, sourceIPAddress, userAgent, result, eventID, recipientAccountId, awsRegion,
    requestParameters->>'pendingWindowInDays' AS pendingWindowInDays
FROM (
    SELECT *,
        coalesce(requestParameters->>'keyId', requestParameters->>'accessKeyId', requestParameters->>'keyName', requestParameters->>'keyPairId',
            requestParameters->>'sSHPublicKeyId', requestParameters->>'serviceSpecificCredentialId', requestParameters->>'certificateId') AS target
    FROM calls
    WHERE eventName IN ('ScheduleKeyDeletion', 'DeleteImportedKeyMaterial', 'DeleteAccessKey', 'DeleteSSHPublicKey', 'DeleteServiceSpecificCredential',
            'DeleteSigningCertificate', 'DeleteKeyPair')
        AND service IN ('kms', 'iam', 'ec2') AND is_shown AND in_span(eventTime, recipientAccountId))
WHERE is_wanted([target, requestParameters->>'keyPairId'] || resource_arns, getvariable('key'), recipientAccountId, awsRegion)
    OR EXISTS (SELECT 1 FROM aliases WHERE same_resource(target, aliases.keyId))
ORDER BY ALL
