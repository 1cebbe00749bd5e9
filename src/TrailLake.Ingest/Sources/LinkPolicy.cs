using TrailLake.Paths;

namespace TrailLake.Ingest.Sources;

/// <summary>Follows links to what stands inside the source. A folder is entered through one link only.</summary>
/// <param name="root">Path of the source.</param>
sealed class LinkPolicy(string root)
{
    readonly string _root = RealPath.Of(root) ?? root;
    readonly HashSet<string> _entered = new(StringComparer.Ordinal);

    /// <summary>Looks where a link leads: to a file or folder, or why it is not followed.</summary>
    /// <param name="folder">The folder that it stands in.</param>
    public (PathKind Kind, SkippedPathKind? Why) Follow(string folder, string path)
    {
        // A link may also lead to where this user may not look: that is nothing from here.
        var kind = FileError.KindOf(path);
        if (kind == PathKind.LinkLoop)
        {
            return (kind, SkippedPathKind.LinkLoop);
        }

        if (kind == PathKind.Missing || RealPath.Of(path) is not { } real)
        {
            return (kind, SkippedPathKind.LinkToNothing);
        }

        if (kind is not (PathKind.File or PathKind.Folder))
        {
            return (kind, SkippedPathKind.Special);
        }

        if (!RealPath.IsInside(real, _root))
        {
            return (kind, SkippedPathKind.LinkOutside);
        }

        if (LakeFolder.Around(real) is not null)
        {
            return (kind, SkippedPathKind.Lake);
        }

        bool isLoop = kind == PathKind.Folder && (RealPath.IsInside(RealPath.Of(folder) ?? folder, real) || !_entered.Add(real));
        return (kind, isLoop ? SkippedPathKind.LinkLoop : null);
    }
}
