namespace TrailLake.Maintenance.Verification;

/// <summary>The progress of a verification.</summary>
/// <param name="Files">Files checked.</param>
/// <param name="AllFiles">Files to check.</param>
/// <param name="Bytes">Bytes checked.</param>
/// <param name="AllBytes">Bytes to check.</param>
readonly record struct VerifyProgress(long Files, long AllFiles, long Bytes, long AllBytes);
