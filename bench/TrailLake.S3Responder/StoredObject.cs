using System;

namespace TrailLake.S3Responder;

/// <summary>An object of the bucket.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Path">File that holds it.</param>
/// <param name="Size">Bytes.</param>
/// <param name="LastModified">UTC.</param>
/// <param name="ETag">MD5 of the bytes, with quotes, as S3 has it for a plain upload: the SDK takes 32 hex digits for that and checks the body.</param>
sealed record StoredObject(string Key, string Path, long Size, DateTime LastModified, string ETag);
