using System.Text.Json.Serialization;
using TrailLake.Query;

namespace TrailLake.Cli.Output;

/// <summary>Writes a lake's state without reflection, which native code does not have.</summary>
[JsonSerializable(typeof(LakeStatus))]
sealed partial class StatusJson : JsonSerializerContext;
