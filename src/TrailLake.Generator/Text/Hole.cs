namespace TrailLake.Generator.Text;

/// <summary>A hole of a template and the literal text before it.</summary>
/// <param name="Before">Literal text before the hole.</param>
/// <param name="Kind">What fills it.</param>
/// <param name="First">Length, lower bound or number of the pool.</param>
/// <param name="Last">Upper bound, included.</param>
/// <param name="Choices">Texts to choose from.</param>
readonly record struct Hole(byte[] Before, HoleKind Kind, int First = 0, int Last = 0, byte[][]? Choices = null);
