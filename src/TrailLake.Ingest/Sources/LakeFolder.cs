using System.Collections.Frozen;
using TrailLake.Paths;

namespace TrailLake.Ingest.Sources;

/// <summary>Knows lakes by their folders, so that a source which holds one is not read as an archive there.</summary>
static class LakeFolder
{
    const string Events = "events";
    const string Objects = "objects";
    const string Secret = "record-hash.secret";

    static readonly FrozenSet<string> s_tables = FrozenSet.ToFrozenSet([Events, Objects, "rejects", "copies"]);

    /// <summary>Whether a name is one of a lake's own in its folder.</summary>
    public static bool IsOwn(string name) => s_tables.Contains(name) || name.StartsWith(Secret, StringComparison.Ordinal);

    /// <summary>Whether a folder is a lake: it holds the tables of events and of objects.</summary>
    public static bool Is(string folder) => HasLog(folder, Events) && HasLog(folder, Objects);

    /// <summary>The lake in one of whose tables a path stands; null for none.</summary>
    public static string? Around(string path)
    {
        for (string? at = path; Path.GetDirectoryName(at) is { } above; at = above)
        {
            if (IsOwn(Path.GetFileName(at)) && Is(above))
            {
                return above;
            }
        }

        return null;
    }

    static bool HasLog(string folder, string table) =>
        FileError.KindOf(Path.Combine(folder, table, "_delta_log")) == PathKind.Folder;
}
