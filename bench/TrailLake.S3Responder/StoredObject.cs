using System;

namespace TrailLake.S3Responder;

/// <summary>An object of the bucket.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Path">File that holds it.</param>
/// <param name="Size">Bytes.</param>
/// <param name="LastModified">UTC.</param>
/// <param name="ETag">With quotes; changes with name, size and time of the file, not a digest of its bytes.</param>
sealed record StoredObject(string Key, string Path, long Size, DateTime LastModified, string ETag);
