using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace TrailLake;

/// <summary>Reads on a thread of the pool what is read synchronously, so that the caller's does not wait for disks.</summary>
static class OtherThread
{
    // To change threads takes about a microsecond, so rows come in groups; but none waits long for its group to fill.
    const int MostRows = 256;
    static readonly TimeSpan s_longestWait = TimeSpan.FromMilliseconds(20);

    /// <summary>The rows, as they are read.</summary>
    /// <param name="read">Begins to read; not called before the first row is asked for.</param>
    /// <param name="running">What waits for a group that is being read.</param>
    public static async IAsyncEnumerable<T> Read<T>(
        Func<CancellationToken, IEnumerable<T>> read,
        RunningAnswers running,
        [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        using var rows = await Task.Run(() => running.Run(() => read(cancellation).GetEnumerator()), cancellation).ConfigureAwait(false);
        var group = new List<T>();
        bool isMore = true;
        while (isMore)
        {
            group.Clear();
            isMore = await Task.Run(() => running.Run(() => Fill(rows, group, cancellation)), cancellation).ConfigureAwait(false);
            foreach (var row in group)
            {
                yield return row;
            }
        }
    }

    static bool Fill<T>(IEnumerator<T> rows, List<T> group, CancellationToken cancellation)
    {
        long start = Stopwatch.GetTimestamp();
        while (group.Count < MostRows && Stopwatch.GetElapsedTime(start) < s_longestWait)
        {
            cancellation.ThrowIfCancellationRequested();
            if (!rows.MoveNext())
            {
                return false;
            }

            group.Add(rows.Current);
        }

        return true;
    }
}
