using System;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Security.Cryptography;
using TrailLake.Ingest.Reading;
using TrailLake.Ingest.Sources;
using TrailLake.Tables;
using TrailLake.Tests.Support;
using Xunit;

namespace TrailLake.Tests.EndToEnd;

/// <summary>Damaged gzip: what came before the damage is kept, and the damage is never passed over.</summary>
public sealed class GzipDamageTests
{
    static readonly string s_content =
        Records.File([.. Enumerable.Range(0, 12).Select(i => Records.Of($"e{i}", $",\"x\":\"{Noise(i)}\""))]);
    static readonly byte[] s_gzip = Records.Gzip(s_content);

    [Fact]
    public void TruncatedAnywhere_IsDamaged()
    {
        using var lake = new TestLake();
        for (int length = 2; length < s_gzip.Length; length++)
        {
            lake.Put($"{length:D6}.json.gz", s_gzip[..length]);
        }

        var report = lake.Ingest();
        int files = s_gzip.Length - 2;
        Assert.Equal((files, files, 12), (report.Objects, report.DamagedObjects, report.Events));
        Assert.All(lake.Ledger(), row =>
        {
            Assert.Equal((ObjectState.Damaged, null), (row.State, row.ContentSha256));
            Assert.NotNull(row.Sha256);
        });

        // Wherever the break lies, the gzip is named; and the record that it broke off, where there is one.
        Assert.Equal(files, lake.Rejects().Count(reject => reject.Reason == "corrupt-gzip"));
        Assert.All(
            lake.Rejects().GroupBy(reject => reject.SourceObject),
            rejects => Assert.InRange(rejects.Count(reject => reject.Reason == "truncated"), 0, 1));

        // Records before the break are read: never fewer in a longer file.
        var met = lake.Ledger().Select(row => row.Events + row.Duplicates).ToList();
        Assert.Equal(met.Order(), met);
        Assert.Equal((0, 12), (met[0], met[^1]));
    }

    [Fact]
    public void TruncatedAnywhere_FromStdin_IsDamaged()
    {
        var two = Records.Join(s_gzip[..^0], s_gzip);
        for (int length = 18; length < two.Length; length += 37)
        {
            if (length == s_gzip.Length)
            {
                continue;
            }

            using var lake = new TestLake();
            var report = lake.Ingest(new StdinLogSource(() => new TrickleStream(two[..length])));
            Assert.True(report.DamagedObjects == 1, $"{length} bytes of {two.Length}");
        }
    }

    [Fact]
    public void OneByteChangedAnywhere_IsNeverPassedOver()
    {
        using var lake = new TestLake();
        for (int i = 0; i < s_gzip.Length; i++)
        {
            var bytes = s_gzip.ToArray();
            bytes[i] ^= (byte)(1 << (i % 8));

            // Only every third in the middle: there a byte is like another. Time, flags of the compressor and system in the header mean
            // nothing. Other flags announce header fields: the text then begins elsewhere.
            if (i is < 4 or (> 9 and < 40) || i > s_gzip.Length - 20 || i % 3 == 0)
            {
                lake.Put($"{i:D6}.json.gz", bytes);
            }
        }

        lake.Ingest();
        Assert.All(lake.Ledger().Where(row => row.State == ObjectState.Done && row.Rejects == 0), row =>
        {
            // Nothing depends on the flag for text files, and on the bits that fill up the last byte of compressed data.
            Assert.Equal((Convert.ToHexStringLower(SHA256.HashData(Records.Utf8(s_content))), 12), (row.ContentSha256, (int)row.Records));
        });
        var named = lake.Rejects().Where(reject => reject.Reason == "corrupt-gzip").Select(reject => reject.SourceObject).ToHashSet();
        Assert.All(lake.Ledger().Where(row => row.State == ObjectState.Damaged), row => Assert.Contains(row.Uri, named));
    }

    [Theory]
    [InlineData(8)]
    [InlineData(5)]
    [InlineData(4)]
    [InlineData(1)]
    public void WrongTrailer_IsDamaged_RecordsAreKept(int fromEnd)
    {
        using var lake = new TestLake();
        var bytes = s_gzip.ToArray();
        bytes[^fromEnd] ^= 0x40;
        lake.Put("a.json.gz", bytes);
        var report = lake.Ingest();
        Assert.Equal((12, 1, 1), (report.Events, report.Rejects, report.DamagedObjects));
        Assert.False(report.IsClean);
        var reject = Assert.Single(lake.Rejects());
        Assert.Equal(("corrupt-gzip", s_content.Length), (reject.Reason, (int)reject.Offset));
    }

    [Theory]
    [InlineData("garbage")]
    [InlineData("\0\0\0\0x")]
    [InlineData("\u001F")]
    public void BytesBehindTheEnd_AreReported_RecordsAreKept(string behind)
    {
        using var lake = new TestLake();
        lake.Put("a.json.gz", Records.Join(s_gzip, Records.Utf8(behind)));
        var report = lake.Ingest();
        Assert.Equal((12, 1, 1), (report.Events, report.Rejects, report.DamagedObjects));
        var reject = Assert.Single(lake.Rejects());
        Assert.Equal(
            $"the gzip data is damaged after {s_content.Length} bytes of content: after {s_gzip.Length:N0} bytes the gzip data ends, but "
                + "other bytes follow",
            reject.Message);
    }

    /// <summary>Copies in blocks are padded with zeros; gzip(1) passes over them too.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(512)]
    [InlineData(1_000_000)]
    public void ZerosBehindTheEnd_AreNoDamage(int count)
    {
        using var lake = new TestLake();
        lake.Put("a.json.gz", Records.Join(s_gzip, new byte[count]));
        lake.Put("b.json.gz", Records.Join(s_gzip, new byte[count], Records.Gzip(Records.Of("behind"))));
        var report = lake.Ingest();
        Assert.Equal((12, 12, 1, 1), (report.Events, report.Duplicates, report.Rejects, report.DamagedObjects));
        Assert.EndsWith("b.json.gz", Assert.Single(lake.Rejects()).SourceObject, StringComparison.Ordinal);
    }

    /// <summary>What is wrong is called that, and not a compression method.</summary>
    [Theory]
    [InlineData(1, "the length at the end of the gzip data is")]
    [InlineData(4, "the length at the end of the gzip data is")]
    [InlineData(5, "the checksum at the end of the gzip data is")]
    [InlineData(8, "the checksum at the end of the gzip data is")]
    public void WrongTrailer_IsCalledThat(int fromEnd, string words)
    {
        using var lake = new TestLake();
        var bytes = s_gzip.ToArray();
        bytes[^fromEnd] ^= 0x40;
        lake.Put("a.json.gz", bytes);
        lake.Ingest();
        Assert.Contains(words, Assert.Single(lake.Rejects()).Message, StringComparison.Ordinal);
        Assert.DoesNotContain("method", Assert.Single(lake.Ledger()).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void AppendedMember_IsRead_AndSaid()
    {
        using var lake = new TestLake();
        lake.Put(
            "AWSLogs/111122223333/CloudTrail/eu-west-1/2024/05/01/"
                + "111122223333_CloudTrail_eu-west-1_20240501T1000Z_AbCdEfGhIjKlMnOp.json.gz",
            Records.Join(s_gzip, Records.Gzip(Records.File(Records.Of("appended")))));
        lake.Put(
            "AWSLogs/111122223333/CloudTrail/eu-west-1/2024/05/01/"
                + "111122223333_CloudTrail_eu-west-1_20240501T1005Z_AbCdEfGhIjKlMnOp.json.gz", s_gzip);
        var report = lake.Ingest();
        Assert.Equal((13, 0), (report.Events, report.Rejects));
        var note = Assert.Single(report.Notes);
        Assert.Equal((IngestNoteKind.AppendedMembers, 1L), (note.Kind, note.Objects));
    }

    [Fact]
    public void SecondMemberTruncated_IsDamaged_FirstIsKept()
    {
        using var lake = new TestLake();
        lake.Put("a.json.gz", Records.Join(s_gzip, Records.Gzip(Records.File(Records.Of("z")))[..^3]));
        var report = lake.Ingest();
        Assert.Equal((13, 1), (report.Events, report.DamagedObjects));
        Assert.Equal("corrupt-gzip", Assert.Single(lake.Rejects()).Reason);
    }

    [Fact]
    public void Bomb_IsStopped_RecordsBeforeItAreKept()
    {
        using var lake = new TestLake();
        var zeros = new byte[80 << 20];
        zeros.AsSpan().Fill((byte)' ');
        Records.Utf8(Records.File(Records.Of("a"))).CopyTo(zeros, 0);
        lake.Put("a.json.gz", Records.Gzip(zeros, CompressionLevel.Optimal));
        lake.Put("b.json.gz", Records.Gzip(Records.File(Records.Of("b"))));
        var report = lake.Ingest();
        Assert.Equal((2, 1, 1), (report.Events, report.Rejects, report.DamagedObjects));
        var reject = Assert.Single(lake.Rejects());
        Assert.Equal("gzip-bomb", reject.Reason);
        Assert.Contains("inflates", reject.Message, StringComparison.Ordinal);
        Assert.Null(lake.Ledger()[0].ContentSha256);
    }

    [Fact]
    public void ReadThatFails_IsTriedAgain_NothingIsDoubled()
    {
        using var lake = new TestLake();
        var failing = lake.Ingest(
            new OneStreamSource(() => new TrickleStream(Records.Utf8(s_content), failAt: s_content.Length / 2), s_content.Length));
        Assert.Equal((1, 0), (failing.UnreadableObjects, failing.Rejects));
        Assert.Contains("the connection was reset", Assert.Single(failing.Problems).Message, StringComparison.Ordinal);
        Assert.InRange(failing.Events, 1, 11);
        var whole = lake.Ingest(new OneStreamSource(() => new TrickleStream(Records.Utf8(s_content)), s_content.Length));
        Assert.Equal((12, 12 - failing.Events, failing.Events), (whole.Records, whole.Events, whole.Duplicates));
        Assert.Equal(12, lake.EventIds().Distinct().Count());
        Assert.Equal(0, lake.Ingest(new OneStreamSource(() => throw new IOException("not to be opened"), s_content.Length)).Objects);
    }

    static string Noise(int seed)
    {
        var bytes = new byte[20];
        new Random(seed).NextBytes(bytes);
        return Convert.ToBase64String(bytes);
    }
}
