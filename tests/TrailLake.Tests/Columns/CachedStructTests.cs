using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using TrailLake.Columns;
using TrailLake.Scanning;
using TrailLake.Schema;
using TrailLake.Tests.Support;
using Xunit;

namespace TrailLake.Tests.Columns;

/// <summary>
/// A scanner that remembers the structs of past records must fill a batch as one does that has met nothing before.
/// </summary>
public sealed class CachedStructTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Append_StructsThatComeAgain_FillsTheColumnsAsWithoutMemory(int seed)
    {
        var random = new Random(seed);
        var identities = Identities(random);
        var details = Details();
        var appender = new RecordAppender();
        var index = new TokenIndex();
        var remembering = new EventScanner(index);
        var scanned = new ScannedRecord();
        var batches = new[] { new ColumnBatch(), new ColumnBatch() };
        var expected = new[] { new ColumnBatch(), new ColumnBatch() };
        int repeated = 0;
        for (int round = 0; round < 3; round++)
        {
            for (int i = 0; i < 600; i++)
            {
                // Most rows are from few structs, as in a trail; the others come once in a while and push them out.
                string identity = identities[random.Next(random.Next(4) == 0 ? identities.Count : 5)];
                byte[] bytes = Record(random, i, identity, details[random.Next(details.Length)]);
                int batch = random.Next(2);
                index.Reset();
                index.Extend(bytes, isFinal: true);
                Assert.Equal(ScanStatus.Done, remembering.Scan(bytes, 0, scanned));
                repeated += scanned.RepeatedCount;
                appender.Append(batches[batch], scanned, bytes, default);

                var fresh = new ScannedRecord();
                Assert.Equal(ScanStatus.Done, new EventScanner(index).Scan(bytes, 0, fresh));
                fresh.RepeatedCount = 0;
                Assert.Equal(fresh.States, scanned.States);
                Assert.Equal(fresh.UnmappedCount, scanned.UnmappedCount);
                Assert.Equal(fresh.GroupsMet, scanned.GroupsMet);
                Assert.Equal(fresh.End, scanned.End);
                appender.Append(expected[batch], fresh, bytes, default);
            }

            batches[0].AppendRows(batches[1]);
            expected[0].AppendRows(expected[1]);
            batches[0].Seal();
            expected[0].Seal();
            foreach (var leaf in CloudTrailSchema.Leaves)
            {
                Assert.Equal(LeafValues.Expected(expected[0], leaf), LeafValues.Expected(batches[0], leaf));
            }

            foreach (var batch in batches.Concat(expected))
            {
                batch.Reset();
            }
        }

        Assert.True(repeated > 1_000, $"only {repeated} structs were met again");
    }

    /// <summary>A struct that stands twice in a record is refused, also when its bytes are known.</summary>
    [Fact]
    public void Scan_KnownStructTwiceInARecord_IsMalformed()
    {
        string identity = "\"userIdentity\":" + Identity("AssumedRole", "AROAEXAMPLEEXAMPLE01:session", "");
        var index = new TokenIndex();
        var scanner = new EventScanner(index);
        foreach (var (text, expected) in new[] { ($"{{{identity}}}", ScanStatus.Done),
            ($"{{{identity},{identity}}}", ScanStatus.Malformed) })
        {
            byte[] bytes = Encoding.UTF8.GetBytes(text);
            index.Reset();
            index.Extend(bytes, isFinal: true);
            Assert.Equal(expected, scanner.Scan(bytes, 0, new ScannedRecord()));
        }
    }

    /// <summary>The bytes of a known struct are no struct of that kind where another stands.</summary>
    [Fact]
    public void Scan_SameBytesUnderAnotherKey_AreScannedForThatKey()
    {
        string identity = Identity("AssumedRole", "AROAEXAMPLEEXAMPLE01:session", "");
        var index = new TokenIndex();
        var scanner = new EventScanner(index);
        var record = new ScannedRecord();
        foreach (string key in new[] { "userIdentity", "tlsDetails", "userIdentity" })
        {
            byte[] bytes = Encoding.UTF8.GetBytes($"{{\"{key}\":{identity}}}");
            index.Reset();
            index.Extend(bytes, isFinal: true);
            Assert.Equal(ScanStatus.Done, scanner.Scan(bytes, 0, record));
            Assert.Equal(key == "userIdentity", record.Text(FieldId.UserType, bytes).SequenceEqual("AssumedRole"u8));
            Assert.Equal(key == "userIdentity", record.UnmappedCount == 0);
        }
    }

    static byte[] Record(Random random, int number, string identity, string details)
    {
        var members = new List<string> { $"\"userIdentity\":{identity}", $"\"eventName\":\"Name{random.Next(5)}\"",
            $"\"tlsDetails\":{details}" };
        if (random.Next(20) == 0)
        {
            members.Reverse();
        }

        return Encoding.UTF8.GetBytes("{\"eventTime\":\"2024-05-01T10:00:00Z\","
            + string.Join(',', members) + $",\"eventID\":\"{number}\"}}");
    }

    static List<string> Identities(Random random)
    {
        var result = new List<string>
        {
            Identity(
                "AssumedRole",
                "AROAEXAMPLEEXAMPLE01:session",
                ",\"sessionContext\":{\"attributes\":{\"creationDate\":\"x\",\"mfaAuthenticated\":\"false\"}}"),
            Identity(
                "AssumedRole",
                "AROAEXAMPLEEXAMPLE01:session",
                ",\"sessionContext\":{\"attributes\":{\"creationDate\":\"y\",\"mfaAuthenticated\":\"false\"}}"),
            Identity("IAMUser", "AIDAEXAMPLEEXAMPLE01", ",\"userName\":\"eve\""),
            Identity("AWSService", "short", ""),
            Identity("AssumedRole", "AROAEXAMPLEEXAMPLE02:a", ",\"sessionContext\":{}"),
            Identity("IAMUser", "AIDAEXAMPLEEXAMPLE01", ",\"userName\":\"\\u0065ve\""),
            Identity("IAMUser", "AIDAEXAMPLEEXAMPLE01", ",\"unheardOf\":{\"a\":[1,2]}"),
            Identity("IAMUser", "AIDAEXAMPLEEXAMPLE01", ",\"accountId\":7"),
            Identity("IAMUser", "AIDAEXAMPLEEXAMPLE01", ",\"sessionContext\":null"),
            Identity("IAMUser", "AIDAEXAMPLEEXAMPLE01", ", \"userName\": \"blanks\""),
            Identity("IAMUser", "AIDAEXAMPLEEXAMPLE01", ",\"userName\":\"" + new string('x', 3_000) + "\""),
            "{}",
            "null",
            "\"text\"",
        };

        // More sessions of one role than are remembered at once.
        for (int i = 0; i < 400; i++)
        {
            result.Add(
                Identity("AssumedRole", "AROAEXAMPLEEXAMPLE03:" + new string('s', random.Next(60)), $",\"accessKeyId\":\"ASIA{i % 300}\""));
        }

        return result;
    }

    static string Identity(string type, string principal, string more) =>
        $"{{\"type\":\"{type}\",\"principalId\":\"{principal}\",\"arn\":\"arn:aws:sts::111122223333:assumed-role/role/session/"
            + $"{principal}\"{more}}}";

    static string[] Details() =>
    [
        "{\"tlsVersion\":\"TLSv1.3\",\"cipherSuite\":\"TLS_AES_128_GCM_SHA256\","
            + "\"clientProvidedHostHeader\":\"ec2.eu-west-1.amazonaws.com\"}",
        "{\"tlsVersion\":\"TLSv1.3\",\"cipherSuite\":\"TLS_AES_128_GCM_SHA256\","
            + "\"clientProvidedHostHeader\":\"ec2.eu-west-2.amazonaws.com\"}",
        "{\"tlsVersion\":\"TLSv1.2\"}",
    ];
}
