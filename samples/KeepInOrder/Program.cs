// Puts a lake in order after many small ingests: KeepInOrder LAKE. Once a day is enough; queries and ingests go on beside it.
using System;
using TrailLake;

if (args is not [var folder])
{
    Console.Error.WriteLine("usage: KeepInOrder LAKE");
    return 2;
}

var lake = Lake.Open(folder);
var report = await lake.OptimizeAsync();
Console.WriteLine($"{report.FilesBefore} files became {report.FilesAfter}, {report.Duplicates} copies removed");

// What was replaced a week ago, no query can be reading any more.
var removed = await lake.SweepAsync(TimeSpan.FromDays(7));
Console.WriteLine($"{removed.Count} old files removed");

foreach (var left in report.Left)
{
    Console.WriteLine($"left as it is: {left.Date:yyyy-MM-dd} {left.Account}: {left.Reason}");
}

return report.IsComplete ? 0 : 1;
