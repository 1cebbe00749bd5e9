// Ingests an archive that came as one ZIP file: CustomSource FILE.zip LAKE. All that it takes is an ILogSource of one's own.
using System;
using TrailLake.Ingest.Pipeline;
using TrailLake.Parquet;
using TrailLake.Store;

if (args is not [var zip, var lake])
{
    Console.Error.WriteLine("usage: CustomSource FILE.zip LAKE");
    return 2;
}

var store = LakeStore.OpenOrCreate(lake, new ParquetLakeFormat());
var report = await new IngestPipeline(store, new ZipLogSource(zip)).RunAsync();
Console.WriteLine($"{report.Events} events from {report.Objects} objects; {report.KnownObjects} were known already");
return report.IsClean ? 0 : 1;
