using System.Text.Json;

namespace TrailLake.Answers.Lookups;

/// <summary>A row of the lake that a search found.</summary>
/// <param name="Row">The row as a JSON object, in the form that <see cref="TrailLake.Tables.RecordRebuilder"/> takes.</param>
/// <param name="DataFile">Full path of the data file that holds it.</param>
/// <param name="SourceObject">URI of the object that the record came from.</param>
/// <param name="SourceIndex">Which record of that object, counted from 0.</param>
/// <param name="IsConflict">True when another record has its eventID with other content.</param>
sealed record FoundEvent(JsonElement Row, string DataFile, string SourceObject, long SourceIndex, bool IsConflict);
