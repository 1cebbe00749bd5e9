// Turns a folder of an archive into a lake: IngestFolder FOLDER LAKE. A second run reads only what is new.
using System;
using TrailLake.Ingest.Pipeline;
using TrailLake.Ingest.Sources;
using TrailLake.Parquet;
using TrailLake.Store;

if (args is not [var folder, var lake])
{
    Console.Error.WriteLine("usage: IngestFolder FOLDER LAKE");
    return 2;
}

var store = LakeStore.OpenOrCreate(lake, new ParquetLakeFormat());
var report = await new IngestPipeline(store, new LocalLogSource(folder)).RunAsync();
Console.WriteLine($"{report.Events} events from {report.Objects} objects, {report.Duplicates} copies dropped, {report.Rejects} rejects");

foreach (var problem in report.Problems)
{
    Console.Error.WriteLine($"{problem.Where}: {problem.Message}");
}

return report.IsClean ? 0 : 1;
