namespace TrailLake.Storage;

/// <summary>What a storage knows of a file.</summary>
/// <param name="Name">Its name in the storage.</param>
/// <param name="Length">Its size.</param>
/// <param name="LastModified">When it was last changed, UTC.</param>
readonly record struct StoredFileInfo(string Name, long Length, DateTime LastModified);
