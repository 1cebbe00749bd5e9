namespace TrailLake.Answers.Traces;

/// <summary>The limits of a trace.</summary>
public sealed record TraceOptions
{
    /// <summary>Most links backwards and forwards from what was asked for.</summary>
    public int Depth { get; init; } = 10;

    /// <summary>Most links in all; a role of a busy service has more sessions than anyone reads.</summary>
    public int MostNodes { get; init; } = 500;

    /// <summary>Most credentials that a name or ARN stands for, the newest first.</summary>
    public int MostSubjects { get; init; } = 50;
}
