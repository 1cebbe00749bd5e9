namespace TrailLake.Generator.Text;

/// <summary>A hole of a template and the literal text before it.</summary>
/// <param name="First">Length, lower bound or number of the pool.</param>
readonly record struct Placeholder(byte[] Before, PlaceholderKind Kind, int First = 0, int Last = 0, byte[][]? Choices = null);
