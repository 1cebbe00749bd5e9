// Asks a lake which calls failed for an access key, and tells what it was used for: QueryFromCode LAKE ACCESSKEY.
using System;
using TrailLake;

if (args is not [var folder, var accessKey])
{
    Console.Error.WriteLine("usage: QueryFromCode LAKE ACCESSKEY");
    return 2;
}

var lake = Lake.Open(folder);
using var result = lake.Query(
    "SELECT eventTime, eventName, errorCode FROM events WHERE userIdentity.accessKeyId = ? AND errorCode IS NOT NULL ORDER BY 1",
    [accessKey]);
while (result.Read())
{
    Console.WriteLine($"{result.GetText(0)}  {result.GetText(1)}  {result.GetText(2)}");
}

foreach (var entry in lake.Timeline(accessKey))
{
    Console.WriteLine($"{entry.First.Time:u}  {entry.Sentence}");
}

return 0;
