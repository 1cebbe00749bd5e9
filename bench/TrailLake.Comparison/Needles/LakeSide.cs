using System;
using System.Diagnostics;
using TrailLake.Lake;
using TrailLake.Parquet;
using TrailLake.Query;

namespace TrailLake.Comparison.Needles;

/// <summary>Asks TrailLake's lake.</summary>
sealed class LakeSide(string lake, int threads) : IDisposable
{
    LakeSession? _session;

    /// <summary>
    /// Asks as the command does: the question opens the lake, its log and its index anew, so that nothing is left of the one before.
    /// </summary>
    public Answer AskAnew(string sql)
    {
        Reopen();
        var answer = Ask(sql);
        Reopen();
        return answer;
    }

    /// <summary>Asks a session that stays open, as the shell has it and a program that uses the library; only <see cref="Reopen"/> ends it.</summary>
    public Answer Ask(string sql)
    {
        var bytes = BytesRead.Now();
        var watch = Stopwatch.StartNew();
        _session ??= Open();
        var opened = watch.Elapsed.TotalMilliseconds;
        watch.Restart();
        var hash = default(RowHash);
        using (var result = _session.Query(sql))
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

        return new Answer(hash.Rows, hash.Sum, watch.Elapsed.TotalMilliseconds, opened, BytesRead.Now() - bytes, _session.Counts);
    }

    /// <summary>Forgets what the session keeps in memory.</summary>
    public void Reopen()
    {
        _session?.Dispose();
        _session = null;
    }

    public void Dispose() => Reopen();

    LakeSession Open() => LakeSession.Open(
        LakeFiles.Of(lake, LakeStore.Open(lake, new ParquetLakeFormat()).Snapshot()), new SessionOptions { Threads = threads });
}
