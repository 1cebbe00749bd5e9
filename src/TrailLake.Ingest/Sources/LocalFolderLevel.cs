namespace TrailLake.Ingest.Sources;

/// <summary>What the folders inside a folder are.</summary>
enum LocalFolderLevel
{
    /// <summary>Anything.</summary>
    Free,

    /// <summary>A region's: years.</summary>
    Region,

    /// <summary>A year's: months.</summary>
    Year,

    /// <summary>A month's: days.</summary>
    Month,
}
