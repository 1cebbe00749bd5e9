using System;
using System.Collections.Generic;
using System.Formats.Tar;
using System.IO;
using System.Linq;
using System.Text;
using TrailLake.Containers;
using TrailLake.Ingest.Pipeline;
using TrailLake.Ingest.Reading;
using TrailLake.Ingest.Sources;
using TrailLake.Tables;
using TrailLake.Tests.Support;
using Xunit;
using static TrailLake.Tests.Support.Containers;

namespace TrailLake.Tests.EndToEnd;

/// <summary>Archives and other encodings: what they hold is read member by member, and damage costs what it damaged.</summary>
public sealed class ContainerTests
{
    static readonly IngestOptions s_options = new() { Containers = ContainerFormats.All };

    static readonly string[] s_records = [.. Enumerable.Range(0, 30).Select(i => Records.Of($"e{i:D2}", $",\"x\":\"ä{Noise(i)}😀\""))];

    static readonly byte[] s_file = Records.Utf8(Records.File(s_records));

    static readonly (string Name, byte[] Content)[] s_members =
    [
        (Key(0), Records.Gzip(Records.File(s_records[..10]))),
        ("AWSLogs/111122223333/CloudTrail-Digest/eu-west-1/2026/03/10/"
            + "111122223333_CloudTrail-Digest_eu-west-1_t_eu-west-1_20260310T090000Z.json.gz",
            Records.Gzip("{\"awsAccountId\":\"1\"}")),
        ("__MACOSX/._a.json", [0, 5, 22, 7]),
        (".DS_Store", [0, 0, 0, 1]),
        ("b.json", Records.Utf8(string.Join('\n', s_records[10..20]))),
        (Key(2), Records.Gzip(Records.File(s_records[20..]))),
    ];

    static readonly Dictionary<string, byte[]> s_forms = new()
    {
        ["UTF-16"] = [0xFF, 0xFE, .. Encoding.Unicode.GetBytes(Encoding.UTF8.GetString(s_file) + "\r\n")],
        ["UTF-16, the other order"] = [0xFE, 0xFF, .. Encoding.BigEndianUnicode.GetBytes(Encoding.UTF8.GetString(s_file))],
        ["UTF-16 without a mark"] = Encoding.Unicode.GetBytes(Encoding.UTF8.GetString(s_file)),
        ["UTF-16, packed"] = Records.Gzip([0xFF, 0xFE, .. Encoding.Unicode.GetBytes(Encoding.UTF8.GetString(s_file))]),
        ["gzip in gzip"] = Records.Gzip(Records.Gzip(s_file)),
        ["zstd"] = Zstd(s_file),
        ["zstd, two frames"] = [.. Zstd(s_file[..3000]), .. Zstd(s_file[3000..])],
        ["bzip2"] = BZip2(s_file),
        ["bzip2, two streams"] = [.. BZip2(s_file[..3000]), .. BZip2(s_file[3000..])],
        ["zip"] = Zip(s_members),
        ["tar of POSIX"] = Tar(TarEntryFormat.Pax, s_members),
        ["tar of GNU"] = Tar(
            TarEntryFormat.Gnu, [.. s_members.Select(member => (new string('d', 150) + "/" + member.Name, member.Content))]),
        ["tar of before"] = Tar(
            TarEntryFormat.V7, [.. s_members.Select(member => (member.Name[(member.Name.LastIndexOf('/') + 1)..], member.Content))]),
        ["tar, packed"] = Records.Gzip(Tar(TarEntryFormat.Gnu, s_members)),
        ["tar in bzip2"] = BZip2(Tar(TarEntryFormat.Gnu, s_members)),
        ["tar in zstd"] = Zstd(Tar(TarEntryFormat.Pax, s_members)),
        ["zip in zip and in tar"] = Zip(
            ("in.zip", Zip(s_members[..2])), ("in.tar.gz", Records.Gzip(Tar(TarEntryFormat.Gnu, ("c.zip", Zip(s_members[2..])))))),
    };

    // The digest file.
    const int LeftAlone = 1;

    public static TheoryData<string> Names() => [.. s_forms.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Form_GivesTheRecords_InOrder(string name)
    {
        using var lake = new TestLake();

        // The name says nothing.
        lake.Put("a.json", s_forms[name]);
        Check(lake, lake.Ingest(s_options));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Form_FromStdin_GivesTheRecords(string name)
    {
        using var lake = new TestLake();
        Check(lake, lake.Ingest(new StdinLogSource(() => new TrickleStream(s_forms[name])), s_options));
    }

    [Fact]
    public void WithoutReaders_EachIsOneRejectThatNamesIt()
    {
        using var lake = new TestLake();
        foreach (string name in (string[])["zip", "tar of POSIX", "zstd", "bzip2"])
        {
            lake.Put(name + ".json", s_forms[name]);
        }

        lake.Ingest();
        Assert.All(lake.Rejects(), reject => Assert.Equal("unknown-form", reject.Reason));
        Assert.Equal(
            ["not read: bzip2:", "not read: a tar ", "not read: a zip ", "not read: zstd: "],
            lake.Rejects().Select(reject => reject.Message[..16]));
    }

    /// <summary>
    /// A cut anywhere, a byte changed anywhere: the object is damaged, has rejects, or nothing is missing. The name of a member may have
    /// changed into one that is left alone, which is said.
    /// </summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Damage_IsNeverPassedOver(string name)
    {
        var random = new Random(name.Length);
        for (int i = 0; i < 24; i++)
        {
            using var lake = new TestLake();
            var bytes = s_forms[name].ToArray();
            if (i % 2 == 0)
            {
                bytes = bytes[..random.Next(2, bytes.Length - 1)];
            }
            else
            {
                bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
            }

            lake.Put("a.bin", bytes);
            var report = lake.Ingest(s_options);
            long leftAlone = report.Notes.Where(note => note.Kind == IngestNoteKind.MembersLeftAlone).Sum(note => note.Count);
            bool isWhole = report.Events == s_records.Length || leftAlone > LeftAlone;
            Assert.True(
                report.DamagedObjects == 1 || report.Rejects > 0 || isWhole,
                $"round {i}: {report.Events} events, {report.Rejects} rejects");
        }
    }

    /// <summary>
    /// The type of a member is one byte of its header: changed, the member is a folder, a link, or nothing that is known.
    /// </summary>
    [Theory]
    [InlineData("tar of POSIX")]
    [InlineData("tar of GNU")]
    [InlineData("tar of before")]
    public void TarHeader_Damaged_IsNeverPassedOver(string name)
    {
        const int Block = 512;
        const int TypeAt = 156;
        var tar = s_forms[name];
        int header = Enumerable.Range(1, (tar.Length / Block) - 1)
            .Last(i => tar.AsSpan((i * Block) - 4, 4).IndexOfAnyExcept((byte)0) < 0 && tar[i * Block] != 0)
            * Block;
        using var lake = new TestLake();
        for (int bit = 0; bit < 8; bit++)
        {
            var bytes = tar.ToArray();
            bytes[header + TypeAt] ^= (byte)(1 << bit);
            lake.Put($"{bit}.tar", bytes);
        }

        lake.Ingest(s_options);
        Assert.All(lake.Ledger(), row => Assert.True(row.State == ObjectState.Damaged, $"{row.Uri}: {row.State}, {row.Records} records"));
    }

    /// <summary>As git archive writes it: attributes of all members come before the first.</summary>
    [Fact]
    public void TarWithGlobalAttributes_IsRead()
    {
        using var lake = new TestLake();
        var stream = new MemoryStream();
        using (var writer = new TarWriter(stream, leaveOpen: true))
        {
            writer.WriteEntry(new PaxGlobalExtendedAttributesTarEntry(new Dictionary<string, string> { ["comment"] = new('0', 40) }));
            foreach (var (path, content) in s_members)
            {
                writer.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, path) { DataStream = new MemoryStream(content) });
            }
        }

        lake.Put("a.tar", stream.ToArray());
        Check(lake, lake.Ingest(s_options));
    }

    [Theory]
    [InlineData("zip", 20)]
    [InlineData("tar of POSIX", 20)]
    public void CutOff_KeepsTheMembersBefore(string name, int events)
    {
        using var lake = new TestLake();
        int last = s_forms[name].AsSpan().LastIndexOf(Records.Utf8(Key(2)));
        int cut = name == "zip" ? s_forms[name].AsSpan()[..last].LastIndexOf(Records.Utf8(Key(2))) : last;
        lake.Put("a.bin", s_forms[name][..(cut - 10)]);
        var report = lake.Ingest(s_options);
        Assert.Equal((events, 1), (report.Events, report.DamagedObjects));
        Assert.Contains("damaged", Assert.Single(lake.Ledger()).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void DamagedMember_CostsItself_AndIsNamed()
    {
        using var lake = new TestLake();
        lake.Put(
            "a.tar",
            Tar(TarEntryFormat.Gnu, s_members[0], ("cut.json.gz", Records.Gzip(Records.File(s_records[10..20]))[..^9]), s_members[^1]));
        var report = lake.Ingest(s_options);
        Assert.Equal((30, 1, 1), (report.Events, report.Rejects, report.DamagedObjects));
        Assert.StartsWith("in cut.json.gz: ", Assert.Single(lake.Rejects()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void LogFileWithoutRecords_InAnArchive_IsDamage()
    {
        using var lake = new TestLake();
        lake.Put("a.zip", Zip(s_members[0], (Key(7), Records.Gzip(""))));
        var report = lake.Ingest(s_options);
        Assert.Equal((10, 1, 1), (report.Events, report.Rejects, report.DamagedObjects));
        Assert.Equal("empty-object", Assert.Single(lake.Rejects()).Reason);
    }

    [Fact]
    public void MembersThatCannotBeRead_AreOneReject()
    {
        using var lake = new TestLake();
        var zip = Zip([.. Enumerable.Range(0, 50).Select(i => ($"{i}.json", Records.Utf8(Records.Of($"z{i}"))))]);

        // The method of each member, in its header and in the list: one that is not read.
        foreach (var (mark, at) in (ReadOnlySpan<(int, int)>)[(0x04034B50, 8), (0x02014B50, 10)])
        {
            var bytes = BitConverter.GetBytes(mark);
            for (int from = 0; zip.AsSpan(from).IndexOf(bytes) is >= 0 and var found; from += found + 4)
            {
                zip[from + found + at] = 97;
            }
        }

        lake.Put("a.zip", zip);
        var report = lake.Ingest(s_options);
        Assert.Equal((0, 1, 1), (report.Events, report.Rejects, report.DamagedObjects));
        Assert.Contains("the same of 49 more members", Assert.Single(lake.Rejects()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Bombs_AreStopped()
    {
        using var lake = new TestLake();
        var zeros = new byte[100 << 20];
        lake.Put("a.zip", Zip(("a.json", zeros)));
        lake.Put("b.json.zst", Zstd(zeros));
        lake.Put("c.json.gz", Records.Gzip(Records.Gzip(zeros)));
        lake.Put("d.bz2", BZip2(zeros));
        lake.Put("e.zip", Zip(s_members));
        var report = lake.Ingest(s_options);
        Assert.Equal((30, 4), (report.Events, report.DamagedObjects));
        Assert.Equal(4, lake.Rejects().Count(reject => reject.Reason == "gzip-bomb"));
    }

    /// <summary>A header that says that two gigabytes of attributes follow, which a reader would make room for.</summary>
    [Fact]
    public void TarWithEndlessAttributes_IsDamaged()
    {
        using var lake = new TestLake();
        var header = Tar(TarEntryFormat.Pax, s_members)[..512];
        "17777777777\0"u8.CopyTo(header.AsSpan(124));
        header.AsSpan(148, 8).Fill((byte)' ');
        Encoding.ASCII.GetBytes(Convert.ToString(header.Sum(b => b), 8).PadLeft(6, '0') + "\0 ").CopyTo(header.AsSpan(148));
        lake.Put("a.tar", [.. header, .. new byte[1 << 20]]);
        Assert.Equal((0L, 1L), lake.Ingest(s_options) is var report ? (report.Events, report.DamagedObjects) : default);
    }

    [Fact]
    public void HalfOfAPair_InUtf16_IsARejectNotAChange()
    {
        using var lake = new TestLake();
        string text = "[" + Records.Of("a") + "," + Records.Of("b", ",\"x\":\"\uD800\"") + "," + Records.Of("c") + "]";
        var bytes = new List<byte> { 0xFF, 0xFE };
        foreach (char c in text)
        {
            bytes.Add((byte)c);
            bytes.Add((byte)(c >> 8));
        }

        lake.Put("a.json", [.. bytes]);
        Assert.Equal((2L, 1L), lake.Ingest() is var report ? (report.Events, report.Rejects) : default);
        Assert.Equal("invalid-utf8", Assert.Single(lake.Rejects()).Reason);
    }

    static void Check(TestLake lake, IngestReport report)
    {
        Assert.Empty(lake.Rejects().Select(reject => $"{reject.Reason} at {reject.Offset}: {reject.Message}"));
        Assert.Equal((s_records.Length, 0L, 1L), (report.Events, report.Duplicates, report.Objects));
        var rebuilt = lake.Rebuild().ToDictionary(pair => pair.Key.Index, pair => pair.Value);
        for (int i = 0; i < s_records.Length; i++)
        {
            TestLake.AssertSameJson(s_records[i], rebuilt[i]);
        }
    }

    static string Key(int number) =>
        "AWSLogs/111122223333/CloudTrail/eu-west-1/2026/03/10/"
            + $"111122223333_CloudTrail_eu-west-1_20260310T0930Z_AbCdEfGhIjKlMnO{number}.json.gz";

    static string Noise(int seed) =>
        Convert.ToBase64String(Enumerable.Range(0, 60).Select(i => (byte)new Random((seed * 100) + i).Next(256)).ToArray());
}
