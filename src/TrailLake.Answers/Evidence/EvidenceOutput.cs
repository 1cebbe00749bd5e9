namespace TrailLake.Answers.Evidence;

/// <summary>The output of an answer.</summary>
/// <param name="File">Name of the file that it wrote; null for stdout.</param>
/// <param name="Width">Columns of the terminal; null where none was written to.</param>
/// <param name="Colour">True when colour was written to a terminal.</param>
/// <param name="Bytes">Number of bytes.</param>
/// <param name="Sha256">SHA-256 of the bytes, lower-case hex.</param>
/// <param name="LinesSha256">Sum of the SHA-256 of all lines: the same for the same lines in another order.</param>
/// <param name="ExitCode">Exit code of the command.</param>
sealed record EvidenceOutput(string? File, int? Width, bool Colour, long Bytes, string Sha256, string LinesSha256, int ExitCode);
