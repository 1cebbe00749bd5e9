namespace TrailLake.Answers.Coverage;

/// <summary>Something that is missing in the asked span, or may be.</summary>
public sealed record CoverageFinding
{
    /// <summary>Confidence from which a finding counts as missing data.</summary>
    public const double Counted = 0.9;

    /// <summary>Confidence from which a finding is called sure.</summary>
    public const double Sure = 0.99;

    /// <summary>What it is.</summary>
    public required CoverageFindingKind Kind { get; init; }

    /// <summary>Account; null for all.</summary>
    public string? Account { get; init; }

    /// <summary>Region; null for all.</summary>
    public string? Region { get; init; }

    /// <summary>First instant, UTC.</summary>
    public required DateTime From { get; init; }

    /// <summary>First instant after it, UTC.</summary>
    public required DateTime To { get; init; }

    /// <summary>From 0 to 1: how sure it is that data is missing; of a gap 1 / (1 + such pauses to expect by chance).</summary>
    public required double Confidence { get; init; }

    /// <summary>Objects, records or events that it is about; 0 for a pause.</summary>
    public long Count { get; init; }

    /// <summary>Why it is said, for a person.</summary>
    public required string Why { get; init; }

    /// <summary>Hours that it takes.</summary>
    public double Hours => Math.Round((To - From).TotalHours, 2);

    /// <summary><c>sure</c>, <c>likely</c> or <c>possible</c>.</summary>
    public string Certainty => Confidence >= Sure ? "sure" : Confidence >= Counted ? "likely" : "possible";

    /// <summary>True when the span is not complete because of it: what is only possible does not count.</summary>
    public bool IsMissing => Confidence >= Counted;
}
