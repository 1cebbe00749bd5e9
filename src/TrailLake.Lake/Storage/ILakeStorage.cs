namespace TrailLake.Storage;

/// <summary>
/// The files of a lake, wherever they stand. Names are relative to the lake and have forward slashes:
/// <c>events/_delta_log/00000000000000000000.json</c>. A folder implements it, and an object store can: a file is written once, as a whole,
/// and is durable when it has its name. Safe for several threads and processes.
/// </summary>
/// <remarks>What fails throws IOException or UnauthorizedAccessException: the callers know what they were at and say so.</remarks>
interface ILakeStorage
{
    /// <summary>Whether the place is there, be it empty.</summary>
    bool Exists { get; }

    /// <summary>Where people find a file or folder: a full path, or an address. The empty name stands for the lake.</summary>
    string Address(string name);

    /// <summary>A path under which programs that only read local files, such as DuckDB, read a file.</summary>
    string LocalPath(string name);

    /// <summary>
    /// A local folder where a writer puts what does not fit into its memory; a sweep of the staging folder finds it where it is that.
    /// </summary>
    string SpillFolder(string staging);

    /// <summary>Names of the files in a folder but not below it, in any order; none when there is no such folder.</summary>
    IEnumerable<string> List(string folder);

    /// <summary>The files in a folder and below it, also those that are being written. What links lead to is left out.</summary>
    IEnumerable<StoredFileInfo> ListAll(string folder);

    /// <summary>
    /// Folders below a folder that were last changed before a moment, UTC, inner ones first; none where folders are only parts of names.
    /// </summary>
    IReadOnlyList<string> ListFolders(string folder, DateTime before);

    /// <summary>A file; null when it is missing.</summary>
    StoredFileInfo? Find(string name);

    /// <summary>All bytes of a file.</summary>
    /// <exception cref="System.IO.FileNotFoundException">
    /// It is missing, as is <see cref="System.IO.DirectoryNotFoundException"/>.
    /// </exception>
    byte[] ReadAll(string name);

    /// <summary>Opens a file to read ranges of it.</summary>
    /// <param name="isSequential">True when it will be read from its beginning to its end.</param>
    /// <exception cref="System.IO.FileNotFoundException">
    /// It is missing, as is <see cref="System.IO.DirectoryNotFoundException"/>.
    /// </exception>
    IFileReader Open(string name, bool isSequential = false);

    /// <summary>Begins a file, which has its name only when it is published.</summary>
    /// <param name="staging">
    /// Folder for the bytes until then, where the storage needs one; null for the file's own, under a name that nobody takes for a part of
    /// the lake. Either way their names end in <see cref="StorageName.TemporaryEnd"/>.
    /// </param>
    /// <param name="isPrivate">True for a file that only its owner may read.</param>
    IPendingFile Create(string name, string? staging = null, bool isPrivate = false);

    /// <summary>
    /// Gives completed files their names, in place of older ones, one after the other. All are durable when this returns, and their time of
    /// last change is now.
    /// </summary>
    /// <param name="afterEach">Called when a file has its name.</param>
    void Publish(IEnumerable<IPendingFile> files, Action? afterEach = null);

    /// <summary>Deletes a file if that is possible; true also when it was not there.</summary>
    bool TryDelete(string name);

    /// <summary>
    /// Makes a folder for files that are not staged. It is durable on return. Where folders are only parts of names, nothing is done.
    /// </summary>
    void CreateFolder(string name);

    /// <summary>Deletes a folder that is empty; others stay.</summary>
    void DeleteEmptyFolder(string name);
}
