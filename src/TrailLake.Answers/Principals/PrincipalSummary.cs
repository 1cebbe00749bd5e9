namespace TrailLake.Answers.Principals;

/// <summary>One principal among all.</summary>
public sealed record PrincipalSummary
{
    /// <summary>ARN of the user or role, name of the service, id of a caller of another account.</summary>
    public required string Principal { get; init; }

    public required string? Type { get; init; }

    public required string? Account { get; init; }

    public required DateTime? First { get; init; }

    public required DateTime? Last { get; init; }

    public required long Events { get; init; }

    public required long Denied { get; init; }

    public required long Failed { get; init; }

    public required long Addresses { get; init; }

    public required long Agents { get; init; }

    public required long Regions { get; init; }

    public required long Keys { get; init; }

    public required long Services { get; init; }

    /// <summary>"yes", "no", "both", or null when no event says it.</summary>
    public required string? Mfa { get; init; }

    /// <summary>Its riskiest calls, at most three.</summary>
    public IReadOnlyList<RiskyCall> Riskiest { get; init; } = [];

    /// <summary>The score of the riskiest call; 0 when none is listed.</summary>
    public int Score => Riskiest.Count == 0 ? 0 : Riskiest[0].Risk!.Value.Score;
}
