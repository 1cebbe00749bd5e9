namespace TrailLake.Scanning;

/// <summary>Outcomes of a scan.</summary>
enum ScanStatus
{
    Done,

    /// <summary>The indexed bytes end inside the value; nothing was consumed.</summary>
    NeedMoreData,

    /// <summary>The bytes are not JSON, or break a limit; see <see cref="ScanError"/>.</summary>
    Malformed,
}
