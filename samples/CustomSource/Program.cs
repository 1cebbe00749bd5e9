// Ingests an archive that came as one ZIP file: CustomSource FILE.zip LAKE. All that it takes is an ILogSource of one's own.
using System;
using TrailLake;

if (args is not [var zip, var folder])
{
    Console.Error.WriteLine("usage: CustomSource FILE.zip LAKE");
    return 2;
}

var report = await Lake.Create(folder).IngestAsync(new ZipLogSource(zip));
Console.WriteLine($"{report.Events} events from {report.Objects} objects; {report.KnownObjects} were known already");
return report.IsClean ? 0 : 1;
