namespace TrailLake.Columns;

/// <summary>Where a row comes from: the object's URI in UTF-8, and which record of it, from 0.</summary>
/// <param name="isConflict">Whether another record with this eventID and other content was there before.</param>
readonly ref struct RowOrigin(ReadOnlySpan<byte> sourceObject, long sourceIndex, bool isConflict)
{
    public readonly ReadOnlySpan<byte> SourceObject = sourceObject;
    public readonly long SourceIndex = sourceIndex;
    public readonly bool IsConflict = isConflict;
}
