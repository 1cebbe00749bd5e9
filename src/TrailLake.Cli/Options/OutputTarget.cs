namespace TrailLake.Cli.Options;

/// <summary>How and where rows are written.</summary>
/// <param name="Path">Full path of the file; null for stdout.</param>
/// <param name="Mode">Mode of the file that is asked for; null for none.</param>
sealed record OutputTarget(OutputFormat Format, string? Path, UnixFileMode? Mode = null);
