// From an archive to answers: Investigate ARCHIVE LAKE ACCESSKEY.
using TrailLake;

var lake = Lake.Create(args[1]);
var report = await lake.IngestAsync(args[0]);
Console.WriteLine($"{report.Events} events from {report.Objects} objects, {report.Rejects} rejects");

using var calls = lake.Query("SELECT eventName, count(*) FROM events GROUP BY ALL ORDER BY 2 DESC, 1 LIMIT 5");
while (calls.Read()) { Console.WriteLine($"{calls.GetInt64(1),6} {calls.GetString(0)}"); }

using var failed = lake.Query("SELECT eventTime, eventName FROM events WHERE userIdentity.accessKeyId = ? AND errorCode <> ''", [args[2]]);
while (failed.Read()) { Console.WriteLine($"{failed.GetDateTime(0):u}  {failed.GetString(1)}"); }

await foreach (var entry in lake.TimelineAsync(args[2])) { Console.WriteLine($"{entry.First.Time:u}  {entry.Sentence}"); }
