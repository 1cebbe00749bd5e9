-- title: Who gave which rights to whom?
-- theme: Identity
-- parameter: principal (resource): the user, role or group that gained rights, by name or ARN
-- events: iam AttachUserPolicy AttachRolePolicy AttachGroupPolicy PutUserPolicy PutRolePolicy PutGroupPolicy CreatePolicyVersion SetDefaultPolicyVersion AddUserToGroup UpdateAssumeRolePolicy CreateLoginProfile UpdateLoginProfile CreateAccessKey CreateUser AddRoleToInstanceProfile DeleteUserPermissionsBoundary PutUserPermissionsBoundary DeleteRolePermissionsBoundary DeactivateMFADevice CreateSAMLProvider UpdateSAMLProvider CreateOpenIDConnectProvider
-- events: ec2 AssociateIamInstanceProfile ReplaceIamInstanceProfileAssociation; sso AttachManagedPolicyToPermissionSet PutInlinePolicyToPermissionSet CreateAccountAssignment; organizations DetachPolicy UpdatePolicy
-- paths: requestParameters.{userName, roleName, groupName, policyArn, policyDocument, instanceProfileName, permissionSetArn, principalId}
-- cannot see: PassRole, which is no event: the role stands in what it was passed to
-- cannot see: rights that a resource's own policy gives: public-sharing has those
-- example: --principal eve
SELECT eventTime, who, what, target, sourceIPAddress, userAgent, result, eventID, recipientAccountId, gained,
    CASE
        WHEN regexp_matches(requestParameters->>'policyArn', ':(policy/)?(AdministratorAccess|IAMFullAccess|PowerUserAccess)$') THEN 'high'
        WHEN document LIKE '%"*"%' AND regexp_matches(document, '"Action"\s*:\s*(\[\s*)?"(\*|iam:\*)"') THEN 'high'
        WHEN target IS NOT NULL AND target = userIdentity.userName THEN 'self'
        WHEN api IN ('DeactivateMFADevice', 'DeleteUserPermissionsBoundary', 'DeleteRolePermissionsBoundary', 'CreateSAMLProvider', 'UpdateSAMLProvider',
            'CreateOpenIDConnectProvider') THEN 'high'
        ELSE ''
    END AS risk
FROM (
    SELECT *, requestParameters->>'policyDocument' AS document,
        coalesce(requestParameters->>'userName', requestParameters->>'roleName', requestParameters->>'groupName', requestParameters->>'policyArn',
            requestParameters->>'name', requestParameters->>'principalId', requestParameters->>'permissionSetArn',
            requestParameters->>'$.AssociateIamInstanceProfileRequest.InstanceId', requestParameters->>'url',
            CASE WHEN api = 'CreateAccessKey' THEN userIdentity.userName END) AS target,
        coalesce(requestParameters->>'policyArn', requestParameters->>'policyName', requestParameters->>'instanceProfileName',
            CASE WHEN (requestParameters->>'userName') IS NOT NULL THEN requestParameters->>'groupName' END,
            responseElements->>'$.accessKey.accessKeyId', requestParameters->>'permissionSetArn',
            requestParameters->>'$.AssociateIamInstanceProfileRequest.IamInstanceProfile.Name',
            CASE api WHEN 'CreateLoginProfile' THEN 'console password' WHEN 'UpdateLoginProfile' THEN 'new console password'
                WHEN 'UpdateAssumeRolePolicy' THEN 'trust policy' WHEN 'DeactivateMFADevice' THEN 'no MFA' WHEN 'CreateUser' THEN 'a new user' END) AS gained
    FROM calls
    WHERE is_shown AND (
        (service = 'iam' AND eventName IN ('AttachUserPolicy', 'AttachRolePolicy', 'AttachGroupPolicy', 'PutUserPolicy', 'PutRolePolicy', 'PutGroupPolicy',
            'CreatePolicyVersion', 'SetDefaultPolicyVersion', 'AddUserToGroup', 'UpdateAssumeRolePolicy', 'CreateLoginProfile', 'UpdateLoginProfile',
            'CreateAccessKey', 'CreateUser', 'AddRoleToInstanceProfile', 'DeleteUserPermissionsBoundary', 'PutUserPermissionsBoundary',
            'DeleteRolePermissionsBoundary', 'DeactivateMFADevice', 'CreateSAMLProvider', 'UpdateSAMLProvider', 'CreateOpenIDConnectProvider'))
        OR (service = 'ec2' AND eventName IN ('AssociateIamInstanceProfile', 'ReplaceIamInstanceProfileAssociation'))
        OR (service = 'sso' AND eventName IN ('AttachManagedPolicyToPermissionSet', 'PutInlinePolicyToPermissionSet', 'CreateAccountAssignment'))
        OR (service = 'organizations' AND eventName IN ('DetachPolicy', 'UpdatePolicy'))))
WHERE is_wanted([target], getvariable('principal'), recipientAccountId, NULL)
ORDER BY ALL
