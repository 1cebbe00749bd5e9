using System.Collections.Frozen;
using TrailLake.Answers.Sentences;

namespace TrailLake.Answers.Lookups;

/// <summary>The resources of an event under the types that LookupEvents gives them.</summary>
static class LookupResources
{
    static readonly FrozenDictionary<string, string> s_types = new Dictionary<string, string>
    {
        ["s3/bucket"] = "AWS::S3::Bucket",
        ["s3/object"] = "AWS::S3::Object",
        ["iam/user"] = "AWS::IAM::User",
        ["iam/role"] = "AWS::IAM::Role",
        ["iam/group"] = "AWS::IAM::Group",
        ["iam/policy"] = "AWS::IAM::Policy",
        ["iam/access key"] = "AWS::IAM::AccessKey",
        ["iam/instance profile"] = "AWS::IAM::InstanceProfile",
        ["iam/MFA device"] = "AWS::IAM::MfaDevice",
        ["sts/role"] = "AWS::IAM::Role",
        ["sts/access key"] = "AWS::IAM::AccessKey",
        ["sts/session"] = "AWS::STS::AssumedRole",
        ["ec2/instance"] = "AWS::EC2::Instance",
        ["ec2/security group"] = "AWS::EC2::SecurityGroup",
        ["ec2/volume"] = "AWS::EC2::Volume",
        ["ec2/snapshot"] = "AWS::EC2::Snapshot",
        ["ec2/image"] = "AWS::EC2::Ami",
        ["ec2/key pair"] = "AWS::EC2::KeyPair",
        ["ec2/network interface"] = "AWS::EC2::NetworkInterface",
        ["ec2/route table"] = "AWS::EC2::RouteTable",
        ["ec2/internet gateway"] = "AWS::EC2::InternetGateway",
        ["ec2/network ACL"] = "AWS::EC2::NetworkAcl",
        ["ec2/subnet"] = "AWS::EC2::Subnet",
        ["ec2/VPC"] = "AWS::EC2::VPC",
        ["ec2/flow log"] = "AWS::EC2::FlowLog",
        ["rds/database"] = "AWS::RDS::DBInstance",
        ["rds/database cluster"] = "AWS::RDS::DBCluster",
        ["rds/database snapshot"] = "AWS::RDS::DBSnapshot",
        ["rds/cluster snapshot"] = "AWS::RDS::DBClusterSnapshot",
        ["lambda/function"] = "AWS::Lambda::Function",
        ["dynamodb/table"] = "AWS::DynamoDB::Table",
        ["kms/key"] = "AWS::KMS::Key",
        ["kms/alias"] = "AWS::KMS::Alias",
        ["cloudtrail/trail"] = "AWS::CloudTrail::Trail",
        ["secretsmanager/secret"] = "AWS::SecretsManager::Secret",
        ["cloudformation/stack"] = "AWS::CloudFormation::Stack",
        ["logs/log group"] = "AWS::Logs::LogGroup",
        ["sqs/queue"] = "AWS::SQS::Queue",
        ["sns/topic"] = "AWS::SNS::Topic",
        ["redshift/cluster"] = "AWS::Redshift::Cluster",
    }.ToFrozenDictionary();

    /// <summary>The services whose calls name resources of a type without listing them, as eventSource writes them.</summary>
    public static IEnumerable<string> SourcesOf(string type) =>
        s_types.Where(pair => pair.Value == type).Select(pair => pair.Key.Split('/')[0] + ".amazonaws.com").Distinct();

    /// <summary>The resources, as the event lists them and as its parameters name them.</summary>
    public static IReadOnlyList<LookupResource> Of(EventFacts facts)
    {
        var list = JsonPath.Parse(facts.ResourcesText);
        var listed = list.ValueKind == System.Text.Json.JsonValueKind.Array
            ? list.EnumerateArray().Select(item => new LookupResource(
                JsonPath.Find(item, "type").FirstOrDefault(),
                JsonPath.Find(item, "ARN").Concat(JsonPath.Find(item, "ARNPrefix")).FirstOrDefault() ?? ""))
            : [];
        var named = EventTargets.Of(facts).Select(
            target => new LookupResource(s_types.GetValueOrDefault($"{facts.Service}/{target.Kind}"), target.Name));
        return [.. named.Concat(listed).Where(resource => resource.Name.Length > 0).GroupBy(resource => resource.Name)
            .Select(same => same.FirstOrDefault(resource => resource.Type is not null) ?? same.First())];
    }
}
