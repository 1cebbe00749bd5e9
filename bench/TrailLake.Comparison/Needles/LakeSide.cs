using System;
using System.Diagnostics;
using TrailLake.Parquet;
using TrailLake.Query.Execution;
using TrailLake.Query.Search;
using TrailLake.Query.Session;
using TrailLake.Store;

namespace TrailLake.Comparison.Needles;

/// <summary>Asks TrailLake's lake.</summary>
sealed class LakeSide(string lake, int threads) : IDisposable
{
    SqlSession? _session;

    /// <summary>
    /// Asks as the command does: the question opens the lake, its log and its index anew, so that nothing is left of the one before.
    /// </summary>
    public Answer AskAnew(string sql)
    {
        SqlSession? session = null;
        try
        {
            return Ask(ref session, sql);
        }
        finally
        {
            session?.Dispose();
        }
    }

    /// <summary>Asks a session that stays open, as the shell has it and a program that uses the library.</summary>
    public Answer Ask(string sql) => Ask(ref _session, sql);

    public void Dispose() => _session?.Dispose();

    Answer Ask(ref SqlSession? session, string sql)
    {
        var bytes = BytesRead.Now();
        var watch = Stopwatch.StartNew();
        session ??= Open();
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

    SqlSession Open() => SqlSession.Open(
        LakeFiles.Of(lake, LakeStore.Open(lake, new ParquetLakeFormat()).Snapshot()), new SessionOptions { Threads = threads });
}
