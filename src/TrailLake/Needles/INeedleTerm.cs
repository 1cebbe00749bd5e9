namespace TrailLake.Needles;

/// <summary>A term that a section of the index stores.</summary>
/// <typeparam name="TSelf">The type itself.</typeparam>
interface INeedleTerm<TSelf>
    where TSelf : struct, INeedleTerm<TSelf>
{
    /// <summary>The term's hash in its place.</summary>
    ulong Hash { get; }

    /// <summary>What is known of a term that was met twice.</summary>
    TSelf With(TSelf same);
}
