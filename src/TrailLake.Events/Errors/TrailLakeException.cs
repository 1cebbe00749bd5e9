namespace TrailLake.Errors;

/// <summary>
/// The one exception type of TrailLake. Its message is one line for a person: what was found, where, what was expected, what to do.
/// </summary>
/// <param name="where">The object, file or option that it is about; may be null.</param>
public sealed class TrailLakeException(ErrorKind kind, string message, string? where = null, Exception? inner = null)
    : Exception(message, inner)
{

    /// <summary>What kind of thing went wrong.</summary>
    public ErrorKind Kind { get; } = kind;

    /// <summary>The object, file or option that the error is about, when there is one.</summary>
    public string? Where { get; } = where;

    /// <summary>For <see cref="ErrorKind.Conflict"/>: URIs of the objects that another writer has committed; else empty.</summary>
    public IReadOnlyList<string> ConflictingObjects { get; init; } = [];
}
