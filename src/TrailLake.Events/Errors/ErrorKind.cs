namespace TrailLake.Errors;

/// <summary>Kinds of errors; the command maps them to exit codes.</summary>
public enum ErrorKind
{
    /// <summary>An option or argument that cannot be used.</summary>
    Usage,

    /// <summary>A source that cannot be listed or read: no such folder, no such bucket, no permission.</summary>
    Source,

    /// <summary>A lake that is not there, is damaged, or was written by a newer version.</summary>
    Lake,

    /// <summary>The disk is full or refuses to be written.</summary>
    Storage,

    /// <summary>A question or SQL statement that cannot be answered.</summary>
    Query,

    /// <summary>Another writer committed what this one was about to commit.</summary>
    Conflict,
}
