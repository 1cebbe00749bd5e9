using System;
using TrailLake.Ingest.Archives;
using Xunit;

namespace TrailLake.Tests.Ingest;

public sealed class ArchiveKeyParserTests
{
    const string File = "123456789012_CloudTrail_us-east-1_20230710T1220Z_WMiHxZgr5Hdd6UDc.json.gz";
    const string Tail = "123456789012/CloudTrail/us-east-1/2023/07/10/" + File;

    static readonly DateOnly s_day = new(2023, 7, 10);
    static readonly DateTime s_time = new(2023, 7, 10, 12, 20, 0, DateTimeKind.Utc);

    [Theory]
    [InlineData("AWSLogs/" + Tail, "", null)]
    [InlineData("trails/main/AWSLogs/" + Tail, "trails/main", null)]
    [InlineData("AWSLogs/o-exampleorgid/" + Tail, "", "o-exampleorgid")]
    [InlineData("o-exampleorgid/AWSLogs/" + Tail, "o-exampleorgid", null)]
    [InlineData("o-exampleorgid/AWSLogs/o-exampleorgid/" + Tail, "o-exampleorgid", "o-exampleorgid")]
    [InlineData("AWSLogs/AWSLogs/" + Tail, "AWSLogs", null)]
    [InlineData("AWSLogs/210987654321/vault/AWSLogs/" + Tail, "AWSLogs/210987654321/vault", null)]
    [InlineData("double//AWSLogs/" + Tail, "double/", null)]
    [InlineData("/AWSLogs/" + Tail, "", null)]
    public void Parse_TrailsLayouts_GivesPrefixAndOrganization(string key, string prefix, string? organization)
    {
        var expected = new ArchiveKey(ArchiveKind.CloudTrail, prefix, organization, "123456789012", "us-east-1", s_day, s_time);
        Assert.Equal(expected, ArchiveKeyParser.Parse(key));
    }

    [Theory]
    [InlineData(Tail, "", null)]
    [InlineData("o-exampleorgid/" + Tail, "", "o-exampleorgid")]
    [InlineData("copies/of 2023/" + Tail, "copies/of 2023", null)]
    public void Parse_CopiesThatBeginBelowAwsLogs_AreUnderstood(string key, string prefix, string? organization)
    {
        var expected = new ArchiveKey(ArchiveKind.CloudTrail, prefix, organization, "123456789012", "us-east-1", s_day, s_time);
        Assert.Equal(expected, ArchiveKeyParser.Parse(key));
    }

    [Theory]
    [InlineData("CloudTrail", ArchiveKind.CloudTrail)]
    [InlineData("CloudTrail-Insight", ArchiveKind.Insight)]
    [InlineData("CloudTrail-NetworkActivity", ArchiveKind.NetworkActivity)]
    [InlineData("CloudTrail-Aggregated", ArchiveKind.Aggregated)]
    public void Parse_KindsOfRecords_FromTheFolderAndFromTheNameAlone(string folder, ArchiveKind kind)
    {
        string file = $"000000000012_{folder}_us-gov-west-1_20230710T0516Z_WMiHxZgr5Hdd6UDc.json.gz";
        var time = new DateTime(2023, 7, 10, 5, 16, 0, DateTimeKind.Utc);
        var expected = new ArchiveKey(kind, "P", null, "000000000012", "us-gov-west-1", s_day, time);
        Assert.Equal(expected, ArchiveKeyParser.Parse($"P/AWSLogs/000000000012/{folder}/us-gov-west-1/2023/07/10/{file}"));
        Assert.Equal(expected with { Prefix = "" }, ArchiveKeyParser.Parse("flat/" + file));
        Assert.Equal(expected with { Prefix = "" }, ArchiveKeyParser.Parse(file));
        Assert.True(expected.HoldsRecords);
    }

    [Theory]
    [InlineData("123456789012_CloudTrail-Digest_us-east-2_my_odd_trail_us-east-1_20230710T122059Z.json.gz")]
    [InlineData("123456789012_CloudTrail-Digest_us-east-2_trail_us-east-1_20230710T122059Z_backfill.json.gz")]
    public void Parse_Digest_TakesTheTimeFromTheEndOfTheName(string file)
    {
        var time = new DateTime(2023, 7, 10, 12, 20, 59, DateTimeKind.Utc);
        var expected = new ArchiveKey(ArchiveKind.Digest, "", null, "123456789012", "us-east-2", s_day, time);
        Assert.Equal(expected, ArchiveKeyParser.Parse("AWSLogs/123456789012/CloudTrail-Digest/us-east-2/2023/07/10/" + file));
        Assert.Equal(expected, ArchiveKeyParser.Parse(file));
        Assert.False(expected.HoldsRecords);
    }

    [Theory]
    [InlineData(
        "ConfigHistory/123456789012_Config_us-east-1_ConfigHistory_AWS::EC2::Instance_20230705T061525Z_20230705T115954Z_1.json.gz", true)]
    [InlineData(
        "ConfigSnapshot/123456789012_Config_us-east-1_ConfigSnapshot_20230705T115954Z_8a7f0d5a-1b5e-4b5c-9d77-2b1d7a6d2a2c.json.gz", true)]
    [InlineData(
        "OversizedChangeNotification/AWS::S3::Bucket/a/b/"
            + "123456789012_Config_us-east-1_ChangeNotification_AWS::S3::Bucket_a_20230705T115954Z_1.json.gz", true)]
    [InlineData("ConfigHistory/odd.json.gz", false)]
    public void Parse_Config_WithDaysWithoutLeadingZero(string rest, bool timed)
    {
        var key = ArchiveKeyParser.Parse("P/AWSLogs/o-exampleorgid/123456789012/Config/us-east-1/2023/7/5/" + rest);
        DateTime? time = timed ? new DateTime(2023, 7, 5, 11, 59, 54, DateTimeKind.Utc) : null;
        Assert.Equal(
            new ArchiveKey(ArchiveKind.Config, "P", "o-exampleorgid", "123456789012", "us-east-1", new DateOnly(2023, 7, 5), time), key);
    }

    [Fact]
    public void Parse_ConfigWriteTest_IsConfig() => Assert.Equal(
        new ArchiveKey(ArchiveKind.Config, "", null, "123456789012", null, null, null),
        ArchiveKeyParser.Parse("AWSLogs/123456789012/Config/ConfigWritabilityCheckFile"));

    [Theory]
    [InlineData("result_1.csv.gz")]
    [InlineData("result_sign.json")]
    public void Parse_LakeQueryResults_AreNotEvents(string file) => Assert.Equal(
        new ArchiveKey(ArchiveKind.LakeQuery, "P", null, "123456789012", null, s_day, null),
        ArchiveKeyParser.Parse("P/AWSLogs/123456789012/CloudTrail-Lake/Query/2023/07/10/8a7f0d5a-1b5e/" + file));

    [Theory]
    [InlineData("AWSLogs/123456789012/vpcflowlogs/us-east-1/2023/07/10/x.log.gz", "vpcflowlogs")]
    [InlineData("AWSLogs/o-exampleorgid/123456789012/GuardDuty/x", "GuardDuty")]
    [InlineData("AWSLogs/123456789012/elasticloadbalancing/us-east-1/2023/07/10/x", "elasticloadbalancing")]
    [InlineData("AWSLogs/123456789012/ELBAccessLogTestFile", "elasticloadbalancing")]
    [InlineData("AWSLogs/aws-account-id=123456789012/aws-service=vpcflowlogs/aws-region=us-east-1/x", "vpcflowlogs")]
    public void Parse_OtherServices_GivesTheService(string key, string service)
    {
        var parsed = ArchiveKeyParser.Parse(key);
        Assert.Equal((ArchiveKind.OtherService, service, "123456789012"), (parsed.Kind, parsed.Service, parsed.Account));
    }

    [Theory]
    [InlineData("AWSLogs/123456789012/CloudTrail/")]
    [InlineData("AWSLogs/")]
    [InlineData("some/folder/")]
    [InlineData("/")]
    public void Parse_FolderMarkers_AreNoObjects(string key) => Assert.Equal(ArchiveKind.FolderMarker, ArchiveKeyParser.Parse(key).Kind);

    [Theory]
    [InlineData("218007301253_CloudTrail_us-east-1_20230710T1220Z_WMiHxZgr5Hdd6UDc.json")]
    [InlineData("218007301253_CloudTrail_us-east-1_20230710T1220ZWMiHxZgr5Hdd6UDc.json.gz")]
    [InlineData("218007301253_CloudTrail_us-east-1_20230710T1220Z_WMiHxZgr5Hdd6UDc.json (1).gz")]
    [InlineData("2023/july/us-east-1/218007301253_CloudTrail_us-east-1_20230710T1220Z_WMiHxZgr5Hdd6UDc.json.gz")]
    public void Parse_Flattened_TheNameSaysItAll(string key) => Assert.Equal(
        new ArchiveKey(ArchiveKind.CloudTrail, "", null, "218007301253", "us-east-1", s_day, s_time), ArchiveKeyParser.Parse(key));

    [Fact]
    public void Parse_FolderAndNameDisagree_TheFolderCounts()
    {
        var key = ArchiveKeyParser.Parse("AWSLogs/111111111111/CloudTrail-Insight/eu-west-1/2023/07/11/" + File);
        Assert.Equal(new ArchiveKey(ArchiveKind.Insight, "", null, "111111111111", "eu-west-1", new DateOnly(2023, 7, 11), s_time), key);
    }

    [Theory]
    [InlineData("AWSLogs/123456789012/CloudTrail/us-east-1/file.json.gz")]
    [InlineData("AWSLogs/123456789012/CloudTrail/us_east_1/2023/07/10/file.json.gz")]
    [InlineData("AWSLogs/123456789012/CloudTrail/../2023/07/10/file.json.gz")]
    [InlineData("AWSLogs/123456789012/CloudTrail/us-east-1/2023/02/30/file.json.gz")]
    [InlineData("AWSLogs/123456789012/CloudTrail/us-east-1/2023/7/1/file.json.gz")]
    [InlineData("AWSLogs/123456789012/CloudTrail-Tomorrow/us-east-1/2023/07/10/file.json.gz")]
    public void Parse_OddInsideAnAccount_IsUnknownButKeepsTheAccount(string key) => Assert.Equal(
        new ArchiveKey(ArchiveKind.Unknown, "", null, "123456789012", null, null, null), ArchiveKeyParser.Parse(key));

    [Theory]
    [InlineData("")]
    [InlineData("events.json")]
    [InlineData("../../etc/passwd")]
    [InlineData("AWSLogs/12345678901/CloudTrail/us-east-1/2023/07/10/file.json.gz")]
    [InlineData("AWSLogs/\u0661\u0662\u0663\u0664\u0665\u0666\u0667\u0668\u0669\u0660\u0661\u0662/CloudTrail/us-east-1/2023/07/10/f")]
    [InlineData("XAWSLogs/aws-account-id=123456789012/aws-service=x/y")]
    [InlineData("\u0661\u0662\u0663\u0664\u0665\u0666\u0667\u0668\u0669\u0660\u0661\u0662_CloudTrail_us-east-1_20230710T1220Z_W.json")]
    [InlineData("123456789012_CloudTrail_us-east-1_2023071\u0660T1220Z_W.json")]
    [InlineData("123456789012_CloudTrail_us-east-1_20231310T1220Z_W.json")]
    [InlineData("123456789012_CloudTrail_us-east-1_20230710T2460Z_W.json")]
    [InlineData("123456789012_vpcflowlogs_us-east-1_fl-1_20230710T1220Z_W.log.gz")]
    [InlineData("123456789012_Config_us-east-1_no-time.json")]
    public void Parse_NothingKnown_IsUnknown(string key) => Assert.Equal(
        new ArchiveKey(ArchiveKind.Unknown, "", null, null, null, null, null), ArchiveKeyParser.Parse(key));
}
