using System.Collections.Generic;

namespace TrailLake.Comparison;

/// <summary>One engine and how to start its conversion.</summary>
/// <param name="Name">Name in the table.</param>
/// <param name="Version">Its version.</param>
/// <param name="Program">Executable.</param>
/// <param name="Arguments">Arguments.</param>
/// <param name="Input">Text for stdin, when there is one.</param>
/// <param name="Output">Folder that it writes.</param>
/// <param name="Files">Pattern of the Parquet files that hold the events.</param>
sealed record Contender(
    string Name,
    string Version,
    string Program,
    IReadOnlyList<string> Arguments,
    string? Input,
    string Output,
    string Files);
