using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using TrailLake.Cli;
using TrailLake.Cli.Terminals;
using TrailLake.Ingest.Pipeline;
using TrailLake.Ingest.Sources;
using TrailLake.Parquet;
using TrailLake.Query.Execution;
using TrailLake.Query.Search;
using TrailLake.Query.Session;
using TrailLake.Store;

namespace TrailLake.Tests.Support;

/// <summary>A lake that TrailLake itself made of records: written down in a test, generated, or real ones.</summary>
sealed class RecordsLake : IDisposable
{
    readonly TempFolder _folder = new();

    RecordsLake()
    {
        LakeStore.OpenOrCreate(Directory, new ParquetLakeFormat());
    }

    public string Directory => _folder.File("lake");

    /// <summary>A lake of records as JSON texts.</summary>
    public static async Task<RecordsLake> OfRecordsAsync(params string[] records)
    {
        var lake = new RecordsLake();
        if (records.Length > 0)
        {
            lake._folder.Write("archive/records.json", $$"""{"Records":[{{string.Join(",\n", records)}}]}""");
            await lake.IngestAsync(lake._folder.File("archive"));
        }

        return lake;
    }

    /// <summary>A lake of the archive in a folder.</summary>
    public static async Task<RecordsLake> OfFolderAsync(string archive, IngestOptions? options = null)
    {
        var lake = new RecordsLake();
        await lake.IngestAsync(archive, options);
        return lake;
    }

    /// <summary>A lake of the real records of a set that stands beside the project.</summary>
    public static Task<RecordsLake> OfSharedDataAsync(string name)
    {
        Require.OrSkip(SharedData.Folder.Length > 0, "The real records are not beside the project.");
        return OfFolderAsync(Path.Combine(SharedData.Folder, name));
    }

    public SqlSession Open(EventFilter? filter = null) => SqlSession.Open(
        LakeFiles.Of(Directory, LakeStore.Open(Directory, new ParquetLakeFormat()).Snapshot()),
        new SessionOptions { Filter = filter ?? EventFilter.All, Threads = 1 });

    /// <summary>Runs the command on the lake, in this process.</summary>
    public Task<TrailLakeProcess> RunAsync(params string[] arguments) => RunAsync(outIsTerminal: false, arguments);

    /// <summary>Runs the command on the lake as on a terminal of 100 columns.</summary>
    public async Task<TrailLakeProcess> RunAsync(bool outIsTerminal, string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        using var terminal = new Terminal(TextReader.Null, output, error, outIsTerminal, width: 100);
        var exitCode = await CommandLine.RunAsync([.. arguments.Append("--lake"), Directory], terminal, default);
        return new TrailLakeProcess((int)exitCode, output.ToString(), error.ToString());
    }

    public void Dispose() => _folder.Dispose();

    Task IngestAsync(string archive, IngestOptions? options = null) =>
        new IngestPipeline(LakeStore.Open(Directory, new ParquetLakeFormat()), new LocalLogSource(archive), options).RunAsync();
}
