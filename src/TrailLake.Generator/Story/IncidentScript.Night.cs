using TrailLake.Generator.Text;

namespace TrailLake.Generator.Story;

/// <summary>The night of the incident.</summary>
sealed partial class IncidentScript
{
    void TellNight(DateTime day)
    {
        LookAround(day);
        TakeRole(day);
        LeaveBackdoor(day);
        OpenDoors(day);
        ReadForeignBucket(day);
        DeleteDatabase(day);
        DeleteTheBucket(day);
    }

    void LookAround(DateTime day)
    {
        Add(new StoryEvent(At(day, "02:11:04"), Cast.Thief, "sts", "GetCallerIdentity") { IsReadOnly = true });
        Add(new StoryEvent(At(day, "02:11:31"), Cast.Thief, "s3", "ListBuckets")
        {
            IsReadOnly = true,
            BytesOut = 4210,
            Request = """{"Host":"s3.us-east-1.amazonaws.com"}""",
        });
        (string Time, string Name)[] denied =
            [("02:12:02", "ListUsers"), ("02:12:20", "GetAccountAuthorizationDetails"), ("02:12:33", "ListAccessKeys")];
        foreach (var (time, name) in denied)
        {
            Add(new StoryEvent(At(day, time), Cast.Thief, "iam", name)
            {
                Version = "1.10",
                IsReadOnly = true,
                ErrorCode = "AccessDenied",
                ErrorMessage = Denied(Cast.Thief, $"iam:{name}", "*"),
            });
        }

        Add(new StoryEvent(At(day, "02:12:51"), Cast.Thief, "ec2", "DescribeInstances")
        {
            Version = "1.10",
            Region = "eu-west-1",
            IsReadOnly = true,
            ErrorCode = "Client.UnauthorizedOperation",
            ErrorMessage = "You are not authorized to perform this operation.",
            Request = """{"instancesSet":{},"filterSet":{}}""",
        });
    }

    void TakeRole(DateTime day)
    {
        var role = $"arn:aws:iam::{Victim}:role/ops/{IncidentStory.RoleName}";
        var session = Cast.Hijacked;
        var time = day.Add(IncidentStory.RoleTakenAt);
        Add(new StoryEvent(time, Cast.Thief, "sts", "AssumeRole")
        {
            Version = "1.08",
            IsReadOnly = true,
            Request = Json.Object("roleArn", role, "roleSessionName", IncidentStory.SessionName, "durationSeconds", 7200),
            Response = Json.Object("credentials", Credentials(session, time.AddHours(2)), "assumedRoleUser", AssumedRole(session)),
            Resources = RoleResource(role),
        });
        Add(new StoryEvent(At(day, "02:16:40"), session, "iam", "ListAttachedRolePolicies")
        {
            Version = "1.10",
            IsReadOnly = true,
            Request = $$"""{"roleName":"{{IncidentStory.RoleName}}"}""",
        });
    }

    void LeaveBackdoor(DateTime day)
    {
        const string User = IncidentStory.BackdoorUser;
        var userId = Cast.Backdoor.PrincipalId;
        Add(Iam(At(day, "02:18:09"), "CreateUser") with
        {
            Request = $$"""{"userName":"{{User}}"}""",
            Response = Json.Object("user", Json.Object(
                "path", "/", "userName", User, "userId", userId, "arn", Cast.Backdoor.Arn, "createDate", JavaTime(At(day, "02:18:09")))),
        });
        Add(Iam(At(day, "02:18:30"), "CreateAccessKey") with
        {
            Request = $$"""{"userName":"{{User}}"}""",
            Response = Json.Object("accessKey", Json.Object(
                "userName", User, "accessKeyId", Cast.Backdoor.AccessKey, "status", "Active", "createDate", JavaTime(At(day, "02:18:30")))),
        });
        Add(Iam(At(day, "02:18:52"), "AttachUserPolicy") with
        {
            Request = $$"""{"userName":"{{User}}","policyArn":"arn:aws:iam::aws:policy/AdministratorAccess"}""",
        });
    }

    void OpenDoors(DateTime day)
    {
        const string Group = IncidentStory.SecurityGroup;
        Add(new StoryEvent(At(day, "02:24:15"), Cast.Hijacked, "ec2", "AuthorizeSecurityGroupIngress")
        {
            Version = "1.10",
            Request = Json.Object("groupId", Group, "ipPermissions", Items(Json.Object(
                "ipProtocol", "tcp", "fromPort", 22, "toPort", 22, "groups", "{}",
                "ipRanges", Items(Json.Object("cidrIp", "0.0.0.0/0")), "ipv6Ranges", "{}", "prefixListIds", "{}"))),
            Response = Json.Object("requestId", _ids.Event("ingress"), "_return", true, "securityGroupRuleSet", Items(Json.Object(
                "groupOwnerId", Victim, "groupId", Group, "securityGroupRuleId", "sgr-0a6d3f1b97c24e580", "isEgress", false,
                "ipProtocol", "tcp", "fromPort", 22, "toPort", 22, "cidrIpv4", "0.0.0.0/0"))),
        });
        Add(new StoryEvent(At(day, "02:31:48"), Cast.Hijacked, "lambda", "UpdateFunctionCode20150331v2")
        {
            Request = $$"""{"functionName":"{{IncidentStory.Function}}","publish":true,"dryRun":false}""",
            Response = Json.Object(
                "functionName", IncidentStory.Function,
                "functionArn", $"arn:aws:lambda:us-east-1:{Victim}:function:{IncidentStory.Function}",
                "runtime", "python3.12", "role", $"arn:aws:iam::{Victim}:role/orders-api-role", "handler", "app.handler",
                "codeSize", 48213, "timeout", 30, "memorySize", 512, "lastModified", "2026-03-10T02:31:48.000+0000",
                "codeSha256", "m3Zt0Jq8nWcVbY5xRk1uLpEo7dHsGfAa2iTjKvXyQ9U=", "version", "58", "environment", "{}",
                "revisionId", _ids.Event("revision"), "state", "Active", "lastUpdateStatus", "InProgress", "packageType", "Zip",
                "architectures", "[\"arm64\"]"),
        });
    }

    // One read, two records: the caller's account knows the session, the bucket's account only its principal id.
    void ReadForeignBucket(DateTime day)
    {
        const string Bucket = IncidentStory.ForeignBucket;
        var shown = Json.Object("type", "AWSAccount", "principalId", Cast.Hijacked.PrincipalId, "accountId", Victim);
        for (var i = 0; i < 12; i++)
        {
            var key = $"2025/q{1 + (i / 3)}/ledger-{i:00}.parquet";
            var read = new StoryEvent(At(day, "02:41:00").AddSeconds(7 * i), Cast.Hijacked, "s3", "GetObject")
            {
                IsReadOnly = true,
                IsData = true,
                BytesOut = 48_000_000 + (i * 1_250_011),
                Request = S3Request(Bucket, "key", key),
                Resources = BucketResource(Bucket, ("ARN", key), IncidentStory.OtherAccount),
                SharedEventId = _ids.Event($"shared {i}").ToString(),
            };
            Add(read);
            Add(read with { Recipient = IncidentStory.OtherAccount, ShownIdentity = shown });
        }
    }

    void DeleteDatabase(DateTime day)
    {
        const string Database = IncidentStory.Database;
        Add(new StoryEvent(At(day, "03:05:10"), Cast.Hijacked, "rds", "ModifyDBInstance")
        {
            Version = "1.09",
            Request = Json.Object(
                "dBInstanceIdentifier", Database, "backupRetentionPeriod", 0, "deletionProtection", false, "applyImmediately", true,
                "allowMajorVersionUpgrade", false),
            Response = Instance("available", 7, Json.Object("backupRetentionPeriod", 0)),
        });
        Add(new StoryEvent(At(day, "03:07:42"), Cast.Hijacked, "rds", "DeleteDBInstance")
        {
            Version = "1.09",
            Request = $$"""{"dBInstanceIdentifier":"{{Database}}","skipFinalSnapshot":true,"deleteAutomatedBackups":true}""",
            Response = Instance("deleting", 0, "{}"),
        });
        Add(new StoryEvent(At(day, "03:10:27"), Cast.Hijacked, "cloudtrail", "StopLogging")
        {
            Request = $$"""{"name":"arn:aws:cloudtrail:us-east-1:{{Victim}}:trail/{{IncidentStory.Trail}}"}""",
        });
    }

    void DeleteTheBucket(DateTime day)
    {
        const string Bucket = IncidentStory.Bucket;
        var statement = Json.Object(
            "Sid", "Sync", "Effect", "Allow", "Principal", "*", "Action", """["s3:GetObject","s3:ListBucket","s3:DeleteObject"]""",
            "Resource", $$"""["arn:aws:s3:::{{Bucket}}","arn:aws:s3:::{{Bucket}}/*"]""");
        Add(new StoryEvent(At(day, "03:14:55"), Cast.Hijacked, "s3", "PutBucketPolicy")
        {
            Request = S3Request(Bucket, "policy", "", "bucketPolicy", Json.Object("Version", "2012-10-17", "Statement", $"[{statement}]")),
            Resources = BucketResource(Bucket),
        });
        foreach (var time in new[] { "03:19:05", "03:19:44", "03:20:31" })
        {
            Add(new StoryEvent(At(day, time), Cast.Hijacked, "s3", "DeleteObjects")
            {
                IsData = true,
                BytesOut = 61_204,
                Request = S3Request(Bucket, "delete", ""),
                Resources = BucketResource(Bucket, ("ARNPrefix", "")),
            });
        }

        DeleteBucket(At(day, "03:25:47"), Cast.Hijacked, Bucket);
    }

    static string Instance(string status, int retention, string pending) => Json.Object(
        "dBInstanceIdentifier", IncidentStory.Database, "dBInstanceClass", "db.r7g.large", "engine", "postgres", "masterUsername", "app",
        "allocatedStorage", 400, "engineVersion", "16.4", "dbiResourceId", "db-7QK2M5V3NXEXAMPLE4RBTW6YHC",
        "dBInstanceArn", $"arn:aws:rds:us-east-1:{Victim}:db:{IncidentStory.Database}", "deletionProtection", false,
        "dBInstanceStatus", status, "backupRetentionPeriod", retention, "pendingModifiedValues", pending);

    // How EC2's answers hold a list.
    static string Items(string item) => Json.Object("items", $"[{item}]");

    StoryEvent Iam(DateTime time, string name) => new(time, Cast.Hijacked, "iam", name) { Version = "1.10" };
}
