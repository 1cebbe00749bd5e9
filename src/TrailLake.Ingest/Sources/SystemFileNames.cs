using System.Collections.Frozen;

namespace TrailLake.Ingest.Sources;

/// <summary>Names of what desktops and tools leave in folders: found in many copies of archives, and never an archive's.</summary>
static class SystemFileNames
{
    static readonly FrozenSet<string> s_names = FrozenSet.ToFrozenSet(
        [
            ".DS_Store", ".localized", ".directory", ".git", ".gitignore", ".gitkeep", ".Spotlight-V100", ".Trashes", ".fseventsd",
            ".TemporaryItems", "Thumbs.db", "ehthumbs.db", "ehthumbs_vista.db", "desktop.ini",
        ],
        StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether a name is one of these, the other half of a Mac's file (<c>._NAME</c>), or a mark of where one came from.</summary>
    public static bool Is(string name) => s_names.Contains(name) || name.StartsWith("._", StringComparison.Ordinal)
        || name.EndsWith(":Zone.Identifier", StringComparison.OrdinalIgnoreCase)
        || name.EndsWith(".Zone.Identifier", StringComparison.OrdinalIgnoreCase)
        || name.Equals("Zone.Identifier", StringComparison.OrdinalIgnoreCase);
}
