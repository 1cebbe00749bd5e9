using System.Text.Json.Serialization;
using TrailLake.Answers.Coverage;

namespace TrailLake.Cli.Reports;

/// <summary>Writes a lake's state and lines of the shell's history without reflection, which native code does not have.</summary>
[JsonSerializable(typeof(LakeStatus))]
[JsonSerializable(typeof(string))]
sealed partial class CommandJson : JsonSerializerContext;
