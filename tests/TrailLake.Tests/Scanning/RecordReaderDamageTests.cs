using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;
using TrailLake.Scanning;
using Xunit;
using TestRecords = TrailLake.Tests.Support.Records;

namespace TrailLake.Tests.Scanning;

/// <summary>
/// A damaged record of a file costs that record. In whatever form the file is, all others are events as JsonDocument reads them, and what
/// is no event is a reject, byte for byte.
/// </summary>
public sealed class RecordReaderDamageTests
{
    const int Seeds = 2;

    public static TheoryData<string, string> WrappersAndSpacings() =>
        new(from wrapper in DamagedArchive.Wrappers from spacing in DamagedArchive.Spacings select (wrapper, spacing));

    [Theory]
    [MemberData(nameof(WrappersAndSpacings))]
    public void OneDamage_CostsNoOtherRecord(string wrapper, string spacing)
    {
        for (int seed = 0; seed < Seeds; seed++)
        {
            for (int i = 0; i < ArchiveDamage.Kinds.Length; i++)
            {
                // The orders take turns: each kind of damage meets each of them in some form.
                string order = DamagedArchive.Orders[(seed + i + wrapper.Length + spacing.Length) % DamagedArchive.Orders.Length];
                Check(new ArchiveForm(spacing, order, wrapper), ArchiveDamage.Kinds[i], seed);
            }
        }
    }

    [Theory]
    [MemberData(nameof(WrappersAndSpacings))]
    public void NoDamage_IsNoReject(string wrapper, string spacing)
    {
        foreach (string order in DamagedArchive.Orders)
        {
            var archive = DamagedArchive.Make(new Random(5), 20, new ArchiveForm(spacing, order, wrapper));
            var found = Reading.Of(archive.Bytes, 64);
            Assert.Equal(archive.Records.Count, found.Events.Count);
            Assert.Empty(found.Rejects);
        }
    }

    /// <summary>Opening what never closes, again and again: each byte is looked at a bounded number of times.</summary>
    [Theory]
    [InlineData("", "{\"eventVersion\":")]
    [InlineData("[", "{\"eventVersion\":[")]
    [InlineData("", "{\"eventVersion\":\"1\n")]
    [InlineData("", "{\"a\":")]
    [InlineData("", "{\"a\":[")]
    [InlineData("", "{\"a\":{\"b\":\"c\"},\"d\":[")]
    [InlineData("", "[")]
    [InlineData("", "\"{")]
    [InlineData("[", "{\"a\":\"\\")]
    [InlineData("", "{\"Records\":[\n")]
    [InlineData("", "{\"eventVersion\":\"1.08\",\"eventTime\":\"2024-05-01T10:00:00Z\"}\"")]
    [InlineData("[", "{\"a\":[{\"eventVersion\":\"1.08\",\"eventTime\":\"2024-05-01T10:00:00Z\"},")]
    [InlineData("{\"Records\":[", "{\"eventVersion\":\"1.08\",\"x\":[{\"a\":1},{\"a\":2")]
    public void HostileContent_TakesTimeByItsLength(string head, string unit)
    {
        byte[] content = Encoding.UTF8.GetBytes(head + string.Concat(Enumerable.Repeat(unit, (4 << 20) / unit.Length)));
        var watch = Stopwatch.StartNew();
        var reader = new RecordReader();
        reader.Begin(new MemoryStream(content));
        long end = 0;
        for (var outcome = reader.Read(); outcome != ReadOutcome.End; outcome = reader.Read())
        {
            end = outcome == ReadOutcome.Reject ? reader.Reject.Offset + reader.Reject.Length : end;
        }

        // It takes 0.2 s; scanning anew from each brace to the end takes hours.
        Assert.Equal(content.Length, end);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(30), $"{watch.Elapsed} for 4 MB");
    }

    /// <summary>The inside of a text is no record, whichever quote before it is lost.</summary>
    [Fact]
    public void RecordInsideOfAText_IsNoRecord()
    {
        string inner = JsonSerializer.Serialize(TestRecords.Of("inner"));
        string[] records = [.. Enumerable.Range(0, 6).Select(i => TestRecords.Of($"g{i}", $",\"policy\":{inner},\"z\":1"))];
        byte[] file = Encoding.UTF8.GetBytes(TestRecords.File(records));
        for (int i = 0; i < file.Length; i++)
        {
            if (file[i] is not ((byte)'"' or (byte)'{' or (byte)'}' or (byte)'\\'))
            {
                continue;
            }

            byte[] damaged = [.. file[..i], .. file[(i + 1)..]];
            var ids = Reading.Of(
                damaged, 256).Events.Select(read => JsonDocument.Parse(read.Json).RootElement.GetProperty("eventID").GetString()).ToList();
            Assert.DoesNotContain("inner", ids);
            Assert.True(ids.Count >= records.Length - 1, $"without byte {i}: {string.Join(' ', ids)}");
        }
    }

    /// <summary>What took the place of several records says so; what is one broken record does not.</summary>
    [Fact]
    public void RejectOfSeveralRecords_TellsHowMany()
    {
        string[] records = [.. Enumerable.Range(0, 9).Select(i => TestRecords.Of($"g{i}"))];
        string file = TestRecords.File(records);
        int third = file.IndexOf("\"g3\"", StringComparison.Ordinal);
        int head = file.IndexOf("{\"eventVersion\"", third, StringComparison.Ordinal);

        // The quote of a value is lost, and the brace of the record that follows.
        var two = Reading.Of(Encoding.UTF8.GetBytes(file.Remove(head, 1).Remove(third, 1)), 256);
        Assert.Equal((7, 2), (two.Events.Count, Assert.Single(two.Rejects).Records));
        Assert.True(two.Rejects[0].IsLoss);
        var one = Reading.Of(Encoding.UTF8.GetBytes(file.Remove(third, 1)), 256);
        Assert.Equal((8, 1), (one.Events.Count, Assert.Single(one.Rejects).Records));
        Assert.False(one.Rejects[0].IsLoss);
        var zeros = Reading.Of(Encoding.UTF8.GetBytes(file.Remove(third, 2000).Insert(third, new string('\0', 2000))), 256);
        Assert.Equal(2000, Assert.Single(zeros.Rejects).ZeroBytes);
        var padded = Reading.Of(Encoding.UTF8.GetBytes(file + new string('\0', 2000)), 256);
        Assert.Equal((9, false), (padded.Events.Count, Assert.Single(padded.Rejects).IsLoss));
    }

    /// <summary>One round; what does not hold is told with the seed that makes it again.</summary>
    internal static void Check(ArchiveForm form, string kind, int seed)
    {
        var random = new Random(seed * 7919 + kind.Length);
        var archive = DamagedArchive.Make(random, random.Next(6, 14), form);
        var chosen = Choose(random, archive.Places.Count);
        var (bytes, sound) = ArchiveDamage.Apply(
            random, archive, kind, kind is "cut across" or "zeros" or "half at the end" ? chosen.Take(1) : chosen);
        var found = Reading.Of(bytes, random.Next(3) switch { 0 => 64, 1 => random.Next(65, 2000), _ => 1 << 18 });
        string what = $"{form}, {kind}, seed {seed}, records {string.Join(' ', chosen)}";
        found.AssertHolds(archive, bytes, sound, what);
        int damaged = archive.Places.Count - sound.Count;
        int rejects = found.Rejects.Count;
        Assert.True(rejects <= damaged * 3 + 1, $"{what}: {rejects} rejects of {damaged} damaged records: {found}");
    }

    static List<int> Choose(Random random, int count)
    {
        int first = random.Next(count);
        return random.Next(6) switch
        {
            0 => [0],
            1 => [count - 1],
            2 => [.. Enumerable.Range(0, count).Where(i => i % 2 == first % 2)],
            3 => [.. Enumerable.Range(first, Math.Min(3, count - first))],
            _ => [first],
        };
    }
}
