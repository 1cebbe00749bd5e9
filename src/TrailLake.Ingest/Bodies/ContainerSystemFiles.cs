namespace TrailLake.Ingest.Bodies;

/// <summary>What operating systems put beside files, and into archives of them.</summary>
static class ContainerSystemFiles
{
    public static bool IsLitter(string path)
    {
        var name = path.AsSpan(path.LastIndexOfAny(['/', '\\']) + 1);
        return name.IsEmpty || name.StartsWith("._") || name is ".DS_Store" or "Thumbs.db" or "desktop.ini"
            || path.StartsWith("__MACOSX/", StringComparison.Ordinal) || path.EndsWith(":Zone.Identifier", StringComparison.Ordinal);
    }
}
