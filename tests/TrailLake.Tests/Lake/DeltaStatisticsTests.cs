using System;
using System.Linq;
using System.Text;
using System.Text.Json;
using TrailLake.Schema;
using TrailLake.Tables;
using Xunit;

namespace TrailLake.Tests.Lake;

public sealed class DeltaStatisticsTests
{
    // 2026-03-01T00:00:00Z in microseconds.
    const long Day = 1_772_323_200_000_000;

    [Fact]
    public void Write_GivesBoundsUnderTheirPaths()
    {
        var text = DeltaStatistics.Write(LakeFolder.Summary(4, column => column.Id switch
        {
            FieldId.EventTime => new(0, null, null, Day, Day + 1),
            FieldId.EventName => new(1, "AssumeRole", "PutObject", null, null),
            FieldId.UserArn => new(2, "arn:a", "arn:b", null, null),
            FieldId.IssuerUserName => new(3, "role-c", "role-d", null, null),
            FieldId.ReadOnly => new(0, null, null, 0, 1),
            FieldId.RequestParameters => new(0, "{", "{", null, null),
            _ => new(4, null, null, null, null),
        }));
        using var json = JsonDocument.Parse(text);
        Assert.Equal(4, json.RootElement.GetProperty("numRecords").GetInt64());
        Assert.Equal(
            """{"userIdentity":{"arn":"arn:a","sessionContext":{"sessionIssuer":{"userName":"role-c"}}},"eventTime":"2026-03-01T00:00:00.000Z","eventName":"AssumeRole"}""",
            json.RootElement.GetProperty("minValues").GetRawText());
        Assert.Equal(
            """{"userIdentity":{"arn":"arn:b","sessionContext":{"sessionIssuer":{"userName":"role-d"}}},"eventTime":"2026-03-01T00:00:00.001Z","eventName":"PutObject"}""",
            json.RootElement.GetProperty("maxValues").GetRawText());
        Assert.Equal(
            """{"userIdentity":{"type":4,"principalId":4,"arn":2,"accountId":4,"accessKeyId":4,"userName":4,"sessionContext":{"sessionIssuer":{"userName":3}}},"eventTime":0,"eventSource":4,"eventName":1,"awsRegion":4,"sourceIPAddress":4,"errorCode":4,"readOnly":0,"recipientAccountId":4,"managementEvent":4,"eventCategory":4}""",
            json.RootElement.GetProperty("nullCount").GetRawText());
    }

    [Fact]
    public void Write_OfFullBounds_StaysSmall()
    {
        var text = DeltaStatistics.Write(LakeFolder.Summary(1_000_000, column => column.Kind == ColumnKind.Timestamp
            ? new(0, null, null, Day, Day)
            : new(500_000, new string('a', 32), new string('z', 32), null, null)));
        Assert.InRange(text.Length, 1000, 2000);
    }

    [Fact]
    public void Write_OfABoundCutInsideACharacter_LeavesItOut()
    {
        var text = DeltaStatistics.Write(LakeFolder.Summary(1, column => new LeafStatistics(0, "a\ud83d", "b", null, null)));
        using var json = JsonDocument.Parse(text);
        Assert.Equal("{}", json.RootElement.GetProperty("minValues").GetRawText());
        Assert.Equal("b", json.RootElement.GetProperty("maxValues").GetProperty("eventName").GetString());
    }

    [Fact]
    public void Parse_OfWhatWasWritten_FindsRowsAndTimes()
    {
        var stats = Parse(DeltaStatistics.Write(LakeFolder.Summary(7, _ => new(0, "a", "b", Day - 1, Day + 1500))));
        Assert.Equal(new FileStatistics(
            7,
            new DateTime(2026, 2, 28, 23, 59, 59, 999, DateTimeKind.Utc),
            new DateTime(2026, 3, 1, 0, 0, 0, 2, DateTimeKind.Utc)), stats);
        Assert.Equal(DateTimeKind.Utc, stats.MinEventTime!.Value.Kind);
    }

    [Theory]
    [InlineData("")]
    [InlineData("rubbish")]
    [InlineData("{\"numRecords\":\"x\"}")]
    [InlineData("{\"minValues\":{\"eventTime\":\"yesterday\"}}")]
    public void Parse_OfWhatItCannotRead_KnowsNothing(string stats) => Assert.Equal(new FileStatistics(-1, null, null), Parse(stats));

    [Fact]
    public void EventsSchema_NamesEveryLeafAndThePartitions()
    {
        using var json = JsonDocument.Parse(TableSchemas.EventsSchema());
        var fields = json.RootElement.GetProperty("fields").EnumerateArray().ToList();
        Assert.Equal(
            [.. CloudTrailSchema.Nodes.Select(node => node.Name), "date", "account"],
            fields.Select(field => field.GetProperty("name").GetString()!));
        Assert.Equal(CloudTrailSchema.Leaves.Length + 2, fields.Sum(CountLeaves));
        Assert.Equal(
            """{"name":"resources","type":{"type":"array","elementType":{"type":"struct","fields":[{"name":"ARN","type":"string","nullable":true,"metadata":{}},{"name":"accountId","type":"string","nullable":true,"metadata":{}},{"name":"type","type":"string","nullable":true,"metadata":{}},{"name":"ARNPrefix","type":"string","nullable":true,"metadata":{}}]},"containsNull":true},"nullable":true,"metadata":{}}""",
            fields.Single(field => field.GetProperty("name").ValueEquals("resources")).GetRawText());
    }

    static FileStatistics Parse(string stats) => FileStatistics.Parse(Encoding.UTF8.GetBytes(stats));

    static int CountLeaves(JsonElement field)
    {
        var type = field.GetProperty("type");
        type = type.ValueKind == JsonValueKind.Object && type.TryGetProperty("elementType", out var element) ? element : type;
        return type.ValueKind == JsonValueKind.String ? 1 : type.GetProperty("fields").EnumerateArray().Sum(CountLeaves);
    }
}
