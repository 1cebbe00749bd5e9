using System.Collections.Frozen;
using System.Text;

namespace TrailLake.Answers.Sentences;

/// <summary>
/// Phrases for calls whose name alone says too little. <c>{path|path}</c> is the first path that holds something, several values joined by
/// commas; a part in <c>[…]</c> is left out when a value of it is missing, and the whole phrase when one outside of brackets is.
/// </summary>
static class CallPhrases
{
    // Whom a security group is opened to or closed for.
    const string Peers = "{rP.ipPermissions.items[].ipRanges.items[].cidrIp|rP.cidrIp|rP.ipPermissions.items[].ipv6Ranges.items[].cidrIpv6"
        + "|rP.ipPermissions.items[].groups.items[].groupId}[ on port {rP.ipPermissions.items[].fromPort|rP.fromPort}]";

    static readonly FrozenDictionary<string, string> s_phrases = new Dictionary<string, string>
    {
        ["sts/AssumeRole"] = "assume role {rP.roleArn}[ as {rP.roleSessionName}]",
        ["sts/AssumeRoleWithSAML"] = "assume role {rP.roleArn} with SAML[ as {rP.roleSessionName}]",
        ["sts/AssumeRoleWithWebIdentity"] = "assume role {rP.roleArn} with web identity[ as {rP.roleSessionName}]",
        ["sts/AssumeRoot"] = "assume root of account {rP.targetPrincipal}",
        ["sts/GetSessionToken"] = "request a session token[ (key {rE.credentials.accessKeyId})]",
        ["sts/GetFederationToken"] = "request a federation token[ for {rP.name}]",
        ["sts/GetCallerIdentity"] = "ask who the caller is",
        ["iam/CreateAccessKey"] = "create access key[ {rE.accessKey.accessKeyId}] for user {rE.accessKey.userName|rP.userName}",
        ["iam/UpdateAccessKey"] = "set access key {rP.accessKeyId}[ of user {rP.userName}] to {rP.status}",
        ["iam/DeleteAccessKey"] = "delete access key {rP.accessKeyId}[ of user {rP.userName}]",
        ["iam/AttachUserPolicy"] = "attach policy {rP.policyArn} to user {rP.userName}",
        ["iam/AttachRolePolicy"] = "attach policy {rP.policyArn} to role {rP.roleName}",
        ["iam/AttachGroupPolicy"] = "attach policy {rP.policyArn} to group {rP.groupName}",
        ["iam/DetachUserPolicy"] = "detach policy {rP.policyArn} from user {rP.userName}",
        ["iam/DetachRolePolicy"] = "detach policy {rP.policyArn} from role {rP.roleName}",
        ["iam/DetachGroupPolicy"] = "detach policy {rP.policyArn} from group {rP.groupName}",
        ["iam/PutUserPolicy"] = "put inline policy {rP.policyName} on user {rP.userName}",
        ["iam/PutRolePolicy"] = "put inline policy {rP.policyName} on role {rP.roleName}",
        ["iam/PutGroupPolicy"] = "put inline policy {rP.policyName} on group {rP.groupName}",
        ["iam/AddUserToGroup"] = "add user {rP.userName} to group {rP.groupName}",
        ["iam/AddRoleToInstanceProfile"] = "add role {rP.roleName} to instance profile {rP.instanceProfileName}",
        ["iam/CreateLoginProfile"] = "give user {rP.userName} a console password",
        ["iam/UpdateLoginProfile"] = "change the console password of user {rP.userName}",
        ["iam/UpdateAssumeRolePolicy"] = "change who may assume role {rP.roleName}",
        ["iam/DeactivateMFADevice"] = "deactivate MFA device {rP.serialNumber}[ of user {rP.userName}]",
        ["s3/GetObject"] = "read object {rP.key} of bucket {rP.bucketName}",
        ["s3/HeadObject"] = "look at object {rP.key} of bucket {rP.bucketName}",
        ["s3/PutObject"] = "write object {rP.key} of bucket {rP.bucketName}",
        ["s3/DeleteObject"] = "delete object {rP.key} of bucket {rP.bucketName}",
        ["s3/DeleteObjects"] = "delete objects of bucket {rP.bucketName}",
        ["s3/CopyObject"] = "copy {rP.x-amz-copy-source} to object {rP.key} of bucket {rP.bucketName}",
        ["s3/ListObjects"] = "list objects of bucket {rP.bucketName}[ under {rP.prefix}]",
        ["s3/PutBucketPolicy"] = "set the policy of bucket {rP.bucketName}",
        ["ec2/RunInstances"] = "launch instance {rE.instancesSet.items[].instanceId}",
        ["ec2/AuthorizeSecurityGroupIngress"] = "open security group {rP.groupId|rP.groupName} to " + Peers,
        ["ec2/RevokeSecurityGroupIngress"] = "close security group {rP.groupId|rP.groupName} to " + Peers,
        ["ec2/ModifySnapshotAttribute"] = "share snapshot {rP.snapshotId} with "
            + "{rP.createVolumePermission.add.items[].userId|rP.createVolumePermission.add.items[].group}",
        ["ec2/ModifyImageAttribute"] = "share image {rP.imageId} with "
            + "{rP.launchPermission.add.items[].userId|rP.launchPermission.add.items[].group}",
        ["ec2/GetPasswordData"] = "read the password of instance {rP.instanceId}",
        ["rds/ModifyDBInstance"] = "modify database {rP.dBInstanceIdentifier}[ (backups kept {rP.backupRetentionPeriod} days)]",
        ["rds/DeleteDBInstance"] = "delete database {rP.dBInstanceIdentifier}[ (final snapshot {rP.finalDBSnapshotIdentifier})]",
        ["lambda/UpdateFunctionCode"] = "replace the code of function {rP.functionName}",
        ["lambda/UpdateFunctionConfiguration"] = "change the configuration of function {rP.functionName}",
        ["lambda/Invoke"] = "invoke function {rP.functionName}",
        ["kms/Decrypt"] = "decrypt with key {rP.keyId}",
        ["kms/ScheduleKeyDeletion"] = "schedule the deletion of key {rP.keyId}",
        ["secretsmanager/GetSecretValue"] = "read secret {rP.secretId}",
        ["ssm/StartSession"] = "start a session on {rP.target}",
        ["ssm/SendCommand"] = "send a command to {rP.instanceIds[]|rP.documentName}",
        ["cloudtrail/StopLogging"] = "stop logging of trail {rP.name}",
        ["cloudtrail/StartLogging"] = "start logging of trail {rP.name}",
        ["signin/ConsoleLogin"] = "sign in to the console",
        ["signin/SwitchRole"] = "switch role in the console[ from {aED.SwitchFrom}]",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The phrase of a call, its verb an infinitive; null when there is none.</summary>
    public static string? Of(EventFacts facts) =>
        s_phrases.TryGetValue($"{facts.Service}/{facts.ApiName}", out var template) ? Fill(template, facts) : null;

    static string? Fill(string template, EventFacts facts)
    {
        var result = new StringBuilder();
        var at = 0;
        while (at < template.Length)
        {
            switch (template[at])
            {
                case '[':
                    var close = CloseOf(template, at);
                    result.Append(Fill(template[(at + 1)..close], facts));
                    at = close + 1;
                    break;
                case '{':
                    var end = template.IndexOf('}', at);
                    if (Value(template[(at + 1)..end], facts) is not { } value)
                    {
                        return null;
                    }

                    result.Append(value);
                    at = end + 1;
                    break;
                default:
                    result.Append(template[at++]);
                    break;
            }
        }

        return result.ToString();
    }

    // Paths have brackets of their own, `items[]`; those stand inside of braces.
    static int CloseOf(string template, int open)
    {
        var isInside = false;
        for (var i = open + 1; i < template.Length; i++)
        {
            isInside = template[i] switch { '{' => true, '}' => false, _ => isInside };
            if (template[i] == ']' && !isInside)
            {
                return i;
            }
        }

        throw new FormatException($"The phrase '{template}' has a bracket that is not closed.");
    }

    static string? Value(string paths, EventFacts facts)
    {
        foreach (var path in paths.Split('|'))
        {
            var values = facts.Find(path).Distinct().Select(EventSentence.Shorten).ToList();
            if (values.Count > 0)
            {
                return EventSentence.Join(values);
            }
        }

        return null;
    }
}
