using System;
using System.IO;
using System.Security.Cryptography;

namespace TrailLake.FakeS3;

/// <summary>An object of the bucket, whose bytes are a file's or held here.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Size">Bytes.</param>
/// <param name="LastModified">UTC.</param>
/// <param name="ETag">MD5 of the bytes with quotes, as of a plain upload: the SDK takes 32 hex digits for that and checks the body.</param>
sealed record StoredObject(string Key, long Size, DateTime LastModified, string ETag)
{
    static readonly DateTime s_uploaded = new(2023, 7, 10, 12, 20, 0, DateTimeKind.Utc);

    /// <summary>The bytes; null when a file has them.</summary>
    public byte[]? Content { get; private init; }

    /// <summary>The file that has the bytes.</summary>
    public string? Path { get; private init; }

    public static StoredObject Of(string key, byte[] content) =>
        new(key, content.Length, s_uploaded, Quoted(MD5.HashData(content))) { Content = content };

    public static StoredObject Of(string key, FileInfo file)
    {
        using var content = file.OpenRead();
        return new StoredObject(key, file.Length, file.LastWriteTimeUtc, Quoted(MD5.HashData(content))) { Path = file.FullName };
    }

    static string Quoted(byte[] hash) => $"\"{Convert.ToHexStringLower(hash)}\"";
}
