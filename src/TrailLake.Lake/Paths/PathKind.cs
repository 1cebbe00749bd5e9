namespace TrailLake.Paths;

/// <summary>What stands at a path.</summary>
enum PathKind
{
    /// <summary>Nothing.</summary>
    Missing,

    /// <summary>A regular file.</summary>
    File,

    /// <summary>A folder.</summary>
    Folder,

    /// <summary>A symbolic link, when it was not followed.</summary>
    Link,

    /// <summary>Links that lead in a circle.</summary>
    LinkLoop,

    /// <summary>A named pipe: opening it waits for whoever writes to it.</summary>
    Pipe,

    /// <summary>A socket.</summary>
    Socket,

    /// <summary>A device, which may have no end.</summary>
    Device,
}
