using System.Collections.Frozen;

namespace TrailLake.Answers.Sentences;

/// <summary>The places of each service's targets, the most telling first, as seen in records or service models.</summary>
static class EventTargetRules
{
    static readonly FrozenDictionary<string, EventTargetRule[]> s_rules = new Dictionary<string, EventTargetRule[]>
    {
        ["s3"] = [new("rP.bucketName", "bucket"), new("rP.key", "object")],
        ["iam"] =
        [
            new("rP.userName", "user"), new("rP.roleName", "role"), new("rP.groupName", "group"),
            new("rP.instanceProfileName", "instance profile"), new("rP.policyArn", "policy"), new("rP.policyName", "policy"),
            new("rE.accessKey.userName", "user"), new("rE.accessKey.accessKeyId", "access key"), new("rP.accessKeyId", "access key"),
            new("rP.serialNumber", "MFA device"), new("rP.sAMLProviderArn", "SAML provider"),
            new("rP.openIDConnectProviderArn", "identity provider"), new("rP.serverCertificateName", "certificate"),
            new("rP.accountAlias", "account alias"),
        ],
        ["sts"] =
        [
            new("rP.roleArn", "role"), new("rP.targetPrincipal", "account"), new("rP.name", "federated user"),
            new("rE.credentials.accessKeyId", "access key"), new("rP.roleSessionName", "session"),
        ],
        ["ec2"] =
        [
            new("rP.instancesSet.items[].instanceId", "instance"), new("rE.instancesSet.items[].instanceId", "instance"),
            new("rP.instanceId", "instance"),
            new("rP.groupId", "security group"), new("rE.groupId", "security group"),
            new("rP.ModifySecurityGroupRulesRequest.GroupId", "security group"),
            new("rP.groupName", "security group"),
            new("rP.volumeId", "volume"), new("rE.volumeId", "volume"), new("rP.snapshotId", "snapshot"), new("rE.snapshotId", "snapshot"),
            new("rP.imageId", "image"), new("rE.imageId", "image"), new("rP.keyName", "key pair"),
            new("rP.networkInterfaceId", "network interface"), new("rP.routeTableId", "route table"),
            new("rP.internetGatewayId", "internet gateway"), new("rP.networkAclId", "network ACL"), new("rP.subnetId", "subnet"),
            new("rE.subnet.subnetId", "subnet"), new("rP.vpcId", "VPC"), new("rE.vpc.vpcId", "VPC"), new("rP.allocationId", "address"),
            new("rP.DeleteFlowLogsRequest.FlowLogId.content", "flow log"), new("rP.DeleteFlowLogsRequest.FlowLogId[].content", "flow log"),
            new("rP.DeleteFlowLogsRequest.FlowLogId", "flow log"), new("rP.AssociateIamInstanceProfileRequest.InstanceId", "instance"),
            new("rP.launchTemplateName", "launch template"), new("rP.resourcesSet.items[].resourceId", "resource"),
            new("sED.snapshotId", "snapshot"),
        ],
        ["rds"] =
        [
            new("rP.dBInstanceIdentifier", "database"), new("rP.dBClusterIdentifier", "database cluster"),
            new("rP.globalClusterIdentifier", "global cluster"),
            new("rP.dBSnapshotIdentifier", "database snapshot"), new("rP.dBClusterSnapshotIdentifier", "cluster snapshot"),
            new("rP.dBParameterGroupName", "parameter group"), new("rP.dbiResourceId", "database"), new("rP.sourceArn", "source"),
        ],
        ["lambda"] =
        [
            new("rP.functionName", "function"), new("rP.layerName", "layer"), new("rP.eventSourceMappingUUID", "event source mapping"),
            new("rP.uUID", "event source mapping"),
        ],
        ["dynamodb"] = [new("rP.tableName", "table"), new("rP.backupArn", "backup"), new("rP.globalTableName", "global table")],
        ["kms"] =
        [
            new("rP.keyId", "key"), new("rP.aliasName", "alias"), new("rE.keyMetadata.keyId", "key"), new("rE.keyMetadata.arn", "key"),
        ],
        ["cloudtrail"] = [new("rP.name", "trail"), new("rP.trailName", "trail"), new("rP.eventDataStore", "event data store")],
        ["secretsmanager"] = [new("rP.secretId", "secret"), new("rP.name", "secret"), new("aED.ARN", "secret")],
        ["ssm"] =
        [
            new("rP.name", "parameter"), new("rP.names[]", "parameter"), new("rP.path", "parameter path"), new("rP.target", "instance"),
            new("rP.instanceIds[]", "instance"), new("rP.documentName", "document"), new("rP.sessionId", "session"),
        ],
        ["cloudformation"] = [new("rP.stackName", "stack"), new("rP.stackSetName", "stack set"), new("rP.changeSetName", "change set")],
        ["logs"] = [new("rP.logGroupName", "log group"), new("rP.logStreamName", "log stream"), new("rP.filterName", "filter")],
        ["monitoring"] = [new("rP.alarmNames[]", "alarm"), new("rP.alarmName", "alarm"), new("rP.dashboardName", "dashboard")],
        ["events"] = [new("rP.name", "rule"), new("rP.rule", "rule"), new("rP.eventBusName", "event bus")],
        ["config"] =
        [
            new("rP.configurationRecorderName", "configuration recorder"), new("rP.configurationRecorder.name", "configuration recorder"),
            new("rP.deliveryChannelName", "delivery channel"), new("rP.configRuleName", "Config rule"),
        ],
        ["guardduty"] = [new("rP.detectorId", "detector"), new("rP.accountIds[]", "account")],
        ["sqs"] = [new("rP.queueUrl", "queue"), new("rP.queueName", "queue")],
        ["sns"] = [new("rP.topicArn", "topic"), new("rP.name", "topic"), new("rP.subscriptionArn", "subscription")],
        ["ecr"] = [new("rP.repositoryName", "repository")],
        ["ecs"] =
        [
            new("rP.service", "service"), new("rP.cluster", "cluster"), new("rP.clusterName", "cluster"),
            new("rP.taskDefinition", "task definition"), new("rP.family", "task definition"),
        ],
        ["eks"] = [new("rP.name", "cluster"), new("rP.clusterName", "cluster")],
        ["redshift"] = [new("rP.clusterIdentifier", "cluster"), new("rP.snapshotIdentifier", "snapshot")],
        ["elasticache"] = [new("rP.cacheClusterId", "cache cluster"), new("rP.replicationGroupId", "replication group")],
        ["es"] = [new("rP.domainName", "domain")],
        ["route53"] =
        [
            new("rP.hostedZoneId", "hosted zone"), new("rP.changeBatch.changes[].resourceRecordSet.name", "DNS record"),
            new("rP.name", "hosted zone"),
        ],
        ["organizations"] =
        [
            new("rP.accountId", "account"), new("rP.policyId", "policy"), new("rP.targetId", "target"), new("rP.handshakeId", "handshake"),
        ],
        ["backup"] =
        [
            new("rP.recoveryPointArn", "recovery point"), new("rP.backupVaultName", "backup vault"), new("rP.backupPlanId", "backup plan"),
        ],
        ["autoscaling"] = [new("rP.autoScalingGroupName", "auto scaling group"), new("rP.launchConfigurationName", "launch configuration")],
        ["elasticloadbalancing"] =
        [
            new("rP.loadBalancerName", "load balancer"), new("rP.loadBalancerArn", "load balancer"), new("rP.name", "load balancer"),
            new("rP.targetGroupArn", "target group"),
        ],
        ["account"] = [new("rP.regionName", "region"), new("rP.RegionName", "region")],
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The rules of a service, for example s3; none for one that is not listed.</summary>
    public static EventTargetRule[] Of(string service) => s_rules.GetValueOrDefault(service) ?? [];
}
