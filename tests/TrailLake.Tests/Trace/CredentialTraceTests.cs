using System.Threading.Tasks;
using TrailLake.Tests.Support;
using Xunit;

namespace TrailLake.Tests.Traces;

/// <summary>One test for each rule by which credentials are joined.</summary>
public sealed class CredentialTraceTests
{
    const string LongKey = "AKIAQEXAMPLEKEY00001";
    const string Key1 = "ASIAQEXAMPLEKEY00001";
    const string Key2 = "ASIAQEXAMPLEKEY00002";
    const string Other = "222233334444";
    const string Instance = "i-0123456789abcdef0";
    const string T0 = "2026-03-10T01:00:00Z";
    const string T1 = "2026-03-10T02:00:00Z";
    const string T2 = "2026-03-10T03:00:00Z";
    static readonly string s_eve = TestRecord.User("eve", LongKey);
    static readonly string s_admin = TestRecord.Session("admin", "eve", Key1, T0);

    [Fact]
    public async Task ExactKeys_JoinAChainThatGoesOn()
    {
        using var lake = await RecordsLake.OfRecordsAsync(
            TestRecord.Of(
                1, T0, s_eve, "sts:AssumeRole", """{"roleArn":"arn:aws:iam::111122223333:role/admin","roleSessionName":"eve"}""",
                TestRecord.Credentials(Key1), isReadOnly: true),
            TestRecord.Of(
                2, T1, s_admin, "sts:AssumeRole", """{"roleArn":"arn:aws:iam::111122223333:role/deep","roleSessionName":"s"}""",
                TestRecord.Credentials(Key2), isReadOnly: true),
            TestRecord.Of(3, T1, s_admin, "s3:DeleteBucket", error: "AccessDenied", address: "198.51.100.9"),
            TestRecord.Of(4, T2, TestRecord.Session("deep", "s", Key2, T1), "s3:DeleteBucket"));
        var expected = $"""
            long-term key eve {LongKey}, account 111122223333
            │  used 2026-03-10 01:00:00Z: 1 call, from 203.0.113.7
            │  ! no event of this lake created it: most likely it was issued before this archive begins (2026-03-10 01:00:00Z)
            └─ role session admin/eve {Key1}, account 111122223333  <== asked for
               │  by AssumeRole 2026-03-10 01:00:00Z from 203.0.113.7 ({TestRecord.Id(1)})
               │  used 2026-03-10 02:00:00Z: 2 calls, 1 failed, from 198.51.100.9 (1), 203.0.113.7 (1)
               └─ role session deep/s {Key2}, account 111122223333
                     by AssumeRole 2026-03-10 02:00:00Z from 203.0.113.7 ({TestRecord.Id(2)})
                     used 2026-03-10 03:00:00Z: 1 call, from 203.0.113.7

            """;
        Assert.Equal(new(0, expected, $"access key (temporary) {Key1}: 3 links\n"), await lake.RunAsync("trace", Key1));
        Assert.Equal(expected, (await lake.RunAsync("trace", TestRecord.Id(3))).Out);
        Assert.Equal(expected, (await lake.RunAsync("trace", "arn:aws:sts::111122223333:assumed-role/admin/eve")).Out);
        Assert.Equal(expected, (await lake.RunAsync("trace", "arn:aws:iam::111122223333:role/admin")).Out);

        var shallow = await lake.RunAsync("trace", LongKey, "--depth", "1");
        Assert.Contains("admin/eve", shallow.Out);
        Assert.DoesNotContain("deep/s", shallow.Out);
        Assert.EndsWith("the trace ends at 1 link in a row or 500 in all\n", shallow.Error);
    }

    [Fact]
    public async Task SessionsWithoutTheIssuedKey_AreJoinedByArnAndCreation()
    {
        const string Arn = "arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_Admin_0123456789abcdef/ada@example.com";
        const string Request =
            """{"roleArn":"arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Admin_0123456789abcdef","roleSessionName":"ada@example.com"}""";
        const string Saml =
            """{"type":"SAMLUser","principalId":"q=:ada@example.com","userName":"ada@example.com","identityProvider":"arn:aws:iam::111122223333:saml-provider/SSO"}""";
        var session = TestRecord.Session(
            "AWSReservedSSO_Admin_0123456789abcdef", "ada@example.com", Key2, T1, more: ""","onBehalfOf":{"userId":"u-1"}""");
        using var lake = await RecordsLake.OfRecordsAsync(
            TestRecord.Of(1, T0, Saml, "sts:AssumeRoleWithSAML", Request, TestRecord.Credentials("ASIAQEXAMPLEKEY00008", Arn)),
            TestRecord.Of(
                2, "2026-03-10T02:00:01Z", Saml, "sts:AssumeRoleWithSAML", Request, TestRecord.Credentials("ASIAQEXAMPLEKEY00009", Arn)),
            TestRecord.Of(3, T2, session, "s3:DeleteBucket"));
        var run = await lake.RunAsync("trace", Key2);
        Assert.Equal(
            $"""
            SAMLUser ada@example.com
            └─ role session AWSReservedSSO_Admin_0123456789abcdef/ada@example.com {Key2}, account 111122223333  <== asked for
                  by AssumeRoleWithSAML 2026-03-10 02:00:01Z from 203.0.113.7 ({TestRecord.Id(2)})
                  used 2026-03-10 03:00:00Z: 1 call, from 203.0.113.7
                  on behalf of Identity Center user u-1

            """,
            run.Out);
    }

    [Fact]
    public async Task InstanceSession_LeadsToWhoLaunchedTheInstance()
    {
        using var lake = await RecordsLake.OfRecordsAsync(
            TestRecord.Of(
                1, T0, s_eve, "ec2:RunInstances", response: $$$"""{"instancesSet":{"items":[{"instanceId":"{{{Instance}}}"}]}}"""),
            TestRecord.Of(
                2, T1, TestRecord.Service("ec2.amazonaws.com"), "sts:AssumeRole",
                $$"""{"roleArn":"arn:aws:iam::111122223333:role/web","roleSessionName":"{{Instance}}"}""", TestRecord.Credentials(Key1),
                address: "ec2.amazonaws.com"),
            TestRecord.Of(3, T2, TestRecord.Session("web", Instance, Key1, T1), "s3:ListBuckets", isReadOnly: true),
            TestRecord.Of(4, T2, TestRecord.Session("web", Instance, null, T1), "s3:GetObject", isReadOnly: true));
        foreach (var entity in new[] { Key1, LongKey, TestRecord.Id(4) })
        {
            var run = await lake.RunAsync("trace", entity);
            Assert.Equal(0, run.ExitCode);
            Assert.StartsWith($"long-term key eve {LongKey}", run.Out);
            Assert.Contains($"└─ instance {Instance}\n", run.Out);
            Assert.Contains($"by RunInstances 2026-03-10 01:00:00Z from 203.0.113.7 ({TestRecord.Id(1)})", run.Out);
            Assert.Contains($"─ role session web/{Instance}", run.Out);
        }
    }

    [Fact]
    public async Task FunctionSession_LeadsToWhoCreatedTheFunction()
    {
        using var lake = await RecordsLake.OfRecordsAsync(
            TestRecord.Of(1, T0, s_eve, "lambda:CreateFunction20150331", """{"functionName":"orders"}"""),
            TestRecord.Of(
                2, T1, TestRecord.Service("lambda.amazonaws.com"), "sts:AssumeRole",
                """{"roleArn":"arn:aws:iam::111122223333:role/fn","roleSessionName":"orders"}""", TestRecord.Credentials(Key1)),
            TestRecord.Of(3, T2, TestRecord.Session("fn", "orders", Key1, T1), "s3:ListBuckets"),
            TestRecord.Of(4, T2, TestRecord.Session(
                "fn", "orders", Key2, T2,
                more: ""","inScopeOf":{"issuerType":"AWS::Lambda::Function","credentialsIssuedTo":"arn:aws:lambda:us-east-1:111122223333:function:orders"}"""), "s3:ListBuckets"));
        foreach (var entity in new[] { Key1, Key2 })
        {
            var run = await lake.RunAsync("trace", entity);
            Assert.StartsWith($"long-term key eve {LongKey}", run.Out);
            Assert.Contains("└─ function orders\n", run.Out);
            Assert.Contains($"role session fn/orders {entity}, account 111122223333  <== asked for\n", run.Out);
        }
    }

    [Fact]
    public async Task ConsoleSession_LeadsToTheSignIn()
    {
        const string Login =
            """{"type":"IAMUser","principalId":"AIDAEXAMPLEEVE","arn":"arn:aws:iam::111122223333:user/eve","accountId":"111122223333","userName":"eve"}""";
        var session = TestRecord.User("eve", Key1).TrimEnd('}') + ",\"sessionContext\":{\"attributes\":{\"creationDate\":\"" + T1 + "\"}}}";
        using var lake = await RecordsLake.OfRecordsAsync(
            TestRecord.Of(1, T0, Login, "signin:ConsoleLogin", response: """{"ConsoleLogin":"Failure"}"""),
            TestRecord.Of(
                2, T1, Login, "signin:ConsoleLogin", response: """{"ConsoleLogin":"Success"}""",
                more: ""","additionalEventData":{"MFAUsed":"No"}"""),
            TestRecord.Of(3, T2, session, "s3:DeleteBucket", more: ""","sessionCredentialFromConsole":"true" """));
        Assert.Equal(
            $"""
            IAMUser eve, account 111122223333
            │  used 2026-03-10 01:00:00Z to 2026-03-10 02:00:00Z: 2 calls, from 203.0.113.7
            └─ console session eve {Key1}, account 111122223333  <== asked for
                  by ConsoleLogin 2026-03-10 02:00:00Z from 203.0.113.7 ({TestRecord.Id(2)})
                  used 2026-03-10 03:00:00Z: 1 call, from 203.0.113.7
                  MFA No

            """,
            (await lake.RunAsync("trace", Key1)).Out);
    }

    [Fact]
    public async Task ForwardAccessSession_SaysThatNothingIssuesIt()
    {
        var identity = TestRecord.User("eve", Key1).TrimEnd('}') + ""","invokedBy":"cloudformation.amazonaws.com"}""";
        using var lake = await RecordsLake.OfRecordsAsync(
            TestRecord.Of(1, T0, identity, "s3:CreateBucket", address: "cloudformation.amazonaws.com"));
        var run = await lake.RunAsync("trace", Key1);
        Assert.StartsWith("IAMUser eve, account 111122223333\n└─ forward access session eve " + Key1, run.Out);
        Assert.Contains("! made by cloudformation.amazonaws.com to act for its caller: such keys have no issuing event\n", run.Out);
    }

    [Fact]
    public async Task CrossAccount_TheOtherAccountsRecordTellsTheCaller()
    {
        const string Hidden = """{"type":"AWSAccount","principalId":"AIDAEXAMPLEEVE","accountId":"111122223333"}""";
        const string Request = """{"roleArn":"arn:aws:iam::222233334444:role/audit","roleSessionName":"s"}""";
        const string Shared = ""","sharedEventID":"99999999-0000-4000-8000-000000000001" """;
        var session = TestRecord.Session("audit", "s", Key1, T0, Other, ""","x":1""");
        var owner = TestRecord.Of(1, T0, Hidden, "sts:AssumeRole", Request, TestRecord.Credentials(Key1), account: Other, more: Shared);
        var caller = TestRecord.Of(2, T0, s_eve, "sts:AssumeRole", Request, more: Shared);
        var use = TestRecord.Of(3, T1, session, "s3:ListBuckets", account: Other);

        using var both = await RecordsLake.OfRecordsAsync(owner, caller, use);
        var found = (await both.RunAsync("trace", Key1)).Out;
        Assert.StartsWith($"long-term key eve {LongKey}, account 111122223333\n", found);
        Assert.Contains($"└─ role session audit/s {Key1}, account 222233334444  <== asked for\n", found);

        using var one = await RecordsLake.OfRecordsAsync(owner, use);
        Assert.StartsWith(
            """
            AIDAEXAMPLEEVE of account 111122223333, account 111122223333
            │  ! the caller's own records are in account 111122223333, which is not in this lake
            └─ role session audit/s
            """,
            (await one.RunAsync("trace", Key1)).Out);
    }

    [Fact]
    public async Task CreatedKey_LeadsToItsCreator_AndAllThatItIssued()
    {
        const string Made = "AKIAQEXAMPLEKEY00009";
        using var lake = await RecordsLake.OfRecordsAsync(
            TestRecord.Of(
                1, T0, s_eve, "iam:CreateAccessKey", """{"userName":"bob"}""",
                $$$"""{"accessKey":{"accessKeyId":"{{{Made}}}","userName":"bob","status":"Active"}}"""),
            TestRecord.Of(2, T1, TestRecord.User("bob", Made), "sts:GetSessionToken", response: TestRecord.Credentials(Key1)),
            TestRecord.Of(3, T1, s_eve, "iam:CreateAccessKey", """{"userName":"tom"}""", error: "AccessDenied"));
        Assert.Equal(
            $"""
            long-term key eve {LongKey}, account 111122223333  <== asked for
            │  used 2026-03-10 01:00:00Z to 2026-03-10 02:00:00Z: 2 calls, 1 failed, from 203.0.113.7
            │  ! no event of this lake created it: most likely it was issued before this archive begins (2026-03-10 01:00:00Z)
            └─ long-term key bob {Made}, account 111122223333
               │  by CreateAccessKey 2026-03-10 01:00:00Z from 203.0.113.7 ({TestRecord.Id(1)})
               │  used 2026-03-10 02:00:00Z: 1 call, from 203.0.113.7
               └─ session token bob {Key1}, account 111122223333
                     by GetSessionToken 2026-03-10 02:00:00Z from 203.0.113.7 ({TestRecord.Id(2)})
                     not used in this lake

            """,
            (await lake.RunAsync("trace", LongKey)).Out);
    }

    [Fact]
    public async Task SourceIdentity_FindsEverySessionThatCarriesIt()
    {
        var first = TestRecord.Session("admin", "s1", Key1, T0).Replace(
            "\"attributes\"", "\"sourceIdentity\":\"ada@example.com\",\"attributes\"");
        var second = TestRecord.Session("deep", "s2", Key2, T1).Replace(
            "\"attributes\"", "\"sourceIdentity\":\"ada@example.com\",\"attributes\"");
        var other = TestRecord.Session("deep", "s3", "ASIAQEXAMPLEKEY00007", T1).Replace(
            "\"attributes\"", "\"sourceIdentity\":\"bob@example.com\",\"attributes\"");
        using var lake = await RecordsLake.OfRecordsAsync(
            TestRecord.Of(
                1, T0, s_eve, "sts:AssumeRole",
                """{"roleArn":"arn:aws:iam::111122223333:role/admin","roleSessionName":"s1","sourceIdentity":"ada@example.com"}""",
                TestRecord.Credentials(Key1)),
            TestRecord.Of(
                2, T1, first, "sts:AssumeRole", """{"roleArn":"arn:aws:iam::111122223333:role/deep","roleSessionName":"s2"}""",
                TestRecord.Credentials(Key2)),
            TestRecord.Of(3, T2, second, "s3:DeleteBucket"),
            TestRecord.Of(4, T2, other, "s3:DeleteBucket"));
        var run = await lake.RunAsync("trace", "ada@example.com");
        Assert.Equal(0, run.ExitCode);
        Assert.StartsWith($"long-term key eve {LongKey}", run.Out);
        Assert.Contains($"role session admin/s1 {Key1}, account 111122223333  <== asked for\n", run.Out);
        Assert.Contains($"role session deep/s2 {Key2}, account 111122223333  <== asked for\n", run.Out);
        Assert.Equal(3, run.Out.Split("source identity ada@example.com").Length);
        Assert.DoesNotContain("deep/s3", run.Out);

        // One session leads to the other, and its name is said, also where only a key was asked for.
        Assert.Contains("source identity ada@example.com", (await lake.RunAsync("trace", Key2)).Out);
    }

    [Fact]
    public async Task Gaps_AreSaidPlainly()
    {
        var early = TestRecord.Session("admin", "x", Key1, "2026-03-01T00:00:00Z", more: "");
        var foreign = TestRecord.Session("admin", "y", Key2, T0, account: "999988887777");
        using var lake = await RecordsLake.OfRecordsAsync(
            TestRecord.Of(1, T1, early, "s3:ListBuckets"),
            TestRecord.Of(2, T1, foreign, "s3:ListBuckets"),
            TestRecord.Of(3, T0, s_eve, "s3:ListBuckets"));
        Assert.Contains(
            "! issued before this archive begins: session of 2026-03-01 00:00:00Z, archive from 2026-03-10 01:00:00Z\n",
            (await lake.RunAsync("trace", Key1)).Out);
        Assert.Contains("! issued in account 999988887777, which is not in this lake\n", (await lake.RunAsync("trace", Key2)).Out);
        Assert.Equal(
            new(1, "", "traillake: no event about access key (temporary) ASIAQEXAMPLEKEY99999\n"),
            await lake.RunAsync("trace", "ASIAQEXAMPLEKEY99999"));
    }

    [Fact]
    public async Task Circle_IsSaidAndEndsTheChain()
    {
        using var lake = await RecordsLake.OfRecordsAsync(
            TestRecord.Of(
                1, T0, TestRecord.Session("a", "s", Key1, T1), "sts:AssumeRole", """{"roleArn":"arn:aws:iam::1:role/b"}""",
                TestRecord.Credentials(Key2)),
            TestRecord.Of(
                2, T1, TestRecord.Session("b", "s", Key2, T0), "sts:AssumeRole", """{"roleArn":"arn:aws:iam::1:role/a"}""",
                TestRecord.Credentials(Key1)));
        var run = await lake.RunAsync("trace", Key1);
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("a circle, so one of the records is not genuine", run.Out);
    }

    [Theory]
    [InlineData(true, "text")]
    [InlineData(false, "text")]
    [InlineData(true, "json")]
    public async Task HostileNames_NeverReachTheTerminalRaw(bool outIsTerminal, string format)
    {
        var identity = TestRecord.Session("admin", @"[red]\u001b[2J\u202e[/", Key1, T0);
        using var lake = await RecordsLake.OfRecordsAsync(TestRecord.Of(1, T0, identity, "s3:ListBuckets"));
        var run = await lake.RunAsync(outIsTerminal, ["trace", Key1, "--format", format]);
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("[red]", run.Out);
        Assert.DoesNotContain("\u001b[2J", run.Out);
        Assert.DoesNotContain('\u202e', run.Out);
    }
}
