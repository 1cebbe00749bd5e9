using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using TrailLake.Tests.Support;
using Xunit;

namespace TrailLake.Tests.EndToEnd;

/// <summary>A lake that the first format wrote opens, and answers as it did.</summary>
public sealed class FirstFormatTests : IDisposable
{
    readonly FirstFormatLake _old = new();

    TestLake Lake => _old.Lake;

    [Fact]
    public void Opens_WithItsCounts()
    {
        var snapshot = Lake.Snapshot();
        Assert.Equal(22, snapshot.Version);
        Assert.Equal(23, snapshot.Files.Count);
        Assert.Equal(61, Lake.Count("SELECT count(*) FROM events"));
        Assert.Equal(2, Lake.Ledger().Sum(row => row.Duplicates));
        Assert.Equal(4, Lake.Rejects().Count);
        Assert.Equal(1, Lake.Count("SELECT count(*) FROM events WHERE eventIDConflict"));
        Assert.Equal(2, Lake.Count("SELECT count(DISTINCT account) FROM events"));
        Assert.Equal(3, Lake.Count("SELECT count(DISTINCT date) FROM events"));
        Lake.CheckLedger();
    }

    [Fact]
    public void EveryRecord_IsRebuiltAsDelivered()
    {
        var rebuilt = Lake.Rebuild();
        int compared = 0;
        foreach (var file in Directory.EnumerateFiles(FirstFormatLake.Source, "*.gz", SearchOption.AllDirectories))
        {
            var uri = FirstFormatLake.SourceUri + Path.GetRelativePath(FirstFormatLake.Source, file).Replace('\\', '/');
            foreach (var (index, record) in RecordsOf(file))
            {
                if (rebuilt.TryGetValue((uri, index), out var text))
                {
                    TestLake.AssertSameJson(WithReadableHalves(record), WithReadableHalves(text));
                    compared++;
                }
            }
        }

        // The events of the object that breaks off are no JSON document.
        Assert.InRange(compared, 55, 61);
    }

    [Fact]
    public async Task Commands_AnswerAsTheyDid()
    {
        var asked = await CommandRun.OfAsync("ask", "deleted-bucket", "--lake", Lake.Directory);
        Assert.Equal(0, asked.Exit);
        Assert.Contains("payroll-archive", asked.Out, StringComparison.Ordinal);
        var searched = await CommandRun.OfAsync("timeline", "payroll-archive", "--lake", Lake.Directory);
        Assert.Contains("delete", searched.Out, StringComparison.Ordinal);
        var status = await CommandRun.OfAsync("status", "--lake", Lake.Directory);
        Assert.Equal(0, status.Exit);
        var verified = await CommandRun.OfAsync("verify", "lake", "--lake", Lake.Directory);
        Assert.Equal(0, verified.Exit);
    }

    public void Dispose() => _old.Dispose();

    // JsonDocument compares no half of a surrogate pair: its escape is compared as text.
    static string WithReadableHalves(string json) => json.Replace("\\ud83d\"", "\\\\ud83d\"", StringComparison.Ordinal);

    static IEnumerable<(long Index, string Text)> RecordsOf(string path)
    {
        string text;
        try
        {
            using var gzip = new GZipStream(File.OpenRead(path), CompressionMode.Decompress);
            using var reader = new StreamReader(gzip);
            text = reader.ReadToEnd();
        }
        catch (InvalidDataException)
        {
            yield break;
        }

        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(text);
        }
        catch (JsonException)
        {
            yield break;
        }

        using (document)
        {
            long index = 0;
            foreach (var record in document.RootElement.GetProperty("Records").EnumerateArray())
            {
                yield return (index++, record.GetRawText());
            }
        }
    }
}
