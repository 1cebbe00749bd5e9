namespace TrailLake.Maintenance.Verification;

/// <summary>
/// A checkpoint that cannot be read or is not there. The commits are read in its place; other programs may refuse the lake.
/// </summary>
/// <param name="Path">Below the lake's folder, with forward slashes.</param>
/// <param name="Message">What is wrong, in one line for a person.</param>
public sealed record CheckpointDamage(string Path, string Message);
