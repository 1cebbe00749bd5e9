namespace TrailLake.Errors;

/// <summary>
/// The one exception type of TrailLake. Its message is one line for a person: what was found, where, what was expected, what to do.
/// </summary>
public sealed class TrailLakeException : Exception
{
    /// <summary>Creates the error.</summary>
    /// <param name="where">The object, file or option that it is about; may be null.</param>
    public TrailLakeException(ErrorKind kind, string message, string? where = null, Exception? inner = null)
        : base(message, inner)
    {
        Kind = kind;
        Where = where;
    }

    /// <summary>What kind of thing went wrong.</summary>
    public ErrorKind Kind { get; }

    /// <summary>The object, file or option that the error is about, when there is one.</summary>
    public string? Where { get; }

    /// <summary>For <see cref="ErrorKind.Conflict"/>: URIs of the objects that another writer has committed; else empty.</summary>
    public IReadOnlyList<string> ConflictingObjects { get; init; } = [];
}
