using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using TrailLake.Generator.Archives;
using TrailLake.Ingest.Pipeline;
using TrailLake.Ingest.Sources;
using TrailLake.Paths;
using TrailLake.Tests.Generator;
using TrailLake.Tests.Support;
using Xunit;

namespace TrailLake.Tests.EndToEnd;

/// <summary>Whatever a record holds, it comes out of the lake as it went in. (The real records: Query/RealRecordsTests.)</summary>
public sealed class RebuildTests
{
    static readonly string s_deep = string.Concat(Enumerable.Repeat("{\"a\":[", 200)) + "1" + string.Concat(Enumerable.Repeat("]}", 200));

    static readonly string[] s_members =
    [
        "\"x\":1", "\"x\":null", "\"x\":{}", "\"x\":[]", "\"x\":\"\"", "\"x y\\\"z\\\\\":\"q\"", "\"\":1", "\"\\u0065xtra\":true",
        "\"ключ\":\"значение 😀\"",
        "\"n\":[1e400,-0,1E-400,123456789012345678901234567890,0.1000,1.0,-1.5e+3]", "\"deep\":" + s_deep,
        "\"errorCode\":null", "\"errorCode\":7", "\"errorCode\":\"\"", "\"errorCode\":{\"a\":1}", "\"errorCode\":[\"a\"]",
        "\"errorCode\":\"a\\u0000b\\ud83d\\ude00\\/\"",
        "\"errorMessage\":\"\\u00e9\\n\\t\\\"\\\\\"", "\"apiVersion\":20130815", "\"vpcEndpointId\":true",
        "\"readOnly\":true", "\"readOnly\":false", "\"readOnly\":null", "\"readOnly\":\"true\"", "\"managementEvent\":0",
        "\"managementEvent\":[]",
        "\"additionalEventData\":null", "\"additionalEventData\":\"null\"", "\"additionalEventData\":\"\"", "\"additionalEventData\":5",
        "\"additionalEventData\":[]", "\"additionalEventData\":{}", "\"additionalEventData\":false",
        "\"additionalEventData\":{ \"a\" : [ 1 , 2 ] }",
        "\"additionalEventData\":{\"a\":1,\"a\":2}", "\"additionalEventData\":" + s_deep,
        "\"serviceEventDetails\":{\"k\":\"\\ud83d\\ude00\"}",
        "\"tlsDetails\":null", "\"tlsDetails\":{}", "\"tlsDetails\":[]", "\"tlsDetails\":\"TLSv1.2\"",
        "\"tlsDetails\":{\"tlsVersion\":null}",
        "\"tlsDetails\":{\"tlsVersion\":\"TLSv1.3\",\"x\":{\"y\":[null]}}", "\"tlsDetails\":{\"tlsVersion\":1.2,\"cipherSuite\":\"c\"}",
        "\"tlsDetails\":{\"x\":1}",
        "\"resources\":null", "\"resources\":[]", "\"resources\":{}", "\"resources\":\"r\"", "\"resources\":[{}]", "\"resources\":[null]",
        "\"resources\":[1]",
        "\"resources\":[{\"ARN\":\"a\"},{\"accountId\":\"1\",\"type\":\"t\"}]", "\"resources\":[{\"arn\":\"lower\"}]",
        "\"resources\":[{\"ARN\":null}]",
        "\"resources\":[{\"ARN\":\"a\",\"x\":1}]", "\"resources\":[{\"ARN\":\"a\"},{}]", "\"resources\":[[]]",
        "\"resources\":[{\"ARN\":\"a\\u0041\"},{\"ARNPrefix\":\"p\"}]",
        "\"addendum\":{\"reason\":\"UPDATED_DATA\",\"updatedFields\":\"responseElements\",\"originalEventID\":\"o\"}",
        "\"addendum\":{\"updatedFields\":null}", "\"addendum\":7",
        "\"sharedEventID\":\"s\"", "\"sharedEventID\":null", "\"eventCategory\":\"Data\"", "\"edgeDeviceDetails\":[1]",
        "\"annotation\":null", "\"unmapped\":\"mine\"",
        "\"unmapped\":{\"a\":1}", "\"sourceObject\":\"mine\"", "\"sourceIndex\":9", "\"recordHash\":\"h\"", "\"eventIDConflict\":true",
        "\"date\":\"d\"", "\"account\":\"a\"",
        "\"EVENTNAME\":\"other\"", "\"eventname\":1", "\"Records\":[]", "\"detail\":{}", "\"CloudTrailEvent\":\"{}\"", "\"Events\":[1]",
        "\"dataFile\":1",
    ];

    static readonly string[] s_identities =
    [
        "null", "{}", "[]", "\"me\"", "1", "{\"type\":null}", "{\"type\":1,\"arn\":\"a\"}", "{\"type\":\"Root\",\"x\":null}",
        "{\"accountId\":123456789012}",
        "{\"sessionContext\":null}", "{\"sessionContext\":{}}", "{\"sessionContext\":[]}", "{\"sessionContext\":{\"attributes\":{}}}",
        "{\"sessionContext\":{\"attributes\":{\"mfaAuthenticated\":true,\"creationDate\":\"2024-05-01T09:00:00Z\"}}}",
        "{\"sessionContext\":{\"attributes\":{\"mfaAuthenticated\":\"false\"},\"sessionIssuer\":{},\"webIdFederationData\":{}}}",
        "{\"sessionContext\":{\"sessionIssuer\":null,\"webIdFederationData\":{\"federatedProvider\":\"p\","
            + "\"attributes\":{\"a\":[1]}},\"z\":1}}",
        "{\"sessionContext\":{\"sessionIssuer\":{\"type\":\"Role\",\"q\":{\"r\":null}},\"assumedRoot\":\"true\"},\"w\":[]}",
        "{\"onBehalfOf\":{\"userId\":\"u\",\"identityStoreArn\":null},\"inScopeOf\":{},\"invokedByDelegate\":{\"accountId\":\"1\"}}",
        "{\"invokedBy\":\"AWS Internal\"}",
    ];

    static readonly string[] s_times =
    [
        "2024-05-01T10:00:00Z", "2024-05-01T10:00:00.5Z", "2024-05-01T10:00:00.123456Z", "2024-05-01T10:00:00.123456789Z",
        "2024-05-01T10:00:00+00:00",
        "2024-05-01T12:00:00+02:00", "2024-02-29T23:59:59Z", "1970-01-01T00:00:00Z", "2024-05-01T10:00:00.000Z",
    ];

    [Fact]
    public void OddRecords_ComeOutAsTheyWentIn()
    {
        var records = s_members.Select((member, i) => Records.Of($"m{i}", "," + member)).ToList();
        records.AddRange(s_identities.Select((identity, i) => Records.Of($"i{i}").Replace(
            "{\"type\":\"IAMUser\",\"accountId\":\"111122223333\",\"userName\":\"eve\"}", identity, StringComparison.Ordinal)));
        records.AddRange(s_times.Select((time, i) => Records.Of($"t{i}").Replace("2024-05-01T10:00:00Z", time, StringComparison.Ordinal)));
        records.AddRange(OddWholes());
        CheckRebuilt(records);
    }

    [Fact]
    public void RandomMembersTogether_ComeOutAsTheyWentIn()
    {
        var random = new Random(5);
        var records = new List<string>();
        for (int i = 0; i < 2000; i++)
        {
            var members = Enumerable.Range(0, random.Next(1, 8)).Select(_ => s_members[random.Next(s_members.Length)])
                .DistinctBy(member => member[..member.IndexOf(':')]).ToList();
            records.Add(Records.Of($"r{i}", "," + string.Join(',', members)));
        }

        CheckRebuilt(records);
    }

    [Fact]
    public void LoneSurrogates_KeepTheirSpelling()
    {
        // No UTF-8 can hold half of a pair: the text stays the JSON that it was.
        string[] members =
        [
            "\"errorMessage\":\"a\\ud83db\"", "\"x\":\"\\ude00\"", "\"tlsDetails\":{\"tlsVersion\":\"\\ud800\"}",
            "\"resources\":[{\"ARN\":\"\\ud800\"}]",
            "\"additionalEventData\":{\"a\":\"\\udfff\\ud800\"}", "\"k\\ud800\":1",
        ];
        using var lake = new TestLake();
        lake.Put("a.json", Records.File([.. members.Select((member, i) => Records.Of($"s{i}", "," + member))]));
        var report = lake.Ingest();
        Assert.Equal((members.Length, 0), (report.Events, report.Rejects));
        var rebuilt = lake.Rebuild().ToDictionary(pair => pair.Key.Index, pair => pair.Value);
        for (int i = 0; i < members.Length; i++)
        {
            Assert.Contains(members[i], rebuilt[i], StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(GeneratorProfile.Org)]
    [InlineData(GeneratorProfile.Small)]
    public void GeneratedRecords_ComeOutAsTheyWentIn(object profileValue)
    {
        var profile = (GeneratorProfile)profileValue;
        using var archive = new GeneratedArchive(profile, 3000);
        using var lake = new TestLake();
        var report = lake.Ingest(new LocalLogSource(archive.Folder), new IngestOptions { RowGroupRows = 700 });
        Assert.Equal((3000, 0, 0), (report.Events, report.Duplicates, report.Rejects));
        var rebuilt = lake.Rebuild();
        long index = 0;
        string last = "";
        foreach (var (key, record) in GeneratedArchive.RecordsOf(archive.Folder))
        {
            index = key == last ? index + 1 : 0;
            last = key;
            TestLake.AssertSameJson(record.GetRawText(), rebuilt[(FileUri.FromPath(Path.Combine(archive.Folder, key)), index)]);
        }

        Assert.Equal(3000, rebuilt.Count);
    }

    static IEnumerable<string> OddWholes()
    {
        yield return "{\"eventVersion\":\"1.0\",\"userIdentity\":{\"type\":\"Root\"},\"eventTime\":\"2013-11-01T00:00:00Z\","
            + "\"eventName\":\"Old\"}";
        yield return "{\"eventVersion\":\"1.05\",\"eventTime\":\"2024-05-01T10:00:00Z\"}";
        yield return "{\"eventTime\":\"2024-05-01T10:00:00Z\",\"eventName\":\"NoVersion\",\"eventSource\":\"s\",\"awsRegion\":\"r\"}";
        yield return "{\"eventVersion\":\"1.08\",\"eventTime\":\"2024-05-01T10:00:00Z\",\"recipientAccountId\":123456789012,\"eventID\":7}";
        yield return "{\"eventVersion\":\"1.08\",\"eventTime\":\"2024-05-01T10:00:00Z\",\"recipientAccountId\":null,\"eventID\":null}";
        yield return "{\"eventVersion\":\"1.08\",\"eventTime\":\"2024-05-01T10:00:00Z\",\"recipientAccountId\":\"../x y/=%\","
            + "\"eventID\":\"odd account\"}";
        yield return "{\"eventVersion\":\"1.09\",\"eventTime\":\"2024-05-01T10:00:00Z\",\"awsRegion\":\"us-east-1\","
            + "\"eventID\":\"insight\",\"eventType\":\"AwsCloudTrailInsight\","
            + "\"recipientAccountId\":\"111122223333\",\"sharedEventID\":\"s\",\"insightDetails\":{\"state\":\"Start\","
            + "\"insightContext\":{\"statistics\":{\"baseline\":{\"average\":0.0000882145}}}},"
            + "\"eventCategory\":\"Insight\"}";
        yield return "{\"eventVersion\":\"1.11\",\"eventTime\":\"2024-05-01T10:00:00Z\",\"eventID\":\"net\","
            + "\"eventType\":\"AwsVpceEvent\",\"eventCategory\":\"NetworkActivity\","
            + "\"vpcEndpointId\":\"vpce-1\",\"vpcEndpointAccountId\":\"111122223333\",\"errorCode\":\"VpceAccessDenied\"}";
        yield return "{\"eventVersion\":\"1.12\",\"eventID\":\"agg\",\"eventType\":\"AwsAggregatedEvent\","
            + "\"eventCategory\":\"Aggregated\",\"recipientAccountId\":\"111122223333\","
            + "\"timeWindow\":{\"windowStart\":\"2024-05-01T10:00:00Z\",\"windowEnd\":\"2024-05-01T10:05:00Z\",\"windowSize\":\"PT5M\"},"
            + "\"summary\":{\"a\":[{\"n\":1}]}}";
        yield return Records.Of("spaced").Replace(",\"", " ,\n\t\"", StringComparison.Ordinal).Replace(
            "\":", "\" : ", StringComparison.Ordinal);
        yield return Records.Of("\\u0065scaped\\/id");
    }

    static void CheckRebuilt(IReadOnlyList<string> records)
    {
        using var lake = new TestLake();
        string path = lake.Put("a.json", Records.File([.. records]));
        lake.Put("b.json.gz", Records.Gzip(Records.File(Records.Of("other file"))));
        var report = lake.Ingest();
        Assert.Empty(lake.Rejects().Select(reject => reject.Message + ": " + Encoding.UTF8.GetString(reject.Content)));
        Assert.Equal((records.Count + 1, 0), (report.Events, report.Duplicates));
        var rebuilt = lake.Rebuild();
        for (int i = 0; i < records.Count; i++)
        {
            TestLake.AssertSameJson(records[i], rebuilt[(FileUri.FromPath(path), i)]);
        }
    }
}
