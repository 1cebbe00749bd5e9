using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using TrailLake.Storage;

namespace TrailLake.Tests.Lake.Storage;

/// <summary>A lake in memory, as an object store would keep it: no folders, no renaming, no path on any disk.</summary>
sealed class MemoryStorage : ILakeStorage
{
    readonly ConcurrentDictionary<string, (byte[] Bytes, DateTime Time)> _files = new(StringComparer.Ordinal);

    public bool Exists => true;

    public string Address(string name) => $"memory:/{name}";

    public string LocalPath(string name) => throw new NotSupportedException($"{name} is on no disk.");

    public string SpillFolder(string staging) => Path.Combine(Path.GetTempPath(), "traillake-memory-spill");

    public IEnumerable<string> List(string folder) => _files.Keys.Where(name => StorageName.Folder(name) == folder);

    public IEnumerable<StoredFileInfo> ListAll(string folder) => _files
        .Where(file => file.Key.StartsWith(folder + "/", StringComparison.Ordinal))
        .Select(file => new StoredFileInfo(file.Key, file.Value.Bytes.Length, file.Value.Time));

    public IReadOnlyList<string> ListFolders(string folder, DateTime before) => [];

    public StoredFileInfo? Find(string name) =>
        _files.TryGetValue(name, out var file) ? new StoredFileInfo(name, file.Bytes.Length, file.Time) : null;

    public byte[] ReadAll(string name) => [.. BytesOf(name)];

    public IFileReader Open(string name, bool isSequential = false) => new Reader(BytesOf(name));

    public IPendingFile Create(string name, string? staging = null, bool isPrivate = false) => new Pending(this, name);

    public void Publish(IEnumerable<IPendingFile> files, Action? afterEach = null)
    {
        foreach (var file in files)
        {
            file.Publish();
            afterEach?.Invoke();
        }
    }

    public bool TryDelete(string name)
    {
        _files.TryRemove(name, out _);
        return true;
    }

    public void CreateFolder(string name)
    {
    }

    public void DeleteEmptyFolder(string name)
    {
    }

    byte[] BytesOf(string name) =>
        _files.TryGetValue(name, out var file) ? file.Bytes : throw new FileNotFoundException($"{name} is missing.");

    sealed class Reader(byte[] bytes) : IFileReader
    {
        public long Length => bytes.Length;

        public int Read(Span<byte> target, long offset)
        {
            var rest = bytes.AsSpan((int)Math.Min(offset, bytes.Length));
            rest = rest[..Math.Min(rest.Length, target.Length)];
            rest.CopyTo(target);
            return rest.Length;
        }

        public void Dispose()
        {
        }
    }

    sealed class Pending(MemoryStorage storage, string name) : IPendingFile
    {
        static int s_count;

        readonly string _upload = $"uploads/{Interlocked.Increment(ref s_count)}";
        MemoryStream? _stream;
        bool _isPublished;

        public string Name => name;

        public string Address => storage.Address(name);

        public StoredFile Written => new(storage, _isPublished ? name : _upload);

        public Stream Create() => _stream = new MemoryStream();

        public void Complete()
        {
            storage._files[_upload] = (_stream!.ToArray(), DateTime.UtcNow);
            _stream = null;
        }

        public bool TryPublish(string name)
        {
            if (!storage._files.TryAdd(name, (storage.BytesOf(_upload), DateTime.UtcNow)))
            {
                return false;
            }

            Abandon();
            return true;
        }

        public void Publish()
        {
            storage._files[name] = (storage.BytesOf(_upload), DateTime.UtcNow);
            _isPublished = true;
            Abandon();
        }

        public void Abandon() => storage._files.TryRemove(_upload, out _);
    }
}
