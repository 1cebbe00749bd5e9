using System.Collections.Generic;

namespace TrailLake.Tests.Parquet;

/// <summary>What stands in the structs of an <see cref="OddRow"/>.</summary>
sealed record OddMembers(string? Text, long? Number, int? Small, bool? Flag, Dictionary<string, string?>? Map, List<string?>? List);
