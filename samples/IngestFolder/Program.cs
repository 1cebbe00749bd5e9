// Turns an archive into a lake: IngestFolder SOURCE LAKE. A second run reads only what is new.
using System;
using TrailLake;

if (args is not [var source, var folder])
{
    Console.Error.WriteLine("usage: IngestFolder SOURCE LAKE");
    return 2;
}

var lake = Lake.Create(folder);
var report = await lake.IngestAsync(source);
Console.WriteLine($"{report.Events} events from {report.Objects} objects, {report.Duplicates} copies dropped, {report.Rejects} rejects");

foreach (var problem in report.Problems)
{
    Console.Error.WriteLine($"{problem.Where}: {problem.Message}");
}

return report.IsClean ? 0 : 1;
