-- title: Who changed the Lambda function's code?
-- theme: Change
-- parameter: function (resource): the function, by name, ARN or partial ARN, with or without a qualifier
-- events: lambda UpdateFunctionCode UpdateFunctionConfiguration CreateFunction CreateAlias UpdateAlias PublishVersion PublishLayerVersion PutRuntimeManagementConfig, under all their names (UpdateFunctionCode20150331v2, …)
-- paths: requestParameters.functionName, requestParameters.fullyQualifiedArn, requestParameters.dryRun, responseElements.{functionArn, codeSha256}; all other parameters of a configuration change
-- cannot see: the code itself, which is never logged: codeSha256 tells whether it changed
-- cannot see: a new version of a layer for the functions that use it: PublishLayerVersion stands under the layer's name, and a function takes it up by UpdateFunctionConfiguration
-- example: --function billing
SELECT eventTime, who, what, target, sourceIPAddress, userAgent, result, eventID, recipientAccountId, awsRegion,
    CASE api
        WHEN 'UpdateFunctionCode' THEN 'code' || coalesce(' from s3://' || (requestParameters->>'s3Bucket') || '/' || (requestParameters->>'s3Key'),
            ' from ' || (requestParameters->>'imageUri'), '')
        WHEN 'UpdateFunctionConfiguration' THEN array_to_string(list_filter(json_keys(requestParameters::JSON),
            lambda name: name NOT IN ('functionName', 'fullyQualifiedArn', 'revisionId', 'dryRun')), ', ')
        WHEN 'CreateFunction' THEN 'created'
        WHEN 'PublishLayerVersion' THEN 'layer'
        WHEN 'PublishVersion' THEN 'version ' || coalesce(responseElements->>'version', '')
        WHEN 'PutRuntimeManagementConfig' THEN 'runtime'
        ELSE 'alias ' || (requestParameters->>'name') || ' runs version ' || coalesce(requestParameters->>'functionVersion', '?')
    END AS changed,
    responseElements->>'codeSha256' AS codeSha256
FROM (
    SELECT *, coalesce(requestParameters->>'functionName', requestParameters->>'$.fullyQualifiedArn.relativeId.functionName',
        requestParameters->>'layerName') AS target
    FROM calls
    WHERE service = 'lambda' AND is_shown
        AND (eventName LIKE 'UpdateFunctionCo%' OR eventName LIKE 'CreateFunction%' OR eventName LIKE 'CreateAlias%' OR eventName LIKE 'UpdateAlias%'
            OR eventName LIKE 'Publish%' OR eventName LIKE 'PutRuntimeManagementConfig%')
        AND api IN ('UpdateFunctionCode', 'UpdateFunctionConfiguration', 'CreateFunction', 'CreateAlias', 'UpdateAlias', 'PublishVersion',
            'PublishLayerVersion', 'PutRuntimeManagementConfig'))
WHERE is_wanted([unqualified(target), responseElements->>'functionArn'], unqualified(getvariable('function')), recipientAccountId, awsRegion)
ORDER BY ALL
