namespace TrailLake.Query.Views;

/// <summary>Data files that are read in one way.</summary>
/// <param name="Lists">Variables that the SELECT reads, each with the texts of its list.</param>
/// <param name="Select">A SELECT with the columns of <c>events_files</c>.</param>
sealed record EventFileScan(IReadOnlyList<(string Variable, IEnumerable<string> Texts)> Lists, string Select);
