namespace TrailLake.Cli.Reports;

/// <summary>A bar of a chart.</summary>
/// <param name="Label">What it stands for; it may be text of a log.</param>
/// <param name="Value">Its length.</param>
/// <param name="Part">The part of it that is marked: what failed.</param>
readonly record struct Bar(string Label, long Value, long Part = 0);
