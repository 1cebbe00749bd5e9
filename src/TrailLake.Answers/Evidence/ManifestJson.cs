using System.Text.Json.Serialization;

namespace TrailLake.Answers.Evidence;

/// <summary>Writes and reads manifests without reflection, which native code does not have.</summary>
[JsonSerializable(typeof(EvidenceManifest))]
sealed partial class ManifestJson : JsonSerializerContext;
