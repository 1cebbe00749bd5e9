using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using TrailLake.Answers.Questions;
using TrailLake.Ingest.Pipeline;
using TrailLake.Ingest.Sources;
using TrailLake.Parquet;
using TrailLake.Query.Execution;
using TrailLake.Query.Search;
using TrailLake.Query.Session;
using TrailLake.Store;
using TrailLake.Tests.Support;

namespace TrailLake.Tests.Questions;

/// <summary>A lake made of a few records by the product's own way: file, ingest, lake.</summary>
sealed class RecordLake : IDisposable
{
    readonly TempFolder _folder = new();

    RecordLake()
    {
    }

    public LakeFiles Files { get; private set; } = null!;

    /// <summary>The lake of short records; of a folder with log files when a path is given.</summary>
    public static async Task<RecordLake> CreateAsync(JsonArray? records, string? path = null)
    {
        var lake = new RecordLake();
        if (records is not null)
        {
            var full = new JsonArray([.. records.Select((record, i) => ShortRecord.Expand(record!.AsObject(), i))]);
            path = System.IO.Path.GetDirectoryName(lake._folder.Write("in/log.json", new JsonObject { ["Records"] = full }.ToJsonString()));
        }

        var store = LakeStore.OpenOrCreate(lake._folder.File("lake"), new ParquetLakeFormat());
        await new IngestPipeline(store, new LocalLogSource(path!)).RunAsync();
        lake.Files = LakeFiles.Of(store.Directory, store.Snapshot());
        return lake;
    }

    /// <summary>The lake of several objects with short records, each read by a run of its own.</summary>
    public static async Task<RecordLake> CreateAsync(IReadOnlyList<(string Name, JsonArray Records)> objects)
    {
        var lake = new RecordLake();
        var store = LakeStore.OpenOrCreate(lake._folder.File("lake"), new ParquetLakeFormat());
        foreach (var (name, records) in objects)
        {
            var full = new JsonArray([.. records.Select((record, i) => ShortRecord.Expand(record!.DeepClone().AsObject(), i))]);
            var path = lake._folder.Write("in/" + name, new JsonObject { ["Records"] = full }.ToJsonString());
            await new IngestPipeline(store, new LocalLogSource(path)).RunAsync();
        }

        lake.Files = LakeFiles.Of(store.Directory, store.Snapshot());
        return lake;
    }

    public SqlSession Open(EventFilter? filter = null) =>
        SqlSession.Open(Files, new SessionOptions { Filter = filter ?? EventFilter.All, Threads = 1 });

    /// <summary>The answer's rows as cells by column name.</summary>
    public List<Dictionary<string, string?>> Ask(string name, QuestionRequest request)
    {
        var question = QuestionCatalog.Load().Find(name) ?? throw new ArgumentException("no question " + name);
        using var session = Open(QuestionAsker.FilterOf(question, request.Filter));
        using var result = QuestionAsker.Ask(session, question, request);
        var names = result.Columns.Select(column => column.Name).ToList();
        return [.. result.ReadAll().Select(row => names.Zip(row).ToDictionary(pair => pair.First, pair => pair.Second))];
    }

    public void Dispose() => _folder.Dispose();
}
