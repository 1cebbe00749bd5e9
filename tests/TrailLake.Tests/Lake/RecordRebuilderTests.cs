using System.Buffers;
using System.Linq;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using TrailLake.Tables;
using Xunit;

namespace TrailLake.Tests.Lake;

/// <summary>A row as JSON, and the record that it must give.</summary>
public sealed class RecordRebuilderTests
{
    [Theory]
    [InlineData("""{"eventName":"A","errorCode":null}""", """{"eventName":"A"}""")]
    [InlineData("""{"eventTime":"2023-07-10T12:11:15Z"}""", """{"eventTime":"2023-07-10T12:11:15Z"}""")]
    [InlineData(
        """{"eventTime":"2023-07-10T12:11:15.5Z","unmapped":"{\"eventTime\":\"2023-07-10T12:11:15.500Z\"}"}""",
        """{"eventTime":"2023-07-10T12:11:15.500Z"}""")]
    [InlineData(
        """{"requestParameters":"{\"a\":[1.0,1e5]}","responseElements":"null","eventContext":null}""",
        """{"requestParameters":{"a":[1.0,1e5]},"responseElements":null}""")]
    [InlineData("""{"readOnly":true,"managementEvent":false}""", """{"readOnly":true,"managementEvent":false}""")]
    [InlineData("""{"readOnly":true,"unmapped":"{\"readOnly\":\"true\"}"}""", """{"readOnly":"true"}""")]
    [InlineData("""{"errorCode":null,"unmapped":"{\"errorCode\":null}"}""", """{"errorCode":null}""")]
    [InlineData("""{"userIdentity":{"type":null,"sessionContext":null}}""", """{"userIdentity":{}}""")]
    [InlineData(
        """{"userIdentity":{"type":"Root","sessionContext":{"sessionIssuer":{"arn":null}}}}""",
        """{"userIdentity":{"type":"Root","sessionContext":{"sessionIssuer":{}}}}""")]
    [InlineData(
        """{"userIdentity":{"type":"Root"},"unmapped":"{\"userIdentity\":{\"foo\":1}}"}""", """{"userIdentity":{"type":"Root","foo":1}}""")]
    [InlineData(
        """{"userIdentity":{"sessionContext":{"sourceIdentity":"x"}},"unmapped":"{\"userIdentity\":{\"sessionContext\":{\"sourceIdentity\":7,\"k\":{}}}}"}""",
        """{"userIdentity":{"sessionContext":{"sourceIdentity":7,"k":{}}}}""")]
    [InlineData("""{"userIdentity":null,"unmapped":"{\"userIdentity\":\"text\"}"}""", """{"userIdentity":"text"}""")]
    [InlineData("""{"userIdentity":{"type":"Root"},"unmapped":"{\"userIdentity\":null}"}""", """{"userIdentity":null}""")]
    [InlineData(
        """{"requestParameters":"{\"a\":1}","unmapped":"{\"requestParameters\":{\"b\":2}}"}""", """{"requestParameters":{"b":2}}""")]
    [InlineData("""{"resources":[]}""", """{"resources":[]}""")]
    [InlineData("""{"resources":[{"ARN":"a","accountId":null},{"ARN":null}]}""", """{"resources":[{"ARN":"a"},{}]}""")]
    [InlineData(
        """{"resources":[{"ARN":"a"}],"unmapped":"{\"resources\":[{\"ARN\":\"a\",\"x\":1}]}"}""", """{"resources":[{"ARN":"a","x":1}]}""")]
    [InlineData(
        """{"unmapped":"{\"EventName\":\"case\",\"new\":[{}]}","eventName":"A"}""", """{"eventName":"A","EventName":"case","new":[{}]}""")]
    [InlineData(
        """{"eventType":"AwsAggregatedEvent","eventTime":"2026-01-01T00:00:00Z","unmapped":"{\"timeWindow\":{\"windowStart\":\"2026-01-01T00:00:00Z\"}}"}""",
        """{"eventType":"AwsAggregatedEvent","timeWindow":{"windowStart":"2026-01-01T00:00:00Z"}}""")]
    [InlineData(
        """{"eventType":"AwsAggregatedEvent","eventTime":"2026-01-01T00:00:00Z","unmapped":"{\"timeWindow\":{},\"eventTime\":\"2026-01-01T00:00:00Z\"}"}""",
        """{"eventType":"AwsAggregatedEvent","eventTime":"2026-01-01T00:00:00Z","timeWindow":{}}""")]
    [InlineData("""{"sourceObject":"s","sourceIndex":1,"recordHash":2,"eventIDConflict":false,"date":"2026-01-01","account":"1"}""", "{}")]
    [InlineData("""{"eventName":"\"\\u001b\uD83D\uDE00"}""", """{"eventName":"\"\\u001b😀"}""")]
    public void Row_GivesTheRecord(string row, string expected)
    {
        var json = Rebuild(row);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), JsonNode.Parse(json)), json);
        Assert.Equal(json.Count(c => c == ':'), expected.Count(c => c == ':'));
    }

    [Fact]
    public void NestedJson_IsAsItWasDelivered()
    {
        Assert.Equal(
            """{"requestParameters":{ "n": 1.00, "t": "\u0041" }}""",
            Rebuild("""{"requestParameters":"{ \"n\": 1.00, \"t\": \"\\u0041\" }"}"""));
    }

    [Theory]
    [InlineData("""{"unmapped":"{\"a\":1,\"a\":2}"}""", """{"a":1,"a":2}""")]
    [InlineData("""{"unmapped":"{\"a\":1,\"\\u0061\":2,\"k\\ud800\":3}"}""", """{"a":1,"\u0061":2,"k\ud800":3}""")]
    [InlineData(
        """{"userIdentity":{"type":"Root"},"unmapped":"{\"userIdentity\":{\"x\":1,\"x\":{}}}"}""",
        """{"userIdentity":{"type":"Root","x":1,"x":{}}}""")]
    [InlineData("""{"requestParameters":"{\"a\":1,\"a\":2}"}""", """{"requestParameters":{"a":1,"a":2}}""")]
    public void KeysThatStandTwice_DoSo(string row, string expected) => Assert.Equal(expected, Rebuild(row));

    [Theory]
    [InlineData("""{"userAgent":"x","delivered":"{\"userAgent\":\"\\\"x\\\\ud800\\\"\"}"}""", """{"userAgent":"x\ud800"}""")]
    [InlineData(
        """{"userIdentity":{"type":"Root","userName":"x"},"delivered":"{\"userIdentity.userName\":\"1\"}"}""",
        """{"userIdentity":{"type":"Root","userName":1}}""")]
    [InlineData("""{"unmapped":"{\"a\":\"x\"}","delivered":"{\"unmapped\":\"{\\\"a\\\":1e400}\"}"}""", """{"a":1e400}""")]
    [InlineData("""{"unmapped":"{\"delivered\":\"{}\"}","eventName":"A"}""", """{"eventName":"A","delivered":"{}"}""")]
    public void WhatWasDelivered_TakesThePlaceOfWhatIsShown(string row, string expected) => Assert.Equal(expected, Rebuild(row));

    [Theory]
    [InlineData("k")]
    [InlineData("\\\\ud800")]
    [InlineData("\\\\u0041")]
    public void ManyKeys_TakeTimeInProportion(string name)
    {
        var members = string.Join(',', Enumerable.Range(0, 300_000).Select(i => $"\\\"{name}{i}\\\":{i}"));
        var watch = System.Diagnostics.Stopwatch.StartNew();
        Assert.True(Rebuild($"{{\"unmapped\":\"{{{members}}}\"}}").Length > 300_000);

        // Looked up one by one, they took minutes.
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 20);
    }

    [Fact]
    public void DeepNesting_IsNoProblem()
    {
        var deep = new string('[', 5000) + new string(']', 5000);
        Assert.Equal(
            $$"""{"requestParameters":{{deep}},"x":{{deep}}}""",
            Rebuild($$"""{"requestParameters":"{{deep}}","unmapped":"{\"x\":{{deep}}}"}"""));
    }

    static string Rebuild(string row)
    {
        using var document = JsonDocument.Parse(row);
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { SkipValidation = true }))
        {
            RecordRebuilder.Write(document.RootElement, writer);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
