// Asks a lake which calls failed for an access key: QueryFromCode LAKE ACCESSKEY.
using System;
using TrailLake.Parquet;
using TrailLake.Query.Search;
using TrailLake.Query.Session;
using TrailLake.Store;

if (args is not [var lake, var accessKey])
{
    Console.Error.WriteLine("usage: QueryFromCode LAKE ACCESSKEY");
    return 2;
}

var store = LakeStore.Open(lake, new ParquetLakeFormat());
using var session = LakeSession.Open(LakeFiles.Of(store.Directory, store.Snapshot()));
using var result = session.Query(
    "SELECT eventTime, eventName, errorCode FROM events WHERE userIdentity.accessKeyId = ? AND errorCode IS NOT NULL ORDER BY 1",
    [accessKey]);
while (result.Read())
{
    Console.WriteLine($"{result.GetText(0)}  {result.GetText(1)}  {result.GetText(2)}");
}

return 0;
