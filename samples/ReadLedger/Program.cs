// Reads the ledger: ReadLedger LAKE. What was read, and what of it is not whole.
using System;
using System.Linq;
using TrailLake;
using TrailLake.Tables;

if (args is not [var folder])
{
    Console.Error.WriteLine("usage: ReadLedger LAKE");
    return 2;
}

var objects = await Lake.Open(folder).ReadObjectsAsync().ToListAsync();
foreach (var group in objects.GroupBy(row => (row.Account, row.Region)).OrderBy(group => group.Key))
{
    Console.WriteLine(
        $"{group.Key.Account} {group.Key.Region}: {group.Count()} objects, {group.Sum(row => row.Events)} events, "
        + $"{group.Min(row => row.FirstEventTime):u} to {group.Max(row => row.LastEventTime):u}");
}

foreach (var row in objects.Where(row => row.State != ObjectState.Done))
{
    Console.WriteLine($"{row.State}: {row.Uri}: {row.Reason}");
}

// Nothing is lost: every record that was met is an event, a copy of one, or a reject.
return objects.All(row => row.Records == row.Events + row.Duplicates + row.Rejects) ? 0 : 1;
