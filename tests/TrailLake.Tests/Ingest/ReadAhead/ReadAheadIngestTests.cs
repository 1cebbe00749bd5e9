using System;
using System.Collections.Generic;
using System.Formats.Tar;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Threading.Tasks;
using TrailLake.Containers;
using TrailLake.Ingest.Pipeline;
using TrailLake.Ingest.Sources;
using TrailLake.Tables;
using TrailLake.Tests.Support;
using Xunit;

namespace TrailLake.Tests.Ingest.ReadAhead;

/// <summary>What is read ahead becomes the same lake.</summary>
public sealed class ReadAheadIngestTests
{
    static readonly IngestOptions s_options = new() { Containers = ContainerFormats.All };

    [Fact]
    public void EveryKindOfBody_GivesTheSameLake()
    {
        using var direct = new TestLake();
        using var ahead = new TestLake();
        var hashes = new Dictionary<string, string>();
        foreach (var (name, content) in Bodies())
        {
            hashes.Add(Path.GetFileName(direct.Put(name, content)), Convert.ToHexStringLower(SHA256.HashData(content)));
        }

        direct.Ingest(s_options);
        ahead.Ingest(new ReadAheadSource(new LocalLogSource(direct.Source)), s_options);
        var rows = ahead.Ledger();
        Assert.Equal(hashes.Count, rows.Count);
        Assert.Equal(direct.Ledger().Select(Comparable), rows.Select(Comparable));
        Assert.Equal(direct.Rejects().Select(Comparable), ahead.Rejects().Select(Comparable));
        Assert.Equal(direct.Events(), ahead.Events());
        Assert.All(rows, row => Assert.Equal(hashes[row.Uri[(row.Uri.LastIndexOf('/') + 1)..]], row.Sha256));
    }

    [Theory]
    [InlineData(0, -1)]
    [InlineData(1, -1)]
    [InlineData(5_000, -1)]
    [InlineData(1, 1_000_000)]
    [InlineData(5_000, 1_000_000)]
    public void BrokenTransfer_GivesTheSameLake(int failAt, long size)
    {
        foreach (var content in new[] { Content("t", 2_000), Records.Gzip(Content("t", 2_000)) })
        {
            using var direct = new TestLake();
            using var ahead = new TestLake();
            var source = new OneStreamSource(() => new TrickleStream(content, failAt), size);
            direct.Ingest(source);
            ahead.Ingest(new ReadAheadSource(source));
            Assert.Equal(ObjectState.Unreadable, Assert.Single(ahead.Ledger()).State);
            Assert.Equal(direct.Ledger().Select(Comparable), ahead.Ledger().Select(Comparable));
            Assert.Equal(direct.Events(), ahead.Events());
        }
    }

    [Fact]
    public async Task LocalFile_IsReadAheadFromASizeOn()
    {
        using var lake = new TestLake();
        lake.Put("small.json", new byte[LocalLogSource.ReadAheadSize - 1]);
        lake.Put("large.json", Encoding.UTF8.GetBytes(Records.File(Records.Of("e")).PadRight((int)LocalLogSource.ReadAheadSize)));
        var source = new LocalLogSource(lake.Source);
        await foreach (var (item, _) in source.ListAsync(SourceFilter.All))
        {
            await using var stream = await source.OpenAsync(item!);
            Assert.Equal(item!.Uri.Contains("large", StringComparison.Ordinal), stream is ReadAheadStream);
        }

        lake.Ingest();
        var row = lake.Ledger()[0];
        Assert.Equal((1, LocalLogSource.ReadAheadSize), (row.Events, row.ContentSize));
        Assert.Equal(row.Sha256, row.ContentSha256);
    }

    static IEnumerable<(string Name, byte[] Content)> Bodies()
    {
        var gzip = Records.Gzip(Content("z", 2_000));
        yield return ("a.json", Content("a", 2_000));
        yield return ("b.json.gz", Records.Gzip(Content("b", 2_000)));
        yield return ("members.json.gz", Records.Join(Records.Gzip(Content("c", 300)), Records.Gzip(Content("d", 300))));
        yield return ("garbage.json.gz", Records.Join(Records.Gzip(Content("e", 300)), Records.Utf8("garbage behind the end")));
        yield return ("zeros.json.gz", Records.Join(Records.Gzip(Content("f", 300)), new byte[300_000]));
        yield return ("truncated.json.gz", gzip[..^1_000]);
        yield return ("corrupt.json.gz", Records.Join(gzip[..(gzip.Length / 2)], new byte[64], gzip[((gzip.Length / 2) + 64)..]));
        yield return ("lines.jsonl", Records.Utf8(string.Join('\n', Enumerable.Range(0, 300).Select(i => Records.Of($"g{i}")))));
        yield return ("behind.json", Records.Join(Content("h", 300), Records.Utf8(" and more")));
        yield return ("utf16.json", Encoding.Unicode.GetBytes("\uFEFF" + Encoding.UTF8.GetString(Content("i", 300))));
        yield return ("k.zip", Support.Containers.Zip(("x.json", Content("k", 300)), ("y.json.gz", Records.Gzip(Content("l", 300)))));
        yield return ("m.tar.gz", Records.Gzip(Support.Containers.Tar(TarEntryFormat.Pax, ("x.json", Content("m", 300)))));
        yield return ("n.tar", Support.Containers.Tar(TarEntryFormat.Pax, ("x.json", Content("n", 300)), ("y.json", Content("o", 300))));
        yield return ("p.json.zst", Support.Containers.Zstd(Content("p", 300)));
        yield return ("q.json.bz2", Support.Containers.BZip2(Content("q", 300)));
        yield return ("cut.zip", Support.Containers.Zip(("x.json", Content("r", 300)), ("y.json", Content("s", 300)))[..^700]);
        yield return ("blank.json", Records.Utf8(" \n"));
        yield return ("nothing.json", new byte[70_000]);
        yield return ("noise.json", [.. Enumerable.Range(0, 300_000).Select(i => (byte)((i * 7919 >> 3) | 1))]);
        yield return ("bomb.json.gz", Records.Gzip(new byte[80 << 20], CompressionLevel.Optimal));
    }

    static byte[] Content(string id, int records) =>
        Records.Utf8(Records.File([.. Enumerable.Range(0, records).Select(i => Records.Of($"{id}{i}"))]));

    // Times, and the batch's name, are each lake's own.
    static ObjectRow Comparable(ObjectRow row) => row with { IngestedAt = default, Batch = "" };

    static string Comparable(RejectRow row) =>
        string.Join(
            '|', row.SourceObject, row.SourceIndex, row.Offset, row.Length, row.Reason, row.Message, Convert.ToHexStringLower(row.Content));
}
