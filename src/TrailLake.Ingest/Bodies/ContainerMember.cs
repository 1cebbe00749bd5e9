namespace TrailLake.Ingest.Bodies;

/// <summary>A file in a container.</summary>
/// <param name="Name">Its path in the container; null where the container is one compressed content, which has no name of its own.</param>
/// <param name="Content">Its bytes, to be read once. It throws where they are damaged. Null when it cannot be read at all.</param>
/// <param name="Problem">Why it cannot be read.</param>
sealed record ContainerMember(string? Name, Stream? Content, string? Problem = null);
