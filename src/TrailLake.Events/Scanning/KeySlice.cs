namespace TrailLake.Scanning;

/// <summary>A key of a record: the struct that it stands in, and its bytes in the buffer with escapes and without quotes.</summary>
readonly ref struct KeySlice(StructNode parent, int start, int length)
{
    public readonly StructNode Parent = parent;
    public readonly int Start = start;
    public readonly int Length = length;
}
