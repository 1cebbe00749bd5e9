namespace TrailLake.Storage;

/// <summary>
/// A file that is being written and has no name yet: it is written, completed, and then published or abandoned. Many may be pending, so one
/// that is complete holds nothing open.
/// </summary>
interface IPendingFile
{
    /// <summary>The name that it is to have.</summary>
    string Name { get; }

    /// <summary>Where its bytes are being written, for messages.</summary>
    string Address { get; }

    /// <summary>Where its bytes can be read: when it is complete, and also once it is published.</summary>
    StoredFile Written { get; }

    /// <summary>Begins to write it. The stream is not buffered: callers write large pieces.</summary>
    Stream Create();

    /// <summary>Returns when all bytes are safe, and closes the stream.</summary>
    void Complete();

    /// <summary>
    /// Gives it a name in its folder unless a file has it: of several writers that try at once, one succeeds. Durable on return.
    /// </summary>
    /// <returns>False when the name is taken.</returns>
    bool TryPublish(string name);

    /// <summary>Gives it its name, in place of an older file: readers see the old one or the new one. Durable on return.</summary>
    void Publish();

    /// <summary>Closes the stream and deletes what was written, unless it is published. May be called again.</summary>
    void Abandon();
}
