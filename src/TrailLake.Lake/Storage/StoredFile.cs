namespace TrailLake.Storage;

/// <summary>A file of a storage, by its name.</summary>
readonly record struct StoredFile(ILakeStorage Storage, string Name)
{
    // As FileStream's; larger reads pass it by.
    const int BufferSize = 4096;

    /// <summary>Where people find it: a full path, or an address.</summary>
    public string Address => Storage.Address(Name);

    /// <summary>A path under which programs read it that only read local files.</summary>
    public string LocalPath => Storage.LocalPath(Name);

    /// <summary>Whether it is there.</summary>
    public bool Exists => Storage.Find(Name) is not null;

    /// <summary>All of its bytes.</summary>
    public byte[] ReadAll() => Storage.ReadAll(Name);

    /// <summary>Opens it to read ranges of it.</summary>
    public IFileReader Open(bool isSequential = false) => Storage.Open(Name, isSequential);

    /// <summary>Opens it as a stream that can seek.</summary>
    public Stream OpenStream() => new BufferedStream(new FileReaderStream(Open(isSequential: true)), BufferSize);

    /// <summary>Its lines, read as they are asked for.</summary>
    public IEnumerable<string> ReadLines()
    {
        using var reader = new StreamReader(OpenStream());
        while (reader.ReadLine() is { } line)
        {
            yield return line;
        }
    }
}
