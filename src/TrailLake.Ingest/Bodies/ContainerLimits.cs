namespace TrailLake.Ingest.Bodies;

/// <summary>Limits that keep hostile containers from exhausting memory, disk or time.</summary>
static class ContainerLimits
{
    /// <summary>First bytes by which a form is known: tar's mark stands at byte 257.</summary>
    public const int HeadBytes = 1024;

    /// <summary>Most members of one object, those of inner containers included.</summary>
    public const int MostMembers = 1_000_000;

    /// <summary>Most forms that are put into one another: a zip archive of a tar file that is compressed and in UTF-16 has four.</summary>
    public const int MostLayers = 6;
}
