namespace TrailLake.Scanning;

/// <summary>Limits that keep hostile input from exhausting memory or stack.</summary>
static class ScanLimits
{
    /// <summary>Deepest nesting of objects and arrays in a record. Real records stay below 20.</summary>
    public const int MaxDepth = 512;

    /// <summary>Deepest nesting of a JSON text in a column: what .NET's reader takes by default; DuckDB and ClickHouse take more.</summary>
    public const int MaxReadableDepth = 64;

    /// <summary>From this depth on a value may stand too deep in a column: in unmapped, the structs around it stand above.</summary>
    internal const int PlainDepth = MaxReadableDepth - 8;

    /// <summary>Longest record: 16 MiB. CloudTrail shrinks records above 1 MB.</summary>
    public const int MaxRecordBytes = 16 << 20;

    /// <summary>Most bytes of a reject that are kept: 1 MiB. The object itself has the rest.</summary>
    public const int MaxRejectedBytes = 1 << 20;
}
