using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;

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
        var tag = string.Create(CultureInfo.InvariantCulture, $"\"{Hash(key):x16}{file.Length ^ file.LastWriteTimeUtc.Ticks:x16}\"");
        return new StoredObject(key, file.FullName, file.Length, file.LastWriteTimeUtc, tag);
    }

    // FNV-1a.
    static ulong Hash(string text) => text.Aggregate(14695981039346656037UL, (hash, c) => (hash ^ c) * 1099511628211UL);
}
