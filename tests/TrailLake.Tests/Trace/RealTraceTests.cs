using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using TrailLake.Generator.Story;
using TrailLake.Tests.Support;
using Xunit;

namespace TrailLake.Tests.Traces;

public sealed class RealTraceTests
{
    [Fact]
    public async Task Invictus_RoleOfAnInstance_LeadsToTheKeyThatLaunchedIt()
    {
        using var lake = await RecordsLake.OfSharedDataAsync("invictus");
        var run = await lake.RunAsync("trace", "arn:aws:iam::123837392027:role/stratus-red-team-ec2-steal-credentials-role");
        Assert.Equal(
            """
            long-term key bert-jan AKIATFQR7NSC8Q4X20BJ, account 123837392027
            │  used 2023-07-10 11:54:33Z to 2023-07-10 12:29:09Z: 2,104 calls, 224 failed, from 192.168.10.20
            │  ! no event of this lake created it: most likely it was issued before this archive begins (2023-07-10 11:42:18Z)
            └─ instance i-0dbc91f429e48eeed
               │  by RunInstances 2023-07-10 11:55:21Z from 192.168.10.20 (86eac0ac-8521-4126-aa32-a22f2b74d02e)
               ├─ role session stratus-red-team-ec2-steal-credentials-role/i-0dbc91f429e48eeed ASIATFQR7NSCSHSEVYP5, account 123837392027  <== asked for
               │     by AssumeRole 2023-07-10 11:55:22Z from ec2.amazonaws.com (7a5ee168-7848-4cfa-8d3c-69f78ecb1806)
               │     used 2023-07-10 11:57:16Z to 2023-07-10 12:07:39Z: 13 calls, from 3.225.16.109
               └─ role session stratus-red-team-ec2-steal-credentials-role/i-0dbc91f429e48eeed ASIATFQR7NSC36DZQP7P, account 123837392027  <== asked for
                     by AssumeRole 2023-07-10 11:55:22Z from ec2.amazonaws.com (55e25aa9-7165-446e-aef6-815c7a79a961)
                     used 2023-07-10 11:57:22Z: 2 calls, from 192.168.10.20

            """,
            run.Out);
    }

    [Fact]
    public async Task Story_BackdoorKey_LeadsToTheLeakedKey()
    {
        using var archive = new TempFolder();
        var facts = IncidentStory.Write(archive.Path);
        using var lake = await RecordsLake.OfFolderAsync(archive.Path);
        var backwards = Root(await lake.RunAsync("trace", facts.BackdoorAccessKey, "--format", "json"));
        Assert.Equal(facts.LeakedAccessKey, (string?)backwards["accessKeyId"]);
        var session = Assert.Single(backwards["issued"]!.AsArray())!;
        Assert.Equal(facts.DeletionAccessKey, (string?)session["accessKeyId"]);
        Assert.Equal(facts.AssumeRoleEventId, (string?)session["issuedBy"]!["eventID"]);
        var backdoor = Assert.Single(session["issued"]!.AsArray())!;
        Assert.Equal(
            (facts.BackdoorAccessKey, "CreateAccessKey", 2),
            ((string?)backdoor["accessKeyId"], (string?)backdoor["issuedBy"]!["eventName"], (int)backdoor["calls"]!));
        Assert.True((bool)backdoor["isSubject"]!);

        var forwards = Root(await lake.RunAsync("trace", facts.LeakedAccessKey, "--format", "json"));
        Assert.Equal([(string?)session["accessKeyId"]], forwards["issued"]!.AsArray().Select(node => (string?)node!["accessKeyId"]));
        Assert.Equal(2, forwards["addresses"]!.AsObject().Count);
        Assert.Equal(IncidentStory.VictimAccount, (string?)forwards["derivedAccount"]);

        var who = JsonNode.Parse((await lake.RunAsync("who", IncidentStory.RoleName, "--format", "json")).Out)!;
        Assert.Equal(
            ["DeleteBucket", "DeleteDBInstance", "StopLogging"],
            who["riskiest"]!.AsArray().Take(3).Select(call => (string?)call!["eventName"]).Order());
        var timeline = await lake.RunAsync("timeline", IncidentStory.Bucket);
        Assert.Contains(
            "2026-03-10 03:25:47Z  AssumedRole OrgMaintenance/ci-deploy-hotfix deleted bucket northwind-customer-exports from "
                + "203.0.113.77\n", timeline.Out);
        Assert.Contains("IAMUser ben.m tried to delete bucket northwind-customer-exports", timeline.Out);
        Assert.DoesNotContain("northwind-customer-exports-old", timeline.Out);
    }

    static JsonNode Root(TrailLakeProcess run)
    {
        Assert.Equal(0, run.ExitCode);
        return Assert.Single(JsonNode.Parse(run.Out)!["roots"]!.AsArray())!;
    }
}
