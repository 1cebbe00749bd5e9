namespace TrailLake.Storage;

/// <summary>Parts of the names in a storage.</summary>
static class StorageName
{
    /// <summary>The ending of a file's name until it has got its own.</summary>
    public const string TemporaryEnd = ".tmp";

    /// <summary>The part behind the last slash.</summary>
    public static ReadOnlySpan<char> Leaf(string name) => name.AsSpan(name.LastIndexOf('/') + 1);

    /// <summary>The part before the last slash; empty when there is none.</summary>
    public static string Folder(string name) => name[..Math.Max(0, name.LastIndexOf('/'))];

    /// <summary>A name in a folder; the empty folder is the lake itself.</summary>
    public static string In(string folder, ReadOnlySpan<char> leaf) =>
        folder.Length == 0 ? leaf.ToString() : string.Concat(folder, "/", leaf);
}
