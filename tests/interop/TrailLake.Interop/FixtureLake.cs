using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text;
using TrailLake.Ingest.Pipeline;
using TrailLake.Maintenance;
using TrailLake.Maintenance.Optimization;
using TrailLake.Parquet;
using TrailLake.Store;

namespace TrailLake.Interop;

/// <summary>
/// Makes the lake: thirty commits and so a checkpoint, days that were optimised and days that were purged, events that two trails
/// delivered, rejects, verdicts, and all odd values.
/// </summary>
static class FixtureLake
{
    const string Account = "111122223333";
    const string Other = "444455556666";
    const int Batches = 30;

    static readonly DateOnly s_first = new(2026, 3, 1);

    /// <summary>Makes it in a new folder.</summary>
    public static void Make(string directory)
    {
        var store = LakeStore.OpenOrCreate(directory, new ParquetLakeFormat());
        Ingest(store, Key("trail", Account, "odd"), File(FixtureRecords.Odd()), s_first.AddDays(4));
        Ingest(store, Key("trail", Account, "bad"), File(FixtureRecords.Rejected()), s_first.AddDays(4));
        for (int i = 0; i < Batches; i++)
        {
            var day = s_first.AddDays(i / 6);
            string account = i % 2 == 0 ? Account : Other;
            var records = FixtureRecords.Ordinary(day, account, 30).Skip(i % 6 / 2 * 10).Take(10).ToList();
            Ingest(store, Key("trail", account, $"{i:D2}"), File(records), day);
            if (i % 10 == 0)
            {
                // A second trail delivers the same, and a record that the first did not.
                Ingest(store, "trail-2/"
                    + Key("second", account, $"{i:D2}"), File([.. records, .. FixtureRecords.Ordinary(day, account, 31).Skip(30)]), day);
            }
        }

        new LakeOptimizer(store, new OptimizeOptions { From = s_first, To = s_first.AddDays(2) }).Run();
        new LakePurge(store, s_first.AddDays(1), Other).Run();
        new DigestVerdictRecorder(store, row => row.Uri.EndsWith("0.json.gz", StringComparison.Ordinal) ? "valid" : null).Run();
    }

    static void Ingest(LakeStore store, string key, string content, DateOnly day)
    {
        var source = new FixtureSource([new FixtureFile(key, Pack(content), day.ToDateTime(new TimeOnly(12, 0), DateTimeKind.Utc))]);
        new IngestPipeline(store, source, new IngestOptions { Jobs = 1 }).RunAsync().GetAwaiter().GetResult();
    }

    static string File(IEnumerable<string> records) => "{\"Records\":[" + string.Join(',', records) + "]}";

    static byte[] Pack(string content)
    {
        var stream = new MemoryStream();
        using (var gzip = new GZipStream(stream, CompressionLevel.NoCompression))
        {
            gzip.Write(Encoding.UTF8.GetBytes(content));
        }

        return stream.ToArray();
    }

    static string Key(string trail, string account, string name) =>
        $"AWSLogs/{account}/CloudTrail/eu-west-1/2026/03/05/{account}_CloudTrail_eu-west-1_20260305T0000Z_{trail}{name}.json.gz";
}
