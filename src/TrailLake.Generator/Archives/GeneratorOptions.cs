namespace TrailLake.Generator.Archives;

/// <summary>Options of an archive. The same options give the same bytes, whatever <see cref="Threads"/> is.</summary>
sealed record GeneratorOptions
{
    /// <summary>Most days that an archive may span: ten years.</summary>
    public const int MostDays = 3650;

    /// <summary>Folder that becomes the bucket: keys start in it with <c>AWSLogs/</c>.</summary>
    public required string OutputFolder { get; init; }

    /// <summary>Shape of the archive.</summary>
    public GeneratorProfile Profile { get; init; } = GeneratorProfile.Org;

    /// <summary>Number of events, duplicates not counted.</summary>
    public long Events { get; init; } = 1_000_000;

    /// <summary>Everything random comes from it.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Number of workers; they write different objects.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>First day of delivery, UTC.</summary>
    public DateOnly FirstDay { get; init; } = new(2026, 3, 1);

    /// <summary>Days of delivery, from 1 to <see cref="MostDays"/>; null takes the profile's own.</summary>
    public int? Days { get; init; }

    /// <summary>Fraction of the objects, 0 to 1, that a second trail delivers again under another prefix, with the same records.</summary>
    public double DuplicateFraction { get; init; }

    /// <summary>Most of <see cref="Trails"/>.</summary>
    public const int MostTrails = 9;

    /// <summary>
    /// Trails that deliver the same events, from 1 to <see cref="MostTrails"/>: those after the first under prefixes of their own, in
    /// objects with other names that begin and end at other records.
    /// </summary>
    public int Trails { get; init; } = 1;

    /// <summary>
    /// First day of delivery whose objects are written; null for all. An archive that does not fit on the disk is made part by part.
    /// </summary>
    public DateOnly? WriteFrom { get; init; }

    /// <summary>First day of delivery behind those whose objects are written; null for all.</summary>
    public DateOnly? WriteTo { get; init; }

    /// <summary>Level of the gzip, 1 to 9.</summary>
    public int CompressionLevel { get; init; } = 2;
}
