using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;
using TrailLake.Scanning;
using Xunit;

namespace TrailLake.Tests.Scanning;

/// <summary>What a reader hands out of a content.</summary>
sealed class Reading
{
    static readonly JsonReaderOptions s_strict = new() { MaxDepth = ScanLimits.MaxDepth };

    /// <summary>The bytes of each record as JSON, and where its element begins.</summary>
    public List<(byte[] Json, long Offset)> Events { get; } = [];

    public List<RejectedContent> Rejects { get; } = [];

    public static Reading Of(byte[] content, int capacity)
    {
        var reader = new RecordReader(capacity);
        var found = new Reading();
        reader.Begin(new MemoryStream(content));
        while (reader.Read() is var outcome and not ReadOutcome.End)
        {
            if (outcome == ReadOutcome.Reject)
            {
                found.Rejects.Add(reader.Reject);
                continue;
            }

            byte[] json = reader.RecordBuffer[reader.Record.Start..reader.Record.End];
            using var document = JsonDocument.Parse(json, OracleAssert.Strict);
            OracleAssert.Same(document.RootElement, reader.Record, reader.RecordBuffer);
            found.Events.Add((json, reader.RecordOffset));
        }

        return found;
    }

    /// <summary>Every sound record is an event, and each byte is in an event, in a reject, or between elements.</summary>
    public void AssertHolds(DamagedArchive archive, byte[] content, SortedSet<int> sound, string what)
    {
        var texts = new Dictionary<string, int>();
        foreach (var (json, _) in Events)
        {
            string text = Minified(json);
            texts[text] = texts.GetValueOrDefault(text) + 1;
        }

        foreach (int record in sound)
        {
            Assert.True(
                texts.ContainsKey(Minified(Encoding.UTF8.GetBytes(archive.Records[record]))), $"{what}: record {record} is lost; {this}");
        }

        var isCovered = new bool[content.Length];
        foreach (var (_, offset) in Events)
        {
            Cover(isCovered, offset, ElementLength(content, offset), what);
        }

        foreach (var reject in Rejects)
        {
            Cover(isCovered, reject.Offset, reject.Length, what);
            Assert.True(
                content.AsSpan((int)reject.Offset, reject.Content.Length).SequenceEqual(reject.Content),
                $"{what}: other content at {reject.Offset}");
            Assert.Equal(reject.Length, reject.Content.Length);
        }

        for (int i = 0; i < content.Length;)
        {
            int end = i;
            while (end < content.Length && !isCovered[end])
            {
                end++;
            }

            string left = Encoding.UTF8.GetString(content, i, end - i).Trim(" \t\r\n,[]{}".ToCharArray());
            Assert.True(
                left.Length == 0 || archive.Separators.Any(text => text.Contains(left, StringComparison.Ordinal)),
                $"{what}: at {i} silently missing: {left}");
            i = end + 1;
        }
    }

    public override string ToString() =>
        $"{Events.Count} events, rejects "
            + $"{string.Join(", ", Rejects.Select(r => $"{r.Kind} {r.Offset}-{r.Offset + r.Length} of {r.Records}"))}";

    static void Cover(bool[] isCovered, long offset, long length, string what)
    {
        for (long i = offset; i < offset + length; i++)
        {
            Assert.False(isCovered[i], $"{what}: byte {i} is in two places");
            isCovered[i] = true;
        }
    }

    static int ElementLength(byte[] content, long offset)
    {
        var reader = new Utf8JsonReader(content.AsSpan((int)offset), s_strict);
        Assert.True(reader.Read());
        reader.Skip();
        return (int)reader.BytesConsumed;
    }

    static string Minified(byte[] json)
    {
        using var document = JsonDocument.Parse(json, OracleAssert.Strict);
        return JsonSerializer.Serialize(document.RootElement);
    }
}
