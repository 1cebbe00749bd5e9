namespace TrailLake.Scanning;

/// <summary>Limits that keep hostile input from exhausting memory or stack.</summary>
public static class ScanLimits
{
    /// <summary>Deepest nesting of objects and arrays in a record. Real records stay below 20.</summary>
    public const int MaxDepth = 512;

    /// <summary>Longest record: 16 MiB. CloudTrail shrinks records above 1 MB.</summary>
    public const int MaxRecordBytes = 16 << 20;
}
