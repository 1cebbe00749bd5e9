namespace TrailLake.Fuzz;

/// <summary>A changed input.</summary>
/// <param name="Bytes">What came of it.</param>
/// <param name="First">All original bytes before this are as they were.</param>
/// <param name="Last">All original bytes from this on are as they were, behind the rest.</param>
sealed record Mutation(byte[] Bytes, int First, int Last);
