using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security.Cryptography;

namespace TrailLake.S3Responder;

/// <summary>The files of a folder as objects in key order, read once at the start.</summary>
sealed class Bucket
{
    readonly StoredObject[] _objects;
    readonly Dictionary<string, StoredObject> _byKey;

    public Bucket(string folder)
    {
        _objects = [.. new DirectoryInfo(folder)
            .EnumerateFiles("*", SearchOption.AllDirectories)
            .AsParallel()
            .Select(f => Of(folder, f))
            .OrderBy(o => o.Key, StringComparer.Ordinal)];
        _byKey = _objects.ToDictionary(o => o.Key, StringComparer.Ordinal);
    }

    public int Count => _objects.Length;

    public StoredObject? Find(string key) => _byKey.GetValueOrDefault(key);

    /// <summary>Objects after a key, in order; the key itself is left out.</summary>
    public ReadOnlySpan<StoredObject> After(string key) => _objects.AsSpan(FirstNotBelow(key + "\0"));

    /// <summary>Objects from a key on, in order.</summary>
    public ReadOnlySpan<StoredObject> From(string key) => _objects.AsSpan(FirstNotBelow(key));

    int FirstNotBelow(string key)
    {
        var (low, high) = (0, _objects.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (string.CompareOrdinal(_objects[middle].Key, key) < 0)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    static StoredObject Of(string folder, FileInfo file)
    {
        var key = Path.GetRelativePath(folder, file.FullName).Replace('\\', '/');
        using var content = file.OpenRead();
        var tag = $"\"{Convert.ToHexStringLower(MD5.HashData(content))}\"";
        return new StoredObject(key, file.FullName, file.Length, file.LastWriteTimeUtc, tag);
    }
}
