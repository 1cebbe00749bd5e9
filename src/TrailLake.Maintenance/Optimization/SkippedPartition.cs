namespace TrailLake.Maintenance.Optimization;

/// <summary>A day and account whose data files were left as they are, though there was something to do.</summary>
/// <param name="Date">UTC day.</param>
/// <param name="Account">Account whose trail recorded the events.</param>
/// <param name="Reason">Why, in one line for a person.</param>
/// <param name="IsDamage">
/// True when a file of it cannot be read as it was committed; false when other writers kept taking files out first.
/// </param>
public sealed record SkippedPartition(DateOnly Date, string Account, string Reason, bool IsDamage);
