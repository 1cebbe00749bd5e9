using System.Text.Json.Serialization;

namespace TrailLake.Cli.Shell;

/// <summary>Writes and reads lines of the history without reflection, which native code does not have.</summary>
[JsonSerializable(typeof(string))]
sealed partial class HistoryJson : JsonSerializerContext;
