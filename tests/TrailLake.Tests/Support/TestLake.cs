using System;
using System.Buffers;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json;
using TrailLake.Answers.Lookups;
using TrailLake.Ingest.Pipeline;
using TrailLake.Ingest.Sources;
using TrailLake.Parquet;
using TrailLake.Query.Search;
using TrailLake.Query.Session;
using TrailLake.Query.Values;
using TrailLake.Store;
using TrailLake.Tables;
using Xunit;

namespace TrailLake.Tests.Support;

/// <summary>
/// A lake in a folder of its own, filled by the real pipeline and asked through the real session; its source lies beside it.
/// </summary>
sealed class TestLake : IDisposable
{
    static readonly JsonDocumentOptions s_deep = new() { MaxDepth = 2000 };

    readonly TempFolder _folder = new();
    readonly string? _directory;

    /// <summary>A lake in a folder of its own.</summary>
    public TestLake()
    {
    }

    /// <summary>A lake in a given folder.</summary>
    public TestLake(string directory) => _directory = directory;

    /// <summary>The lake's folder.</summary>
    public string Directory => _directory ?? _folder.File("lake");

    /// <summary>Folder for the source's objects.</summary>
    public string Source => _folder.File("source");

    /// <summary>Writes an object of the source.</summary>
    public string Put(string name, byte[] content)
    {
        string path = Path.Combine(Source, name);
        System.IO.Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, content);
        return path;
    }

    /// <summary>Writes an object of the source.</summary>
    public string Put(string name, string content) => Put(name, System.Text.Encoding.UTF8.GetBytes(content));

    /// <summary>Ingests the source's folder and checks that the ledger accounts for every record.</summary>
    public IngestReport Ingest(IngestOptions? options = null) => Ingest(new LocalLogSource(Source), options);

    /// <summary>Ingests any source and checks the ledger.</summary>
    public IngestReport Ingest(ILogSource source, IngestOptions? options = null)
    {
        var store = LakeStore.OpenOrCreate(Directory, new ParquetLakeFormat());
        var report = new IngestPipeline(store, source, options).RunAsync().GetAwaiter().GetResult();
        Assert.Equal(report.Records, report.Events + report.Duplicates + report.Rejects);
        CheckLedger();
        return report;
    }

    /// <summary>The newest snapshot.</summary>
    public LakeSnapshot Snapshot() => LakeStore.Open(Directory, new ParquetLakeFormat()).Snapshot();

    /// <summary>A session over the newest snapshot.</summary>
    public SqlSession Open() => SqlSession.Open(LakeFiles.Of(Directory, Snapshot()));

    /// <summary>The rows of a query.</summary>
    public IReadOnlyList<string?[]> Query(string sql)
    {
        using var session = Open();
        using var result = session.Query(sql);
        return result.ReadAll();
    }

    /// <summary>The one value of a query.</summary>
    public string? Scalar(string sql) => Assert.Single(Query(sql))[0];

    /// <summary>The one number of a query.</summary>
    public long Count(string sql) => long.Parse(Scalar(sql)!, CultureInfo.InvariantCulture);

    /// <summary>All eventIDs, sorted.</summary>
    public IReadOnlyList<string?> EventIds() => [.. Query("SELECT eventID FROM events ORDER BY 1").Select(row => row[0])];

    /// <summary>The ledger, by URI.</summary>
    public IReadOnlyList<ObjectRow> Ledger() => [.. Snapshot().ReadObjects().OrderBy(row => row.Uri, StringComparer.Ordinal)];

    /// <summary>The rejects, by source and offset.</summary>
    public IReadOnlyList<RejectRow> Rejects() =>
        [.. Snapshot().ReadRejects().OrderBy(row => row.SourceObject, StringComparer.Ordinal).ThenBy(row => row.Offset)];

    /// <summary>Every record, rebuilt from its row, as text by source and index.</summary>
    public Dictionary<(string Source, long Index), string> Rebuild()
    {
        using var session = Open();
        return EventSearch.All(session).ToDictionary(
            row => (row.SourceObject, row.SourceIndex),
            row =>
            {
                var buffer = new ArrayBufferWriter<byte>();
                using (var writer = new Utf8JsonWriter(buffer, ResultJson.Options))
                {
                    RecordRebuilder.Write(row.Row, writer);
                }

                return System.Text.Encoding.UTF8.GetString(buffer.WrittenSpan);
            });
    }

    /// <summary>
    /// Every event by what makes it itself, sorted: equal lists mean equal lakes. Not by its recordHash, which each lake makes with a
    /// secret of its own, nor by its source, which may lie elsewhere.
    /// </summary>
    public IReadOnlyList<string> Events() =>
        [.. Query(
            "SELECT concat_ws('|', date, account, eventID, eventIDConflict, md5(CAST(e AS VARCHAR))) "
            + "FROM (SELECT * EXCLUDE (recordHash, sourceObject, sourceIndex) FROM events_raw) e ORDER BY 1").Select(row => row[0]!)];

    /// <summary>Checks that two texts are the same JSON: order of members and spelling of escapes aside.</summary>
    public static void AssertSameJson(string expected, string actual)
    {
        using var one = JsonDocument.Parse(expected, s_deep);
        using var two = JsonDocument.Parse(actual, s_deep);
        Assert.True(JsonElement.DeepEquals(one.RootElement, two.RootElement), $"expected {expected}\nfound    {actual}");
    }

    /// <summary>The invariants that hold for every lake.</summary>
    public void CheckLedger()
    {
        // All rows, also those of objects that could not be read to their end and were read again.
        var snapshot = Snapshot();
        var ledger = snapshot.ObjectFiles.SelectMany(new ParquetLakeFormat().ReadObjects)
            .Where(row => snapshot.Batches.Contains(row.Batch)).ToList();
        Assert.All(ledger, row => Assert.Equal(row.Records, row.Events + row.Duplicates + row.Rejects));
        var rejects = snapshot.ReadRejects().ToLookup(row => row.SourceObject);
        Assert.All(ledger.GroupBy(row => row.Uri), rows => Assert.Equal(rows.Sum(row => row.Rejects), rejects[rows.Key].Count()));

        // One session: to open it takes longer than all else here.
        var counts = Assert.Single(Query(
            "SELECT coalesce(sum(n), 0), count(*) FROM (SELECT count(*) AS n FROM events GROUP BY date, account, eventID, recordHash)"));
        string events = ledger.Sum(row => row.Events).ToString(CultureInfo.InvariantCulture);
        Assert.Equal((events, events), (counts[0], counts[1]));
    }

    public void Dispose() => _folder.Dispose();
}
