namespace TrailLake.Answers.Principals;

/// <summary>One principal among all.</summary>
public sealed record PrincipalSummary
{
    /// <summary>ARN of the user or role, name of the service, id of a caller of another account.</summary>
    public required string Principal { get; init; }

    /// <summary>Type of its identity, as its events say; null when none does.</summary>
    public required string? Type { get; init; }

    /// <summary>Its account; null when no event tells it.</summary>
    public required string? Account { get; init; }

    /// <summary>Its first call.</summary>
    public required DateTime? First { get; init; }

    /// <summary>Its last call.</summary>
    public required DateTime? Last { get; init; }

    /// <summary>Its calls.</summary>
    public required long Events { get; init; }

    /// <summary>Those that a policy refused.</summary>
    public required long Denied { get; init; }

    /// <summary>Those that did not take effect, the denied included.</summary>
    public required long Failed { get; init; }

    /// <summary>How many addresses it called from.</summary>
    public required long Addresses { get; init; }

    /// <summary>How many user agents it had.</summary>
    public required long Agents { get; init; }

    /// <summary>How many regions it called.</summary>
    public required long Regions { get; init; }

    /// <summary>How many access keys it signed with.</summary>
    public required long Keys { get; init; }

    /// <summary>How many services it called.</summary>
    public required long Services { get; init; }

    /// <summary>"yes", "no", "both", or null when no event says it.</summary>
    public required string? Mfa { get; init; }

    /// <summary>Its riskiest calls, at most three.</summary>
    public IReadOnlyList<RiskyCall> Riskiest { get; init; } = [];

    /// <summary>The score of the riskiest call; 0 when none is listed.</summary>
    public int Score => Riskiest.Count == 0 ? 0 : Riskiest[0].Risk!.Value.Score;
}
