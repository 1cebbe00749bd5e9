using System;

namespace TrailLake.Fuzz;

/// <summary>An answer that cannot be, and the input that led to it.</summary>
sealed class FuzzFailure(string message, byte[] input, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>The input, to be kept as a case.</summary>
    public byte[] Input { get; } = input;
}
