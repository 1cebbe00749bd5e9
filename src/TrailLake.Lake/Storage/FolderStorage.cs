using System.IO.Enumeration;

namespace TrailLake.Storage;

/// <summary>A lake in a folder.</summary>
/// <param name="folder">The folder, which need not be there yet.</param>
sealed class FolderStorage(string folder) : ILakeStorage
{
    // What Directory.EnumerateFiles uses: nothing is skipped, and what cannot be read throws.
    static readonly EnumerationOptions s_everything = new() { AttributesToSkip = 0, IgnoreInaccessible = false };
    static readonly EnumerationOptions s_withoutLinks =
        new() { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint };

    readonly string _root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));

    public bool Exists => Directory.Exists(_root);

    /// <summary>A file anywhere on the disk, as if its folder were a lake.</summary>
    public static StoredFile FileAt(string path) => new(FolderOf(path), Path.GetFileName(path));

    /// <summary>Begins a file anywhere on the disk. It is written in its place, so that it need not be published.</summary>
    public static IPendingFile CreateAt(string path) => FolderPendingFile.InPlace(FolderOf(path), Path.GetFileName(path));

    public string Address(string name) => LocalPath(name);

    public string LocalPath(string name) => name.Length == 0
        ? _root
        : Path.Combine(_root, Path.DirectorySeparatorChar == '/' ? name : name.Replace('/', Path.DirectorySeparatorChar));

    public string SpillFolder(string staging) => LocalPath(staging);

    public IEnumerable<string> List(string folder)
    {
        try
        {
            return new FileSystemEnumerable<string>(
                LocalPath(folder), (ref FileSystemEntry entry) => StorageName.In(folder, entry.FileName), s_everything)
            {
                ShouldIncludePredicate = static (ref FileSystemEntry entry) => !entry.IsDirectory,
            };
        }
        catch (DirectoryNotFoundException)
        {
            return [];
        }
    }

    public IEnumerable<StoredFileInfo> ListAll(string folder) => new FileSystemEnumerable<StoredFileInfo>(
        LocalPath(folder),
        (ref FileSystemEntry entry) => new StoredFileInfo(NameOf(ref entry), entry.Length, entry.LastWriteTimeUtc.UtcDateTime),
        s_withoutLinks)
    {
        ShouldIncludePredicate = static (ref FileSystemEntry entry) => !entry.IsDirectory,
    };

    public IReadOnlyList<string> ListFolders(string folder, DateTime before)
    {
        var folders = new FileSystemEnumerable<string>(LocalPath(folder), (ref FileSystemEntry entry) => NameOf(ref entry), s_withoutLinks)
        {
            ShouldIncludePredicate = (ref FileSystemEntry entry) => entry.IsDirectory && entry.LastWriteTimeUtc.UtcDateTime < before,
        };
        List<string> names = [.. folders];
        names.Sort(static (a, b) => b.Length.CompareTo(a.Length));
        return names;
    }

    public StoredFileInfo? Find(string name) =>
        new FileInfo(LocalPath(name)) is { Exists: true } file ? new StoredFileInfo(name, file.Length, file.LastWriteTimeUtc) : null;

    public byte[] ReadAll(string name) => File.ReadAllBytes(LocalPath(name));

    public IFileReader Open(string name, bool isSequential = false) =>
        new LocalFileReader(LocalPath(name), isSequential ? FileOptions.SequentialScan : FileOptions.RandomAccess);

    public IPendingFile Create(string name, string? staging = null, bool isPrivate = false)
    {
        if (staging is not null)
        {
            Directory.CreateDirectory(LocalPath(staging));
            return FolderPendingFile.Staged(this, name, staging);
        }

        return FolderPendingFile.Beside(this, name, isPrivate ? UnixFileMode.UserRead | UnixFileMode.UserWrite : null);
    }

    public void Publish(IEnumerable<IPendingFile> files, Action? afterEach = null)
    {
        var folders = new HashSet<string>();
        foreach (var file in files)
        {
            ((FolderPendingFile)file).Move();
            var folder = StorageName.Folder(file.Name);
            while (folder.Length > 0 && folders.Add(folder))
            {
                folder = StorageName.Folder(folder);
            }

            afterEach?.Invoke();
        }

        foreach (var folder in folders)
        {
            DurableFile.FlushDirectory(LocalPath(folder));
        }
    }

    public bool TryDelete(string name) => DurableFile.TryDelete(LocalPath(name));

    public void CreateFolder(string name)
    {
        Directory.CreateDirectory(LocalPath(name));
        while (name.Length > 0)
        {
            name = StorageName.Folder(name);
            DurableFile.FlushDirectory(LocalPath(name));
        }
    }

    public void DeleteEmptyFolder(string name)
    {
        try
        {
            Directory.Delete(LocalPath(name), recursive: false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It holds something, or is not ours to remove.
        }
    }

    static FolderStorage FolderOf(string path) => new(Path.GetDirectoryName(Path.GetFullPath(path))!);

    string NameOf(ref FileSystemEntry entry)
    {
        // The root of a disk ends in a separator, no other folder does.
        var name = entry.ToFullPath().AsSpan(_root.Length).TrimStart(Path.DirectorySeparatorChar).ToString();
        return Path.DirectorySeparatorChar == '/' ? name : name.Replace(Path.DirectorySeparatorChar, '/');
    }
}
