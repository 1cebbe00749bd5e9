using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;
using TrailLake.Hashing;
using TrailLake.Scanning;
using TrailLake.Tests.Support;
using Xunit;

namespace TrailLake.Tests.Hashing;

/// <summary>Two records have one hash when they are equal as JSON, and only then.</summary>
public sealed class RecordHasherTests
{
    static readonly byte[] s_secret = [.. Enumerable.Range(1, 32).Select(i => (byte)(i * 7))];
    static readonly RecordHashKey s_key = RecordHashKey.FromSecret(s_secret);

    static readonly string[] s_texts =
    [
        "", "a", "ab", "abc", "abcd", "abcdefg", "abcdefgh", "abcdefghijklmno", "abcdefghijklmnop", "abcdefghijklmnopq", "ä", "😀",
        "\n\t\"\\/",
        "null", "1", "x\0y", new string('q', 511), new string('q', 512), new string('q', 513), new string('w', 5000),
    ];

    [Fact]
    public void Hash_IsWhatTheReferenceSays()
    {
        var random = new Random(3);
        var reference = new ReferenceHash(s_secret);
        using var hasher = new RecordHasher(s_key);
        for (int i = 0; i < 400; i++)
        {
            var record = Record(random, i);
            var text = Print(random, record, shuffles: true);
            long expected = reference.Hash(text);
            Assert.Equal(expected, HashText(hasher, text));
            Assert.Equal(expected, HashScanned(hasher, text));
        }
    }

    [Fact]
    public void RealRecords_HashAsTheReferenceSays()
    {
        var reference = new ReferenceHash(s_secret);
        using var hasher = new RecordHasher(s_key);
        int compared = 0;
        foreach (var file in SharedData.AllLogFiles().Take(12))
        {
            var reader = new RecordReader();
            using var content = new MemoryStream(File.ReadAllBytes(file));
            reader.Begin(content);
            while (compared < 600 && reader.Read() is var outcome and not ReadOutcome.End)
            {
                if (outcome == ReadOutcome.Record)
                {
                    var record = reader.Record;
                    var text = Encoding.UTF8.GetString(reader.RecordBuffer, record.Start, record.End - record.Start);
                    Assert.Equal(reference.Hash(text), hasher.Hash(record, reader.RecordBuffer));
                    compared++;
                }
            }
        }

        Assert.True(compared > 100, $"only {compared} real records were compared");
    }

    [Fact]
    public void Order_BlanksAndEscapes_DoNotMatter()
    {
        var random = new Random(5);
        using var hasher = new RecordHasher(s_key);
        for (int i = 0; i < 300; i++)
        {
            var record = Record(random, i);
            long expected = HashScanned(hasher, Print(random, record, shuffles: false));
            for (int other = 0; other < 3; other++)
            {
                Assert.Equal(expected, HashScanned(hasher, Print(random, record, shuffles: true)));
            }
        }
    }

    [Fact]
    public void RecordsThatDiffer_HaveHashesThatDiffer()
    {
        // Each of them differs from all others in one thing that is easily lost: a kind, a place, a size, an order, an end.
        string[] members =
        [
            "", "\"x\":null", "\"x\":\"\"", "\"x\":\"null\"", "\"x\":0", "\"x\":\"0\"", "\"x\":false", "\"x\":\"false\"", "\"x\":{}",
            "\"x\":[]", "\"x\":[[]]",
            "\"x\":[{}]", "\"x\":{\"\":null}", "\"x\":[null]", "\"x\":[null,null]", "\"x\":1", "\"x\":1.0", "\"x\":1e0", "\"x\":10e-1",
            "\"x\":-0", "\"X\":1",
            "\"x\":[1,2]", "\"x\":[2,1]", "\"x\":[12]", "\"x\":[1,[2]]", "\"x\":[[1],2]", "\"x\":[[1,2]]", "\"x\":{\"a\":1,\"b\":2}",
            "\"x\":{\"a\":2,\"b\":1}",
            "\"x\":{\"a\":1},\"b\":2", "\"x\":{\"a\":1,\"a\":2}", "\"x\":{\"a\":2,\"a\":1}", "\"x\":{\"a\":1,\"a\":1}", "\"x\":{\"a\":1}",
            "\"x\":1,\"x\":2",
            "\"x\":2,\"x\":1", "\"x\":{\"a\":{\"b\":1}}", "\"x\":{\"a\":{},\"b\":1}", "\"x\":{\"ab\":1}", "\"x\":{\"a\":\"b\"}",
            "\"xa\":\"b\"", "\"x\":\"ab\"",
            "\"x\":\"a\\u0000\"", "\"x\":\"a\"", "\"x\":\"a \"", "\"x\":\"\\ud83d\"", "\"x\":\"\\ude00\"", "\"x\":\"\\ud83d\\ud83d\"",
            "\"x\":\"\\ude00\\ud83d\"",
            "\"x\":\"\\ufffd\"", "\"x\":\"\\ud83d\\ude00\"", "\"x\":\"\\\\ud83d\"", "\"\\ud83d\":1", "\"\\ufffd\":1", "\"x\":{\"0\":1}",
            "\"x\":[1]",
            "\"x\":{\"\":[]}", "\"x\":[\"\"]", "\"\":{\"x\":1}", "\"\":{}", "\"\":[]", "\"\":\"\"", "\"\":null",
            $"\"x\":\"{new string('a', 600)}b\"", $"\"x\":\"{new string('a', 599)}ba\"", $"\"x\":\"{new string('a', 512)}\"",
            $"\"x\":\"{new string('a', 1024)}\"",
            $"\"{new string('k', 256)}\":1", $"\"{new string('k', 257)}\":1", $"\"{new string('k', 512)}\":1",
            $"\"{new string('k', 513)}\":1", $"\"{new string('k', 256)}z\":1",
            "\"errorCode\":null", "\"errorCode\":\"\"", "\"managementEvent\":true", "\"managementEvent\":\"true\"", "\"resources\":[]",
            "\"resources\":[{}]", "\"resources\":null",
            "\"resources\":[{\"ARN\":\"a\"}]", "\"resources\":[{\"arn\":\"a\"}]", "\"resources\":[{\"ARN\":\"a\"},{}]", "\"tlsDetails\":{}",
            "\"tlsDetails\":null",
            "\"tlsDetails\":{\"tlsVersion\":null}", "\"tlsDetails\":{\"tlsVersion\":\"\"}", "\"additionalEventData\":null",
            "\"additionalEventData\":{}",
            "\"additionalEventData\":\"{}\"", "\"serviceEventDetails\":{}", "\"serviceEventDetails\":null",
        ];
        using var hasher = new RecordHasher(s_key);
        var seen = new Dictionary<long, string>();
        foreach (var member in members)
        {
            var record = Records.Of("one", member.Length == 0 ? "" : "," + member);
            Assert.True(
                seen.TryAdd(HashScanned(hasher, record), member),
                $"{member} has the hash of {seen.GetValueOrDefault(HashScanned(hasher, record))}");
        }
    }

    [Fact]
    public void AnotherSecret_GivesOtherHashes()
    {
        using var hasher = new RecordHasher(s_key);
        using var other = new RecordHasher(RecordHashKey.FromSecret(new byte[32]));
        Assert.NotEqual(HashText(hasher, "{\"a\":1}"), HashText(other, "{\"a\":1}"));
        Assert.NotEqual(hasher.HashId("e"u8), other.HashId("e"u8));
        Assert.NotEqual(hasher.Key.Id, other.Key.Id);
        Assert.DoesNotContain(Convert.ToHexStringLower(s_secret.AsSpan(0, 8)), hasher.Key.Id, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => RecordHashKey.FromSecret(new byte[31]));
    }

    [Fact]
    public void Ids_AreTold()
    {
        using var hasher = new RecordHasher(s_key);
        var hashes = new HashSet<ulong> { hasher.HashId([]) };
        Assert.Contains(0UL, hashes);
        for (int length = 1; length < 1200; length++)
        {
            Assert.True(hashes.Add(hasher.HashId(new byte[length])));
        }
    }

    [Fact]
    public void ManyKeysOfOneName_AreCountedInOrder()
    {
        using var hasher = new RecordHasher(s_key);
        string Of(IEnumerable<int> values) =>
            "{\"eventVersion\":\"1.08\",\"m\":{" + string.Join(',', values.Select(value => $"\"k\":{value}")) + "}}";
        var up = Enumerable.Range(0, 500).ToList();
        Assert.Equal(new ReferenceHash(s_secret).Hash(Of(up)), HashText(hasher, Of(up)));
        Assert.NotEqual(HashText(hasher, Of(up)), HashText(hasher, Of(up.AsEnumerable().Reverse())));
    }

    [Fact]
    public void Hashing_AllocatesNothing_OnceItHasMetTheRecords()
    {
        var random = new Random(9);
        using var hasher = new RecordHasher(s_key);
        var records = Enumerable.Range(0, 50).Select(i => Scanned(Print(random, Record(random, i), shuffles: false))).ToList();
        foreach (var (record, buffer) in records)
        {
            hasher.Hash(record, buffer);
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        foreach (var (record, buffer) in records)
        {
            hasher.Hash(record, buffer);
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    static long HashText(RecordHasher hasher, string json)
    {
        byte[] text = Encoding.UTF8.GetBytes(json);
        var index = new TokenIndex();
        index.Reset();
        index.Extend(text, isFinal: true);
        return hasher.Hash(text, index);
    }

    static long HashScanned(RecordHasher hasher, string json)
    {
        var (record, buffer) = Scanned(json);
        long hash = hasher.Hash(record, buffer);

        // Again: what is remembered of paths and structs must not change it.
        Assert.Equal(hash, hasher.Hash(record, buffer));
        return hash;
    }

    static (ScannedRecord Record, byte[] Buffer) Scanned(string json)
    {
        byte[] text = Encoding.UTF8.GetBytes(json);
        var index = new TokenIndex();
        index.Reset();
        index.Extend(text, isFinal: true);
        var record = new ScannedRecord();
        Assert.Equal(ScanStatus.Done, new EventScanner(index).Scan(text, 0, record));
        return (record, text);
    }

    static List<(string Key, object? Value)> Record(Random random, int i)
    {
        var record = new List<(string, object?)>
        {
            ("eventVersion", "1.11"), ("eventTime", "2026-03-01T09:00:00Z"), ("eventName", "Get" + (i % 7)), ("eventID", $"id-{i}"),
            ("userIdentity", new List<(string, object?)>
            {
                ("type", "AssumedRole"), ("arn", $"arn:aws:sts::111122223333:assumed-role/ops/{i % 3}"), ("accountId", "111122223333"),
                ("principalId", "AROAEXAMPLEEXAMPLE:someone-with-a-long-session-name"),
                ("sessionContext", new List<(string, object?)> { ("assumedRoot", "true") }),
            }),
            ("readOnly", random.Next(2) == 0), ("requestParameters", Value(random, 0)), ("unknown" + random.Next(3), Value(random, 0)),
        };
        if (random.Next(3) == 0)
        {
            record.Add(
                ("resources", new List<object?> { new List<(string, object?)> { ("ARN", "arn:aws:s3:::b"), ("type", Value(random, 3)) } }));
        }

        return record;
    }

    static object? Value(Random random, int depth) => random.Next(depth > 3 ? 6 : 8) switch
    {
        0 => null,
        1 => true,
        2 => false,
        3 => new Number(random.Next(4) switch
        {
            0 => "1.50",
            1 => "-0",
            2 => "12345678901234567890123",
            _ => random.Next().ToString(CultureInfo.InvariantCulture),
        }),
        4 or 5 => s_texts[random.Next(s_texts.Length)],
        6 => Enumerable.Range(0, random.Next(5)).Select(_ => Value(random, depth + 1)).ToList(),
        _ => Enumerable.Range(0, random.Next(random.Next(9) == 0 ? 90 : 6))
            .Select(i => (s_texts[random.Next(s_texts.Length)] + "#" + i, Value(random, depth + 1))).ToList(),
    };

    static string Print(Random random, object? value, bool shuffles)
    {
        string Blank() => shuffles && random.Next(4) == 0 ? new string(" \n\t\r"[random.Next(4)], random.Next(1, 3)) : "";
        string Text(string text) => shuffles && text.Length < 50 && random.Next(3) == 0
            ? '"' + string.Concat(text.Select(c => $"\\u{(int)c:x4}")) + '"'
            : JsonSerializer.Serialize(text);
        string Members(List<(string Key, object? Value)> members)
        {
            var order = shuffles ? [.. members.OrderBy(_ => random.Next())] : members;
            return "{" + string.Join(
                ',', order.Select(m => Blank() + Text(m.Key) + Blank() + ":" + Blank() + Print(random, m.Value, shuffles) + Blank())) + "}";
        }

        return value switch
        {
            null => "null",
            bool flag => flag ? "true" : "false",
            Number number => number.Text,
            string text => Text(text),
            List<(string, object?)> members => Members(members),
            List<object?> elements => "[" + string.Join(',', elements.Select(e => Blank() + Print(random, e, shuffles) + Blank())) + "]",
            _ => throw new ArgumentException("no JSON", nameof(value)),
        };
    }

    sealed record Number(string Text);
}
