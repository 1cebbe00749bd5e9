namespace TrailLake.Cli.Processes;

/// <summary>
/// For a process that does nothing but ingest: a library must not stop all threads of a program that it is a guest in. Keeps garbage within
/// the memory that an ingest may take. On a machine with memory to spare the collector lets a few hundred megabytes of it stand, which
/// would be most of the process; columns of numbers and bytes are cheap to go through, a collection takes some 20 ms.
/// </summary>
/// <param name="budget">Bytes of managed memory up to which nothing is done.</param>
sealed class GarbageCollectionPacer(long budget)
{
    readonly Lock _collecting = new();
    long _next;

    /// <summary>Called when buffers were given back: collects above the budget, when an eighth of it is new since the last time.</summary>
    public void Pace()
    {
        if (GC.GetTotalMemory(forceFullCollection: false) < Math.Max(budget, Volatile.Read(ref _next)) || !_collecting.TryEnter())
        {
            return;
        }

        try
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true);
            Volatile.Write(ref _next, GC.GetTotalMemory(forceFullCollection: false) + (budget / 8));
        }
        finally
        {
            _collecting.Exit();
        }
    }
}
