namespace TrailLake.Index;

/// <summary>A term that a segment of the index stores.</summary>
/// <typeparam name="TSelf">The type itself.</typeparam>
interface ITerm<TSelf>
    where TSelf : struct, ITerm<TSelf>
{
    /// <summary>The term's hash in its place.</summary>
    ulong Hash { get; }

    /// <summary>What is known of a term that was met twice.</summary>
    TSelf With(TSelf same);
}
