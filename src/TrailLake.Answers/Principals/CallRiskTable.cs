using System.Collections.Frozen;
using TrailLake.Answers.Sentences;

namespace TrailLake.Answers.Principals;

/// <summary>
/// The calls that an investigator looks at first. 5: blinds the defence, or destroys what cannot be restored. 4: gives lasting or wider
/// access, or gives data away. 3: reads secrets, runs commands, deletes. 2: opens the network or prepares. 1: looks around. A score is an
/// order for reading and no verdict.
/// </summary>
static class CallRiskTable
{
    static readonly (int Score, string Why, string[] Calls)[] s_groups =
    [
        (5, "blinds the trail or the defence",
        [
            "cloudtrail/StopLogging", "cloudtrail/DeleteTrail", "cloudtrail/UpdateTrail", "cloudtrail/PutEventSelectors",
            "cloudtrail/DeleteEventDataStore", "guardduty/DeleteDetector", "guardduty/UpdateDetector", "guardduty/DisassociateMembers",
            "securityhub/DisableSecurityHub", "config/StopConfigurationRecorder", "config/DeleteConfigurationRecorder",
            "config/DeleteDeliveryChannel", "ec2/DeleteFlowLogs", "access-analyzer/DeleteAnalyzer", "macie2/DisableMacie",
            "logs/DeleteLogGroup", "organizations/LeaveOrganization",
        ]),
        (5, "destroys what may not be restored",
        [
            "kms/ScheduleKeyDeletion", "kms/DisableKey", "rds/DeleteDBInstance", "rds/DeleteDBCluster", "rds/DeleteDBSnapshot",
            "rds/DeleteDBClusterSnapshot", "rds/DeleteDBInstanceAutomatedBackup", "dynamodb/DeleteTable", "dynamodb/DeleteBackup",
            "s3/DeleteBucket", "backup/DeleteRecoveryPoint", "backup/DeleteBackupVault", "redshift/DeleteCluster", "ec2/DeleteSnapshot",
        ]),
        (4, "gives lasting or wider access",
        [
            "iam/CreateAccessKey", "iam/CreateUser", "iam/CreateLoginProfile", "iam/UpdateLoginProfile", "iam/AttachUserPolicy",
            "iam/AttachRolePolicy", "iam/AttachGroupPolicy", "iam/PutUserPolicy", "iam/PutRolePolicy", "iam/PutGroupPolicy",
            "iam/AddUserToGroup", "iam/CreatePolicyVersion", "iam/SetDefaultPolicyVersion", "iam/UpdateAssumeRolePolicy",
            "iam/DeactivateMFADevice", "iam/DeleteVirtualMFADevice", "iam/CreateSAMLProvider", "iam/UpdateSAMLProvider",
            "iam/CreateOpenIDConnectProvider", "iam/DeleteUserPermissionsBoundary", "iam/DeleteRolePermissionsBoundary", "sts/AssumeRoot",
            "sts/GetFederationToken", "sso/CreateAccountAssignment", "sso/AttachManagedPolicyToPermissionSet",
            "rolesanywhere/CreateTrustAnchor",
        ]),
        (4, "gives data away",
        [
            "s3/PutBucketPolicy", "s3/PutBucketAcl", "s3/DeleteBucketPublicAccessBlock", "s3/PutBucketPublicAccessBlock",
            "s3/PutBucketReplication", "s3/DeleteBucketPolicy", "ec2/ModifySnapshotAttribute", "ec2/ModifyImageAttribute",
            "ec2/DisableSnapshotBlockPublicAccess", "rds/ModifyDBSnapshotAttribute", "rds/ModifyDBClusterSnapshotAttribute",
            "rds/StartExportTask", "lambda/AddPermission", "lambda/CreateFunctionUrlConfig", "kms/PutKeyPolicy", "kms/CreateGrant",
            "secretsmanager/PutResourcePolicy", "ecr/SetRepositoryPolicy", "ram/CreateResourceShare",
        ]),
        (3, "reads secrets",
        [
            "secretsmanager/GetSecretValue", "secretsmanager/BatchGetSecretValue", "ssm/GetParameter", "ssm/GetParameters",
            "ssm/GetParametersByPath", "ec2/GetPasswordData",
        ]),
        (3, "runs code",
        [
            "ssm/SendCommand", "ssm/StartSession", "lambda/UpdateFunctionCode", "lambda/UpdateFunctionConfiguration",
            "ec2-instance-connect/SendSSHPublicKey", "ec2/ModifyInstanceAttribute", "ec2/RunInstances", "cloudformation/CreateStack",
            "ecs/RunTask",
        ]),
        (3, "deletes or weakens",
        [
            "s3/DeleteObjects", "s3/PutBucketLifecycle", "s3/PutBucketVersioning", "ec2/TerminateInstances", "rds/ModifyDBInstance",
            "rds/ModifyDBCluster", "cloudformation/DeleteStack", "ec2/DeleteVolume", "secretsmanager/DeleteSecret", "iam/DeleteAccessKey",
            "iam/DeleteUser", "iam/DeleteRole",
        ]),
        (2, "opens the network or prepares",
        [
            "ec2/AuthorizeSecurityGroupIngress", "ec2/AuthorizeSecurityGroupEgress", "ec2/CreateKeyPair", "ec2/ImportKeyPair",
            "ec2/CreateSnapshot", "ec2/CreateVpcPeeringConnection", "ec2/AssociateIamInstanceProfile", "rds/CreateDBSnapshot",
            "rds/RestoreDBInstanceFromDBSnapshot", "account/EnableRegion", "iam/CreateRole", "iam/CreateInstanceProfile",
            "signin/SwitchRole", "signin/GetSigninToken",
        ]),
        (1, "looks around",
        [
            "sts/GetCallerIdentity", "iam/GetAccountAuthorizationDetails", "iam/ListUsers", "iam/ListRoles", "iam/ListAccessKeys",
            "s3/ListBuckets", "secretsmanager/ListSecrets", "ec2/DescribeInstanceAttribute", "organizations/ListAccounts",
            "ses/GetSendQuota", "ses/GetAccount",
        ]),
    ];

    static readonly FrozenDictionary<string, CallRisk> s_risks = Risks();

    /// <summary>The risk of a call; null for one that is not listed.</summary>
    public static CallRisk? Of(string eventSource, string eventName) =>
        s_risks.TryGetValue($"{eventSource.Split('.')[0]}/{ApiNames.WithoutDate(eventName)}", out var risk) ? risk : null;

    static FrozenDictionary<string, CallRisk> Risks()
    {
        var risks = new Dictionary<string, CallRisk>(StringComparer.Ordinal);
        foreach (var (score, why, calls) in s_groups)
        {
            foreach (var call in calls)
            {
                risks.Add(call, new CallRisk(score, why));
            }
        }

        return risks.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
