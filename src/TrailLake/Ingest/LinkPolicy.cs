using System;
using System.Collections.Generic;
using System.IO;
using TrailLake.Paths;

namespace TrailLake.Ingest;

/// <summary>
/// Which symbolic links of a source are followed: those that lead to what stands inside it. A folder is entered through one link only, so
/// that links among folders cost no more than the folders have names.
/// </summary>
sealed class LinkPolicy
{
    readonly string _root;
    readonly HashSet<string> _entered = new(StringComparer.Ordinal);

    /// <param name="root">Path of the source.</param>
    public LinkPolicy(string root)
    {
        _root = RealPath.Of(root) ?? root;
    }

    /// <summary>Looks where a link leads: to a file or folder, or why it is not followed.</summary>
    /// <param name="folder">The folder that it stands in.</param>
    public (PathKind Kind, PassedOverKind? Why) Follow(string folder, string path)
    {
        PathKind kind;
        try
        {
            kind = PathStatus.Of(path).Kind;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Which it is cannot be seen from here; most likely it leads to where this user may not look.
            return (PathKind.Missing, PassedOverKind.LinkToNothing);
        }

        if (kind == PathKind.LinkLoop)
        {
            return (kind, PassedOverKind.LinkLoop);
        }

        if (kind == PathKind.Missing || RealPath.Of(path) is not { } real)
        {
            return (kind, PassedOverKind.LinkToNothing);
        }

        if (kind is not (PathKind.File or PathKind.Folder))
        {
            return (kind, PassedOverKind.Special);
        }

        if (!RealPath.IsInside(real, _root))
        {
            return (kind, PassedOverKind.LinkOutside);
        }

        if (LakeFolder.Around(real) is not null)
        {
            return (kind, PassedOverKind.Lake);
        }

        bool isLoop = kind == PathKind.Folder && (RealPath.IsInside(RealPath.Of(folder) ?? folder, real) || !_entered.Add(real));
        return (kind, isLoop ? PassedOverKind.LinkLoop : null);
    }
}
