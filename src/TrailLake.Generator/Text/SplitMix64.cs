namespace TrailLake.Generator.Text;

/// <summary>SplitMix64 (Steele, Lea, Flood 2014): small enough to start anew for every object, which then depends on no other.</summary>
struct SplitMix64(ulong seed)
{
    const ulong Step = 0x9E3779B97F4A7C15;

    ulong _state = seed;

    public ulong Next()
    {
        _state += Step;
        return Finish(_state);
    }

    /// <summary>A number in [0, bound).</summary>
    public int Below(int bound) => (int)((Next() >> 32) * (ulong)bound >> 32);

    /// <summary>A number in [0, 1).</summary>
    public double NextDouble() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>An index in [0, count), small ones far more often: the busiest tenth gets about half.</summary>
    public int Skewed(int count)
    {
        var u = NextDouble();
        return (int)(u * u * u * count);
    }

    /// <summary>An item, drawn by such an index.</summary>
    public T Skewed<T>(T[] items) => items[Skewed(items.Length)];

    /// <summary>A seed that depends on all its parts.</summary>
    public static ulong Mix(ulong a, ulong b, ulong c = 0, ulong d = 0) =>
        Finish(Finish(Finish(Finish(a + Step) ^ b) + (Step * c)) ^ (Step + d));

    static ulong Finish(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
