namespace TrailLake.Index;

/// <summary>A term that a segment of the index stores.</summary>
/// <typeparam name="TSelf">The type itself.</typeparam>
interface ITerm<TSelf>
    where TSelf : struct, ITerm<TSelf>
{
    /// <summary>The term's hash in its place.</summary>
    ulong Hash { get; }

    /// <summary>Joins it with the same term, met again.</summary>
    TSelf With(TSelf same);
}
