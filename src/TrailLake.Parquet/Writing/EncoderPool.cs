using System.Collections.Concurrent;

namespace TrailLake.Parquet.Writing;

/// <summary>Keeps as many encoders as were ever in use at once, but none whose buffer an unusual batch has blown up.</summary>
sealed class EncoderPool
{
    const int MaxKeptCapacity = 64 << 20;

    readonly ConcurrentBag<RowGroupEncoder> _idle = [];

    public RowGroupEncoder Rent() => _idle.TryTake(out var encoder) ? encoder : new RowGroupEncoder();

    public void Return(RowGroupEncoder encoder)
    {
        if (encoder.Capacity > MaxKeptCapacity)
        {
            encoder.Dispose();
        }
        else
        {
            _idle.Add(encoder);
        }
    }
}
