-- title: Who read secrets?
-- theme: Data
-- parameter: secret (resource): secret, parameter or instance, by name or ARN
-- events: secretsmanager GetSecretValue BatchGetSecretValue; ssm GetParameter GetParameters GetParametersByPath GetParameterHistory with decryption; ec2 GetPasswordData, DescribeInstanceAttribute of userData
-- paths: requestParameters.{secretId, secretIdList, name, names, path, withDecryption, instanceId, attribute}
-- cannot see: reads that a service makes with its own cache; the value; secrets in Lambda environments and task definitions
-- needs: events of read-only calls | readOnly
-- example: --secret prod/db
SELECT eventTime, who, what, target, sourceIPAddress, userAgent, result, eventID, recipientAccountId, awsRegion
FROM (
    SELECT *, unnest(CASE
        WHEN eventName = 'BatchGetSecretValue' THEN coalesce(from_json(requestParameters->'$.secretIdList', '["VARCHAR"]'), ['by filter'])
        WHEN eventName = 'GetParameters' THEN from_json(requestParameters->'$.names', '["VARCHAR"]')
        ELSE [coalesce(requestParameters->>'secretId', requestParameters->>'name', requestParameters->>'path', requestParameters->>'instanceId')]
    END) AS target
    FROM calls
    WHERE is_shown
        AND ((service = 'secretsmanager' AND eventName IN ('GetSecretValue', 'BatchGetSecretValue'))
            OR (service = 'ssm' AND eventName IN ('GetParameter', 'GetParameters', 'GetParametersByPath', 'GetParameterHistory')
                AND (requestParameters->>'withDecryption') = 'true')
            OR (service = 'ec2' AND eventName = 'GetPasswordData')
            OR (service = 'ec2' AND eventName = 'DescribeInstanceAttribute' AND (requestParameters->>'attribute') = 'userData')))
WHERE is_wanted([target, ltrim(target, '/')], ltrim(getvariable('secret'), '/'), recipientAccountId, awsRegion)
ORDER BY ALL
