namespace TrailLake.Ingest.Sources;

/// <summary>Why a listing passes something over.</summary>
enum SkippedPathKind
{
    /// <summary>A pipe, socket or device.</summary>
    Special,

    /// <summary>A link that leads out of the source.</summary>
    LinkOutside,

    /// <summary>A link to nothing.</summary>
    LinkToNothing,

    /// <summary>A link that leads in a circle, or to a folder that another link led to: what is there is read already.</summary>
    LinkLoop,

    /// <summary>A lake's own files.</summary>
    Lake,

    /// <summary>What desktops and tools leave behind.</summary>
    Litter,
}
