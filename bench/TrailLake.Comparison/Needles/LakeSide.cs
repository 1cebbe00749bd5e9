using System.Diagnostics;
using TrailLake.Lake;
using TrailLake.Parquet;
using TrailLake.Query;

namespace TrailLake.Comparison.Needles;

/// <summary>
/// Asks TrailLake's lake as the command does: every question opens the lake, its log and its index anew, so that nothing is left of the one before.
/// </summary>
sealed class LakeSide(string lake, int threads)
{
    public Answer Ask(string sql)
    {
        var bytes = BytesRead.Now();
        var watch = Stopwatch.StartNew();
        var files = LakeFiles.Of(lake, LakeStore.Open(lake, new ParquetLakeFormat()).Snapshot());
        using var session = LakeSession.Open(files, new SessionOptions { Threads = threads });
        var opened = watch.Elapsed.TotalMilliseconds;
        watch.Restart();
        var hash = default(RowHash);
        using (var result = session.Query(sql))
        {
            while (result.Read())
            {
                for (var i = 0; i < result.Columns.Length; i++)
                {
                    hash.Add(result.GetText(i));
                }

                hash.EndRow();
            }
        }

        return new Answer(hash.Rows, hash.Sum, watch.Elapsed.TotalMilliseconds, opened, BytesRead.Now() - bytes, session.Counts);
    }
}
