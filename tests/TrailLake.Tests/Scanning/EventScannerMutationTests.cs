using System;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;
using TrailLake.Scanning;
using TrailLake.Tests.Support;
using Xunit;

namespace TrailLake.Tests.Scanning;

/// <summary>Broken records: the scanner accepts exactly what JsonDocument accepts.</summary>
public sealed class EventScannerMutationTests
{
    [Theory]
    [InlineData(1, 20_000)]
    [InlineData(2, 20_000)]
    public void Scan_MutatedRecord_JudgesAsJsonDocument(int seed, int rounds)
    {
        var random = new Random(seed);
        var originals = SharedData.AllLogFiles().Where((_, i) => i % 7 == 0 || i > 54).SelectMany(Records).ToList();
        var index = new TokenIndex();
        var scanner = new EventScanner(index);
        var scanned = new ScannedRecord();
        const string Alphabet = "{}[]:,\"\\ \t\n0123456789.eE+-truefalsn/ub\u0001";
        int accepted = 0;
        for (int round = 0; round < rounds; round++)
        {
            var text = new StringBuilder(originals[random.Next(originals.Count)]);
            for (int mutations = random.Next(1, 4); mutations > 0; mutations--)
            {
                int at = random.Next(text.Length);
                switch (random.Next(3))
                {
                    case 0:
                        text[at] = Alphabet[random.Next(Alphabet.Length)];
                        break;
                    case 1:
                        text.Insert(at, Alphabet[random.Next(Alphabet.Length)]);
                        break;
                    default:
                        text.Remove(at, Math.Min(random.Next(1, 4), text.Length - at));
                        break;
                }
            }

            byte[] bytes = Encoding.UTF8.GetBytes(text.ToString());
            if (bytes.Length == 0 || bytes[0] != '{')
            {
                continue;
            }

            bool? expected = Judge(bytes);
            if (expected is null)
            {
                continue;
            }

            var reader = new RecordReader();
            reader.Begin(new MemoryStream(bytes));
            index.Reset();
            index.Extend(bytes, isFinal: true);
            bool actual = scanner.Scan(bytes, 0, scanned) == ScanStatus.Done
                && bytes.AsSpan(scanned.End).IndexOfAnyExcept(" \t\r\n"u8) < 0
                && !(index.FirstControl >= 0
                    && reader.Read() == ReadOutcome.Reject && reader.Reject.Kind == RejectReason.ControlCharacter);
            if (!actual && scanner.Error.Kind == RejectReason.DuplicateKey)
            {
                continue;
            }

            Assert.True(expected == actual, $"seed {seed}, round {round}: JsonDocument says {expected}, the scanner {actual}: {text}");
            accepted += actual ? 1 : 0;
        }

        Assert.InRange(accepted, rounds / 10, rounds);
    }

    [Theory]
    [InlineData("{}", true)]
    [InlineData("{ }", true)]
    [InlineData("{\"a\":[]}", true)]
    [InlineData("{\"a\":[ ]}", true)]
    [InlineData("{\"a\":[1,]}", false)]
    [InlineData("{\"a\":[,1]}", false)]
    [InlineData("{\"a\":{},}", false)]
    [InlineData("{,}", false)]
    [InlineData("{\"a\"}", false)]
    [InlineData("{\"a\":}", false)]
    [InlineData("{\"a\":1 2}", false)]
    [InlineData("{\"a\":01}", false)]
    [InlineData("{\"a\":-}", false)]
    [InlineData("{\"a\":1.}", false)]
    [InlineData("{\"a\":1e}", false)]
    [InlineData("{\"a\":-0.0e+10}", true)]
    [InlineData("{\"a\":\"\\x\"}", false)]
    [InlineData("{\"a\":{\"b\":\"\\u12\"}}", false)]
    [InlineData("{\"a\":{\"\\q\":1}}", false)]
    [InlineData("{\"a\":[1}]", false)]
    [InlineData("{\"a\":{\"b\":[{\"c\":[]},[[]],{}]}}", true)]
    [InlineData("{\"userIdentity\":{\"sessionContext\":{}},\"resources\":[{},{\"x\":[{}]},3,null]}", true)]
    [InlineData("{\"resources\":[{\"ARN\":}]}", false)]
    [InlineData("{\"resources\":[{},]}", false)]
    [InlineData("{\"a\":tru}", false)]
    [InlineData("{\"a\":\"b\"\"c\"}", false)]
    public void Scan_SmallObject_JudgesAsJsonDocument(string text, bool expected)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        Assert.Equal(expected, Judge(bytes));
        var index = new TokenIndex();
        index.Extend(bytes, isFinal: true);
        Assert.Equal(expected, new EventScanner(index).Scan(bytes, 0, new ScannedRecord()) == ScanStatus.Done);
    }

    [Fact]
    public void Scan_DeepNesting_StopsAtTheLimit()
    {
        Assert.Equal(ScanStatus.Done, ScanNested(ScanLimits.MaxDepth, out _));
        Assert.Equal(ScanStatus.Malformed, ScanNested(ScanLimits.MaxDepth + 1, out var error));
        Assert.Equal(RejectReason.TooDeep, error.Kind);
        Assert.Equal(ScanStatus.Malformed, ScanNested(10_000, out _));
    }

    static ScanStatus ScanNested(int depth, out ScanError error)
    {
        byte[] bytes = Encoding.UTF8.GetBytes("{\"requestParameters\":" + new string('[', depth) + new string(']', depth) + "}");
        var index = new TokenIndex();
        index.Extend(bytes, isFinal: true);
        var scanner = new EventScanner(index);
        var status = scanner.Scan(bytes, 0, new ScannedRecord());
        error = scanner.Error;
        return status;
    }

    static bool? Judge(byte[] bytes)
    {
        try
        {
            using var document = JsonDocument.Parse(bytes, OracleAssert.Strict);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    static System.Collections.Generic.IEnumerable<string> Records(string file)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(file));
        var records = document.RootElement.ValueKind == JsonValueKind.Array
            ? document.RootElement
            : document.RootElement.GetProperty("Records");
        return [.. records.EnumerateArray().Select(r => r.GetRawText())];
    }
}
