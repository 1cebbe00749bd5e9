using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using TrailLake.Errors;
using TrailLake.Tests.Questions;
using Xunit;

namespace TrailLake.Tests.Query;

/// <summary>Queries in the form that the documentation of Athena, of CloudTrail and of other tools gives them run unchanged.</summary>
public sealed class PublishedQueryTests
{
    const string Records = """
        [
          { "id": "e1", "call": "ec2:AuthorizeSecurityGroupIngress", "in": { "groupId": "sg-5887f224" }, "time": "2026-03-01T10:00:00Z" },
          { "id": "e2", "call": "s3:PutObject", "as": "role:App/x", "in": { "bucketName": "b", "key": "k/1", "x-amz-acl": "private" }, "arns": ["arn:aws:s3:::b", "arn:aws:s3:::b/k/1"], "time": "2026-03-01T11:00:00Z" },
          { "id": "e3", "call": "signin:ConsoleLogin", "as": "root", "out": { "ConsoleLogin": "Success" }, "more": { "MFAUsed": "No" }, "time": "2026-03-02T09:30:00Z", "readOnly": true },
          { "id": "e4", "call": "iam:CreateUser", "error": "AccessDenied", "sourceIPAddress": "2001:db8::17", "time": "2026-03-02T10:00:00Z" }
        ]
        """;

    [Theory]
    [InlineData("e1 e2 e3 e4", "SELECT eventid FROM cloudtrail_logs WHERE eventtime > '2017-02-15T00:00:00Z' ORDER BY eventtime asc;")]
    [InlineData(
        "e1", "SELECT eventid, useridentity.username, sourceIPAddress, eventtime, requestparameters FROM cloudtrail_logs WHERE "
            + "requestparameters like '%sg-5887f224%' and eventtime > '2017-02-15T00:00:00Z' order by eventtime asc")]
    [InlineData(
        "e3", "SELECT eventid, useridentity.arn FROM cloudtrail_logs WHERE eventname = 'ConsoleLogin' AND useridentity.type = 'Root' AND "
            + "element_at(additionaleventdata, 'MFAUsed') = 'No'")]
    [InlineData("e3", "SELECT eventid FROM cloudtrail_logs WHERE json_extract_scalar(responseelements, '$.ConsoleLogin') = 'Success'")]
    [InlineData(
        "e2", "SELECT eventid, json_extract_scalar(requestParameters, '$.bucketName') AS bucketName, "
            + "json_extract_scalar(requestParameters, '$.key') AS object, userIdentity.arn AS userArn FROM cloudtrail_logs WHERE "
            + "eventName = 'PutObject' AND timestamp BETWEEN '2026/03/01' AND '2026/03/02'")]
    [InlineData("e2", """SELECT eventid FROM cloudtrail_logs WHERE json_extract_scalar(requestparameters, '$["x-amz-acl"]') = 'private'""")]
    [InlineData(
        "e2 e2", "SELECT eventid, resource.arn FROM cloudtrail_logs CROSS JOIN UNNEST(resources) AS t(resource) ORDER BY resource.arn")]
    [InlineData("e2", "SELECT eventid FROM cloudtrail_logs WHERE cardinality(resources) = 2 AND resources[1].arn = 'arn:aws:s3:::b'")]
    [InlineData(
        "e2", "SELECT eventid FROM cloudtrail_logs WHERE element_at(resources, 1).arn = 'arn:aws:s3:::b' AND element_at(resources, "
            + "-1).arn LIKE '%/k/1' AND element_at(resources, 3) IS NULL")]
    [InlineData(
        "e2", "SELECT eventid FROM cloudtrail_logs WHERE element_at(json_parse(requestparameters), 'key') = 'k/1' AND "
            + "element_at(useridentity, 'type') = 'AssumedRole'")]
    [InlineData(
        "e2", "SELECT eventid FROM cloudtrail_logs WHERE useridentity.sessioncontext.sessionissuer.username = 'App' AND year = '2026' AND "
            + "month = '03' AND day = '01' AND region = 'eu-west-1' AND account = '111111111111'")]
    [InlineData(
        "e4", "SELECT eventid FROM cloudtrail_logs WHERE errorcode in ('Client.UnauthorizedOperation','Client.InvalidPermission.NotFound',"
            + "'AccessDenied') AND readonly = 'false' AND regexp_like(eventname, '^(Create|Delete)')")]
    [InlineData(
        "e3 e4",
        "SELECT eventid FROM cloudtrail_logs WHERE from_iso8601_timestamp(eventtime) >= TIMESTAMP '2026-03-02 00:00:00' ORDER BY 1")]
    [InlineData(
        "e1 e2", "SELECT eventid FROM cloudtrail_logs WHERE date_parse(eventtime, '%Y-%m-%dT%H:%i:%sZ') < timestamp '2026-03-02 "
            + "00:00:00' ORDER BY 1")]
    [InlineData(
        "", "SELECT eventid FROM cloudtrail_logs WHERE from_iso8601_timestamp(eventtime) < current_timestamp - interval '7' day - "
            + "interval '90' year")]
    [InlineData("", "SELECT eventid FROM cloudtrail_logs WHERE from_iso8601_timestamp(eventtime) > date_add('year', 200, now())")]
    [InlineData(
        "e3", "SELECT eventid FROM cloudtrail_logs WHERE date_format(from_iso8601_timestamp(eventtime), '%H:%i') = '09:30' AND "
            + "to_iso8601(from_iso8601_timestamp(eventtime)) = eventtime")]
    [InlineData(
        "e3", "SELECT eventid FROM cloudtrail_logs WHERE parse_datetime(eventtime, 'yyyy-MM-dd''T''HH:mm:ss''Z''') = timestamp "
            + "'2026-03-02 09:30:00'")]
    [InlineData("e4", "SELECT eventID FROM events WHERE eventTime > '2026-03-02 09:45:00' AND userIdentity.username = 'alice'")]
    [InlineData(
        "e4", "select event_id from aws_cloudtrail_log where error_code = 'AccessDenied' and split_part(event_source, '.', 1) = 'iam'")]
    [InlineData(
        "e2", "select event_id, user_identity.session_context.session_issuer.user_name from aws_cloudtrail_log where (request_parameters "
            + "->> 'bucketName') = 'b' and tp_index = '111111111111' and tp_date = '2026-03-01'")]
    [InlineData(
        "e4",
        "select event_id from aws_cloudtrail_log where ip_in(tp_source_ip, '2001:db8::/32') and list_contains(tp_usernames, 'alice')")]
    [InlineData("e1 e2 e3", "SELECT eventID FROM events WHERE ip_in(sourceIPAddress, '198.51.100.0/24') ORDER BY eventTime")]
    public async Task Query_RunsUnchanged(string expected, string sql)
    {
        using var lake = await RecordLake.CreateAsync(JsonNode.Parse(Records)!.AsArray());
        using var session = lake.Open();
        using var result = session.Query(sql);
        Assert.Equal(expected, string.Join(' ', result.ReadAll().Select(row => row[0])));
    }

    [Theory]
    [InlineData("10.1.2.3", "10.0.0.0/8", "true")]
    [InlineData("11.1.2.3", "10.0.0.0/8", "false")]
    [InlineData("10.1.2.3", "10.1.2.3", "true")]
    [InlineData("1.2.3.4", "0.0.0.0/0", "true")]
    [InlineData("198.51.100.127", "198.51.100.0/25", "true")]
    [InlineData("198.51.100.128", "198.51.100.0/25", "false")]
    [InlineData("256.1.1.1", "0.0.0.0/0", "false")]
    [InlineData("ec2.amazonaws.com", "0.0.0.0/0", "false")]
    [InlineData("AWS Internal", "::/0", "false")]
    [InlineData("", "::/0", "false")]
    [InlineData("2001:db8::1", "2001:DB8::/33", "true")]
    [InlineData("2001:db8:8000::1", "2001:db8::/33", "false")]
    [InlineData("::1", "::1", "true")]
    [InlineData("fe80::1::2", "::/0", "false")]
    [InlineData("1:2:3:4:5:6:7", "::/0", "false")]
    [InlineData("::ffff:10.1.2.3", "10.0.0.0/8", "true")]
    [InlineData("1.2.3.4", "2001:db8::/32", "false")]
    public async Task IpIn_KnowsBlocksAndNeverFailsOnWhatIsNoAddress(string ip, string block, string expected)
    {
        using var lake = await RecordLake.CreateAsync([]);
        using var session = lake.Open();
        using var result = session.Query("SELECT ip_in(?, ?)", [ip, block]);
        Assert.Equal(expected, Assert.Single(result.ReadAll())[0]);
    }

    [Fact]
    public async Task IpIn_RefusesAWrongBlock()
    {
        using var lake = await RecordLake.CreateAsync([]);
        using var session = lake.Open();
        var error = Assert.Throws<TrailLakeException>(() => session.Query("SELECT ip_in('1.2.3.4', '10.0.0.0/33')").ReadAll());
        Assert.Contains("'10.0.0.0/33' is not a block of addresses", error.Message);
    }

    [Theory]
    [InlineData("SELECT * FROM cloudtrail_logs, read_text('/etc/hostname')")]
    [InlineData("COPY (SELECT * FROM cloudtrail_logs) TO '/tmp/never.csv'")]
    [InlineData("CREATE VIEW mine AS SELECT * FROM cloudtrail_logs")]
    [InlineData("SET VARIABLE attempts = 'true'")]
    [InlineData("DROP VIEW cloudtrail_logs")]
    public async Task Sandbox_StillHolds(string sql)
    {
        using var lake = await RecordLake.CreateAsync([]);
        using var session = lake.Open();
        Assert.Throws<TrailLakeException>(() => session.Query(sql).ReadAll());
    }

    [Fact]
    public async Task ShowTables_NamesThePublishedViews()
    {
        using var lake = await RecordLake.CreateAsync([]);
        using var session = lake.Open();
        using var result = session.Query("SHOW TABLES");
        var names = result.ReadAll().Select(row => row[0]).ToList();
        Assert.All(["events", "cloudtrail_logs", "aws_cloudtrail_log", "calls"], name => Assert.Contains(name, names));
    }
}
