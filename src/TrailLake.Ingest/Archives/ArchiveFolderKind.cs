namespace TrailLake.Ingest.Archives;

/// <summary>How a lister goes on with a folder of an archive.</summary>
enum ArchiveFolderKind
{
    /// <summary>Above the regions, or no part of an archive that is known: its folders are looked at one by one.</summary>
    Above,

    /// <summary>The folder of a region with a folder for each year: listed as one stream in order of day.</summary>
    Region,

    /// <summary>Within an account but in no order that is known: listed as a whole.</summary>
    Inside,

    /// <summary>Another service's logs: counted as one object, never listed. There may be millions.</summary>
    OtherService,
}
