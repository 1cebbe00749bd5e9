namespace TrailLake.Query.Execution;

/// <summary>A column of a result.</summary>
/// <param name="Name">Its name.</param>
/// <param name="IsNumber">True for numbers: tables align them to the right.</param>
sealed record QueryColumn(string Name, bool IsNumber);
