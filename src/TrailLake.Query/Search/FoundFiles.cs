using System.Collections.Generic;

namespace TrailLake.Query.Search;

/// <summary>The data files in which the index lets something be found, by where in them it can stand.</summary>
/// <param name="Columns">In columns only: their JSON texts need not be read.</param>
/// <param name="Texts">In JSON texts only.</param>
/// <param name="Both">In both, or unknown.</param>
sealed record FoundFiles(IReadOnlyList<LakeFile> Columns, IReadOnlyList<LakeFile> Texts, IReadOnlyList<LakeFile> Both);
