using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;

namespace TrailLake.FakeS3;

/// <summary>Objects in key order.</summary>
sealed class Bucket
{
    readonly StoredObject[] _objects;
    readonly Dictionary<string, StoredObject> _byKey;

    public Bucket(params IEnumerable<StoredObject> objects)
    {
        _objects = [.. objects.OrderBy(o => o.Key, StringComparer.Ordinal)];
        _byKey = _objects.ToDictionary(o => o.Key, StringComparer.Ordinal);
    }

    public int Count => _objects.Length;

    /// <summary>The files of a folder, read once for their ETags.</summary>
    public static Bucket OfFolder(string folder) => new(new DirectoryInfo(folder)
        .EnumerateFiles("*", SearchOption.AllDirectories)
        .AsParallel()
        .Select(file => StoredObject.Of(Path.GetRelativePath(folder, file.FullName).Replace('\\', '/'), file)));

    /// <summary>Texts by key.</summary>
    public static Bucket OfTexts(IEnumerable<KeyValuePair<string, string>> texts) =>
        new(texts.Select(text => StoredObject.Of(text.Key, Encoding.UTF8.GetBytes(text.Value))));

    /// <summary>Objects of one byte: a bucket that is too large to fill in a test.</summary>
    public static Bucket OfKeys(IEnumerable<string> keys)
    {
        var one = StoredObject.Of("", "x"u8.ToArray());
        return new Bucket(keys.Select(key => one with { Key = key }));
    }

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
}
