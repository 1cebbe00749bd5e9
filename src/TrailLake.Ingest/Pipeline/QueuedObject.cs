using TrailLake.Ingest.Sources;

namespace TrailLake.Ingest.Pipeline;

/// <summary>An object to read.</summary>
/// <param name="Object">The object.</param>
/// <param name="Opened">Its stream when it is fetched ahead; null when the worker opens it.</param>
/// <param name="Epoch">Part of the round that it belongs to.</param>
readonly record struct QueuedObject(LogObject Object, Task<Stream>? Opened, EpochTracker.Epoch Epoch)
{
    /// <summary>Lets go of a stream that nobody will read.</summary>
    public void Close() => _ = Opened?.ContinueWith(
        static opened =>
        {
            if (opened.IsCompletedSuccessfully)
            {
                opened.Result.Dispose();
            }
            else
            {
                _ = opened.Exception;
            }
        },
        TaskScheduler.Default);
}
