using System;

namespace TrailLake.Columns;

/// <summary>Where a row comes from.</summary>
/// <param name="sourceObject">URI of the object, UTF-8.</param>
/// <param name="sourceIndex">Which record of it, from 0.</param>
/// <param name="isConflict">Whether another record with this eventID and other content was there before.</param>
readonly ref struct RowOrigin(ReadOnlySpan<byte> sourceObject, long sourceIndex, bool isConflict)
{
    public readonly ReadOnlySpan<byte> SourceObject = sourceObject;
    public readonly long SourceIndex = sourceIndex;
    public readonly bool IsConflict = isConflict;
}
