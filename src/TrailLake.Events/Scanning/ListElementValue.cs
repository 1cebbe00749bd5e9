namespace TrailLake.Scanning;

/// <summary>A member of a list's element; slices as in <see cref="ScannedRecord"/>.</summary>
struct ListElementValue
{
    public ValueState State;
    public int Start;
    public int Length;
}
