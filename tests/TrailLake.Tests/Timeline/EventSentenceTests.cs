using System.Threading.Tasks;
using TrailLake.Answers.Sentences;
using TrailLake.Tests.Support;
using Xunit;

namespace TrailLake.Tests.Timelines;

public sealed class EventSentenceTests
{
    static readonly string s_user = TestRecord.User("eve", "AKIAQEXAMPLEKEY00001");

    static readonly string s_role = TestRecord.Session("admin", "ci-deploy", "ASIAQEXAMPLEKEY00001", "2026-03-10T01:00:00Z");

    public static TheoryData<string, string, string?, string?, string?, string?, string> Sentences => new()
    {
        { s_role, "s3:DeleteBucket", """{"bucketName":"x"}""", null, "203.0.113.7", null,
            "AssumedRole admin/ci-deploy deleted bucket x from 203.0.113.7" },
        { s_role, "s3:DeleteBucket", """{"bucketName":"x"}""", null, "203.0.113.7", "AccessDenied",
            "AssumedRole admin/ci-deploy tried to delete bucket x from 203.0.113.7 (AccessDenied)" },
        { s_user, "s3:PutBucketPolicy", """{"bucketName":"x"}""", null, "203.0.113.7", null,
            "IAMUser eve set the policy of bucket x from 203.0.113.7" },
        { s_user, "s3:PutBucketCors", """{"bucketName":"x"}""", null, "203.0.113.7", null,
            "IAMUser eve put bucket cors of bucket x from 203.0.113.7" },
        { s_user, "lambda:UpdateFunctionCode20150331v2", """{"functionName":"arn:aws:lambda:eu-west-1:1:function:f"}""", null,
            "203.0.113.7", null, "IAMUser eve replaced the code of function f from 203.0.113.7" },
        { s_user, "lambda:UpdateFunctionCode20150331v2", """{"functionName":"f","dryRun":true}""", null, "203.0.113.7", null,
            "IAMUser eve tested, without doing it, whether it could replace the code of function f from 203.0.113.7" },
        { s_user, "iam:CreateAccessKey", null, """{"accessKey":{"accessKeyId":"AKIAQEXAMPLEKEY00009","userName":"eve"}}""", "203.0.113.7",
            null, "IAMUser eve created access key AKIAQEXAMPLEKEY00009 for user eve from 203.0.113.7" },
        { s_user, "iam:AttachUserPolicy", """{"userName":"bob","policyArn":"arn:aws:iam::aws:policy/AdministratorAccess"}""", null,
            "203.0.113.7", null, "IAMUser eve attached policy AdministratorAccess to user bob from 203.0.113.7" },
        { s_user, "ec2:TerminateInstances",
            """{"instancesSet":{"items":[{"instanceId":"i-1"},{"instanceId":"i-2"},{"instanceId":"i-3"},{"instanceId":"i-4"}]}}""", null,
            "203.0.113.7", null, "IAMUser eve terminated instances i-1, i-2, i-3 and 1 more from 203.0.113.7" },
        { s_user, "ec2:AuthorizeSecurityGroupIngress",
            """{"groupId":"sg-1","ipPermissions":{"items":[{"fromPort":22,"toPort":22,"ipRanges":{"items":[{"cidrIp":"0.0.0.0/0"}]}}]}}""",
            null, "203.0.113.7", null, "IAMUser eve opened security group sg-1 to 0.0.0.0/0 on port 22 from 203.0.113.7" },
        { s_user, "ec2:RunInstances", """{"instanceType":"p5.48xlarge"}""", null, "203.0.113.7", "Client.DryRunOperation",
            "IAMUser eve tested, without doing it, whether it could run instances from 203.0.113.7 (Client.DryRunOperation)" },
        { s_user, "rds:DeleteDBInstance", """{"dBInstanceIdentifier":"db1","skipFinalSnapshot":true}""", null, "203.0.113.7", null,
            "IAMUser eve deleted database db1 from 203.0.113.7" },
        { s_user, "rds:RebootDBInstance", """{"dBInstanceIdentifier":"db1"}""", null, "203.0.113.7", null,
            "IAMUser eve rebooted DB instance db1 from 203.0.113.7" },
        { s_role, "s3:DeleteBucket", """{"bucketName":"x"}""", null, "cloudformation.amazonaws.com", null,
            "AssumedRole admin/ci-deploy deleted bucket x through cloudformation.amazonaws.com" },
        { TestRecord.Service("ec2.amazonaws.com"), "sts:AssumeRole",
            """{"roleArn":"arn:aws:iam::1:role/p/web","roleSessionName":"i-0123456789abcdef0"}""", null, "ec2.amazonaws.com", null,
            "service ec2.amazonaws.com assumed role web as i-0123456789abcdef0" },
        { """{"type":"AWSAccount","principalId":"","accountId":"anonymous"}""", "s3:GetObject", """{"bucketName":"b","key":"k/x"}""", null,
            "203.0.113.7", null, "anonymous read object k/x of bucket b from 203.0.113.7" },
        { """{"type":"Root","accountId":"111122223333"}""", "signin:ConsoleLogin", null, """{"ConsoleLogin":"Success"}""", "203.0.113.7",
            null, "Root of account 111122223333 signed in to the console from 203.0.113.7" },
        { s_user, "signin:ConsoleLogin", null, """{"ConsoleLogin":"Failure"}""", "203.0.113.7", null,
            "IAMUser eve tried to sign in to the console from 203.0.113.7 (Failure)" },
        { s_user, "quantum:EntanglePair", """{"pairName":"p1","clientToken":"t"}""", null, "203.0.113.7", null,
            "IAMUser eve called EntanglePair on pair p1 from 203.0.113.7" },
        { s_user, "quantum:DeleteQuantumTask", """{"quantumTaskArn":"arn:aws:quantum:us-east-1:1:quantum-task/q1"}""", null, "203.0.113.7",
            null, "IAMUser eve deleted quantum task q1 from 203.0.113.7" },
        { """{}""", "kms:RotateKey", null, null, null, null, "service kms.amazonaws.com rotated key" },
    };

    [Theory]
    [MemberData(nameof(Sentences))]
    public async Task Sentence_SaysWhoDidWhatToWhat(
        string identity, string api, string? request, string? response, string? address, string? error, string expected)
    {
        using var lake = await RecordsLake.OfRecordsAsync(
            TestRecord.Of(1, "2026-03-10T01:00:00Z", identity, api, request, response, address, error));
        using var session = lake.Open();
        using var result = session.Query($"SELECT {EventFacts.Columns} FROM events");
        Assert.True(result.Read());
        Assert.Equal(expected, EventSentence.Of(EventFacts.Read(result)));
    }
}
