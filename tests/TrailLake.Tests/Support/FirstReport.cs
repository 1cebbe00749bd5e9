using System;
using System.Threading.Tasks;

namespace TrailLake.Tests.Support;

/// <summary>Waits for the first report of a progress.</summary>
sealed class FirstReport<T> : IProgress<T>
{
    readonly TaskCompletionSource<T> _source = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The report.</summary>
    public Task<T> Task => _source.Task;

    public void Report(T value) => _source.TrySetResult(value);
}
