using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using TrailLake.Store;
using TrailLake.Tables;
using Xunit;

namespace TrailLake.Tests.Lake;

public sealed class PartitionFolderTests
{
    static readonly string[] s_hostile =
    [
        "../../../etc/passwd", "..", ".", "/", "\\", "C:\\x", "a/b", "a%2Fb", "\0", "\u0001\n\r\t", "con", "CON", "abc", "ABC", "Abc", "a.",
        "a ", " ",
        "é", "É", "e\u0301", "\U0001F600", "~", "*?<>|\":", "account=1", new('x', 300), new('x', 301), new('X', 300), new('\u4e2d', 300),
        "__HIVE_DEFAULT_PARTITION__",
    ];

    [Theory]
    [InlineData("123456789012", "123456789012")]
    [InlineData("unknown", "unknown")]
    [InlineData("a/b", "a%2Fb")]
    [InlineData("..", "%2E%2E")]
    [InlineData("a.b-c_d", "a.b-c_d")]
    [InlineData("A", "%41")]
    [InlineData("null", "%6Eull")]
    [InlineData("é", "%C3%A9")]
    public void Escape_KeepsOnlyHarmlessCharacters(string account, string escaped) =>
        Assert.Equal(escaped, PartitionFolder.Escape(account));

    [Fact]
    public void Escape_OfDifferentAccounts_DiffersWithoutRegardToCase() =>
        Assert.Equal(s_hostile.Length, s_hostile.Select(PartitionFolder.Escape).Distinct(StringComparer.OrdinalIgnoreCase).Count());

    [Fact]
    public void Escape_OfALongAccount_EndsInItsHash()
    {
        var folder = PartitionFolder.Escape(new string('x', 300));
        Assert.StartsWith(new string('x', 64) + "~", folder);
        Assert.Equal(97, folder.Length);
    }

    [Theory]
    [InlineData("\u00fc", 60)]
    [InlineData("\u4e2d", 63)]
    [InlineData("\U0001F600", 60)]
    [InlineData("a\u00fc", 64)]
    public void Escape_OfALongAccount_KeepsWholeCharacters(string part, int kept)
    {
        var folder = PartitionFolder.Escape(string.Concat(Enumerable.Repeat(part, 300)));
        Assert.Equal(kept, folder.IndexOf('~'));
        Assert.StartsWith(Uri.UnescapeDataString(folder[..kept]), string.Concat(Enumerable.Repeat(part, 300)), StringComparison.Ordinal);
    }

    [Fact]
    public void Escape_OfRandomText_StaysOneShortName()
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        for (int i = 0; i < 2000; i++)
        {
            var account = PartitionFolder.Normalize(
                new string([.. Enumerable.Range(0, random.Next(200)).Select(_ => (char)random.Next(random.Next(2) == 0 ? 128 : 65536))]));
            var folder = PartitionFolder.Escape(account);
            Assert.True(
                folder.Length is > 0 and <= 120 && folder.All(c => char.IsAsciiLetterOrDigit(c) || "-_.%~".Contains(c)),
                $"seed {seed}: {folder}");
            if (!folder.Contains('~'))
            {
                Assert.True(Uri.UnescapeDataString(folder) == account, $"seed {seed}: {folder}");
            }
        }
    }

    [Fact]
    public void Commit_OfHostileAccounts_StaysInTheLakeAndReadsBack()
    {
        using var lake = new LakeFolder();
        var store = lake.Create();
        using var batch = store.BeginBatch();
        foreach (var account in s_hostile)
        {
            LakeFolder.WriteFile(batch, "x", account);
        }

        LakeFolder.WriteFile(batch, "x", "");
        LakeFolder.WriteFile(batch, "x", "lone \ud800");
        batch.Commit();

        var files = LakeStore.Open(lake.Root, lake.Format).Snapshot().Files;
        IEnumerable<string> expected = [.. s_hostile, "unknown", "lone \ufffd"];
        Assert.Equal(expected.Order(StringComparer.Ordinal), files.Select(file => file.Account).Order(StringComparer.Ordinal));
        Assert.All(files, file => Assert.True(File.Exists(file.Path)));
        Assert.All(files, file => Assert.Equal(
            Path.Combine(lake.Root, "events", "date=2026-03-01"),
            Path.GetDirectoryName(Path.GetDirectoryName(Path.GetFullPath(file.Path)))));
    }
}
