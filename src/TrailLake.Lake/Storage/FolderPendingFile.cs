namespace TrailLake.Storage;

/// <summary>A file of a folder that has no name yet: it stands under a temporary one.</summary>
sealed class FolderPendingFile : IPendingFile
{
    readonly FolderStorage _storage;
    readonly string? _staging;
    readonly string? _temporary;
    readonly UnixFileMode? _mode;
    FileStream? _stream;

    FolderPendingFile(FolderStorage storage, string name, string? staging, string? temporary, UnixFileMode? mode = null)
    {
        _storage = storage;
        Name = name;
        _staging = staging;
        _temporary = temporary;
        _mode = mode;
    }

    public string Name { get; }

    public string Address => _storage.Address(TemporaryName);

    public StoredFile Written => new(_storage, File.Exists(TemporaryPath) ? TemporaryName : Name);

    // Put together when asked for: batches hold tens of thousands of these.
    string TemporaryName => _temporary ?? StorageName.In(_staging!, string.Concat(StorageName.Leaf(Name), StorageName.TemporaryEnd));

    string TemporaryPath => _storage.LocalPath(TemporaryName);

    /// <summary>One whose temporary name is made from its own: a writer that tries again overwrites it.</summary>
    public static FolderPendingFile Staged(FolderStorage storage, string name, string staging) => new(storage, name, staging, null);

    /// <summary>One beside the file that it will be. Nobody else knows its temporary name.</summary>
    public static FolderPendingFile Beside(FolderStorage storage, string name, UnixFileMode? mode) =>
        new(storage, name, null, StorageName.In(StorageName.Folder(name), $".{Guid.NewGuid():N}{StorageName.TemporaryEnd}"), mode);

    /// <summary>One that is written under its own name.</summary>
    public static FolderPendingFile InPlace(FolderStorage storage, string name) => new(storage, name, null, name);

    public Stream Create()
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, Share = FileShare.Read, BufferSize = 0 };
        if (_mode is { } mode && !OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = mode;
        }

        return _stream = new FileStream(TemporaryPath, options);
    }

    public void Complete()
    {
        _stream!.Flush(flushToDisk: true);
        _stream.Dispose();
        _stream = null;
    }

    public bool TryPublish(string name)
    {
        if (!DurableFile.TryPublish(TemporaryPath, _storage.LocalPath(name)))
        {
            return false;
        }

        DurableFile.FlushDirectory(_storage.LocalPath(StorageName.Folder(name)));
        return true;
    }

    public void Publish()
    {
        Move();
        DurableFile.FlushDirectory(_storage.LocalPath(StorageName.Folder(Name)));
    }

    /// <summary>Gives it its name, which is durable when the folder is flushed.</summary>
    public void Move()
    {
        // A sweep goes by the time of last change: what was written long ago but gets its name now must look young.
        File.SetLastWriteTimeUtc(TemporaryPath, DateTime.UtcNow);
        DurableFile.MoveInto(TemporaryPath, _storage.LocalPath(Name));
    }

    public void Abandon()
    {
        bool isInPlace = _temporary == Name && _stream is null;
        try
        {
            _stream?.Dispose();
        }
        catch (IOException)
        {
            // Nothing is buffered: what failed to be written was met before.
        }

        _stream = null;
        if (!isInPlace)
        {
            DurableFile.TryDelete(TemporaryPath);
        }
    }
}
