namespace TrailLake.Ingest.Archives;

/// <summary>The kind and content of an archive's folder; the listers of all sources ask here, so that they agree.</summary>
/// <param name="Kind">How to go on with it.</param>
/// <param name="Account">The account it belongs to, when it is inside one.</param>
/// <param name="Region">The region, for <see cref="ArchiveFolderKind.Region"/>.</param>
/// <param name="Content">What its objects are, as far as the folder tells.</param>
readonly record struct ArchiveFolder(ArchiveFolderKind Kind, string? Account, string? Region, ArchiveKind Content)
{
    /// <summary>Sorts a folder.</summary>
    /// <param name="key">The folder's key from the root of the bucket or copy, with the slash at its end; empty for the root.</param>
    public static ArchiveFolder Of(ReadOnlySpan<char> key)
    {
        if (!ArchivePlace.TryFind(key, out var place) || place.Folder.IsEmpty)
        {
            // An object's key tells more than a folder's: the account, and flow logs in hive-style folders.
            var inside = ArchiveKeyParser.Parse(string.Concat(key, "x"));
            var kind = inside.Kind == ArchiveKind.OtherService ? ArchiveFolderKind.OtherService : ArchiveFolderKind.Above;
            return new ArchiveFolder(kind, inside.Account, null, inside.Kind);
        }

        var content = ArchiveKeyParser.KindOfFolder(place.Folder);
        var result = new ArchiveFolder(ArchiveFolderKind.Inside, place.Account.ToString(), null, content ?? ArchiveKind.Unknown);
        if (content == ArchiveKind.OtherService)
        {
            return result with { Kind = ArchiveFolderKind.OtherService };
        }

        if (content is null or ArchiveKind.LakeQuery)
        {
            return result;
        }

        var rest = place.Rest;
        if (!ArchivePlace.TryFolder(ref rest, out var region))
        {
            return result with { Kind = ArchiveFolderKind.Above };
        }

        return rest.IsEmpty && ArchiveKeyText.IsRegion(region)
            ? result with { Kind = ArchiveFolderKind.Region, Region = region.ToString() }
            : result;
    }
}
