using TrailLake.Ingest.Archives;

namespace TrailLake.Ingest.Sources;

/// <summary>One object of an archive, as its source listed it.</summary>
/// <param name="Uri">Where it is: <c>s3://bucket/key</c>, <c>file:///path</c> or <c>stdin:…</c>. Its name in the ledger.</param>
/// <param name="Key">What its key says.</param>
/// <param name="Size">Bytes as stored; -1 when unknown, as for a stream that can be opened only once.</param>
/// <param name="ETag">S3's ETag without quotes; for a local file its size and time of last change. Other content has another.</param>
/// <param name="LastModified">UTC.</param>
public sealed record LogObject(string Uri, ArchiveKey Key, long Size, string ETag, DateTime LastModified);
