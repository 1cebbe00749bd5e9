namespace TrailLake.Answers.Traces;

/// <summary>The chains of credentials around what was asked for.</summary>
public sealed record CredentialTrace
{
    /// <summary>Where the chains begin; the rest hangs below. Empty when the lake knows nothing of what was asked for.</summary>
    public required IReadOnlyList<CredentialNode> Roots { get; init; }

    /// <summary>Links in all.</summary>
    public required int Nodes { get; init; }

    /// <summary>First event of the archive, as far as the session shows it.</summary>
    public required DateTime? ArchiveBegins { get; init; }

    /// <summary>What the limits left out, in words; null when nothing was.</summary>
    public required string? Cut { get; init; }
}
